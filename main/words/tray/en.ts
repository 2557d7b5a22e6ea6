import type { TrayWords } from "./ko.ts";

export const trayEn: TrayWords = {
  openBoard: "Open the board",
  settings: "Settings…",
  quit: "Quit Alrimi",
};
