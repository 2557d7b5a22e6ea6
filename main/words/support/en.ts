import type { supportKo } from "./ko.ts";

/** The words of the page for support. */
export const supportEn: typeof supportKo = {
  contents: "What the diagnostics file contains",
  holds: "Included",
  held: [
    "versions of Alrimi and the operating system, and the kind of desktop",
    "server addresses, your user ID, how you sign in, the settings and where each comes from",
    "the connection and its past states; the times, service IDs and reasons of recent notifications",
    "the state of the notification server, the tray and the secure storage",
    "paths and permissions of Alrimi's files, and the end of the log",
  ],
  leavesOut: "Not included",
  leftOut: [
    "passwords and credentials (NKeys, JWTs, contents of key files): they are removed from the log too",
    "numbers and deadlines of approvals, titles and contents of documents, and when you locked the screen",
  ],
  hint: "Saves a file that you can send to your administrator when something is wrong. It stays on this PC, and you can read it in a text editor before you send it.",
  button: "Save diagnostics…",
  title: "Save diagnostics",
  fileType: "Alrimi diagnostics (JSON)",
  saved: (file) => `The diagnostics file was saved: ${file}`,
};
