import type { Log } from "./log.ts";

/** Logs errors that nothing caught. Electron would block the app with a dialog in English. */
export function logUnexpected(log: Log): void {
  process.on("uncaughtException", (error) => log.error(`unexpected: ${error.stack ?? error.message}`));
  process.on("unhandledRejection", (reason) => log.error(`unexpected: ${String(reason)}`));
}
