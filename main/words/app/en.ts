import type { AppWords } from "./ko.ts";

export const appEn: AppWords = {
  name: "Alrimi",
  close: "Close",
  startFailed: "Alrimi could not start",
};
