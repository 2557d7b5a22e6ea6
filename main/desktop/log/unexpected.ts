import type { Log } from "./log.ts";

/** Electron would stop everything for a dialog in English that nobody expects of a tray icon. */
export function logUnexpected(log: Log): void {
  process.on("uncaughtException", (error) => log.error(`unexpected: ${error.stack ?? error.message}`));
  process.on("unhandledRejection", (reason) => log.error(`unexpected: ${String(reason)}`));
}
