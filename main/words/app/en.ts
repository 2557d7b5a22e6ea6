import type { AppWords } from "./ko.ts";

export const appEn: AppWords = {
  name: "Alrimi",
  justNow: "now",
  close: "Close",
  startFailed: "Alrimi could not start",
};
