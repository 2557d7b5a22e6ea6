import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { app, dialog } from "electron";
import type { Problem } from "../../core/problem.ts";
import { describeProblem, wordsIn } from "../../words/index.ts";
import { languageOf } from "../../words/language.ts";
import { logFileIn, openLog } from "../log/log.ts";
import { CannotStart } from "./cannot-start.ts";

/**
 * Ends a failed start: writes a line to standard error and the log, shows a message, and exits with code 1 when it is
 * closed. A signal ends it at once.
 */
export async function failStart(error: unknown): Promise<void> {
  const problem: Problem =
    error instanceof CannotStart
      ? error.problem
      : { key: "start-failed", args: [error instanceof Error ? error.message : String(error)] };
  app.on("will-quit", () => app.exit(1)); // after a signal
  if (!hasFolder()) useOwnFolder();
  const { log } = openLog(logFileIn(app.getPath("userData")));
  log.error(`alrimi could not start: ${describeProblem(wordsIn("en"), problem)}`);
  if (!(error instanceof CannotStart) && error instanceof Error) log.error(String(error.stack));
  if (!app.isReady()) useOwnFolder();
  await app.whenReady();
  // Electron delivers the result of a dialog only when Node's event loop wakes up, which may take half a minute.
  setInterval(() => {}, 200);
  const words = wordsIn(languageOf(app.getLocale()));
  await dialog.showMessageBox({
    type: "error",
    title: words.app.name,
    message: words.app.startFailed,
    detail: describeProblem(words, problem),
    buttons: [words.app.close],
  });
  app.exit(1);
}

/** Chromium has no folder where the home folder cannot be written. */
function hasFolder(): boolean {
  try {
    return app.getPath("userData") !== "";
  } catch {
    return false;
  }
}

/**
 * The app's folder may belong to a running app or be unwritable, so Chromium uses a temporary folder for the message.
 */
function useOwnFolder(): void {
  try {
    const folder = mkdtempSync(join(tmpdir(), "alrimi-failed-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    app.setPath("userData", folder);
    app.setPath("sessionData", folder); // it follows `userData` only if that could be found
  } catch {
    // Chromium then tries the app's folder
  }
}
