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
 * Ends a start that failed: a line on standard error and in the log, a message on the screen, and exit code 1 once it is
 * read. A signal ends it at once.
 */
export async function failStart(error: unknown): Promise<void> {
  const problem: Problem =
    error instanceof CannotStart
      ? error.problem
      : { key: "start-failed", args: [error instanceof Error ? error.message : String(error)] };
  app.on("will-quit", () => app.exit(1)); // by a signal
  if (!hasFolder()) useOwnFolder();
  const { log } = openLog(logFileIn(app.getPath("userData")));
  log.error(`alrimi could not start: ${describeProblem(wordsIn("en"), problem)}`);
  if (!(error instanceof CannotStart) && error instanceof Error) log.error(String(error.stack));
  if (!app.isReady()) useOwnFolder();
  await app.whenReady();
  // Electron leaves the answer of a dialog lying until Node's loop wakes up, which may take half a minute.
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

/** Chromium has none where the home folder cannot be written. */
function hasFolder(): boolean {
  try {
    return app.getPath("userData") !== "";
  } catch {
    return false;
  }
}

/** The app's folder may be another one's that runs, or nobody's to write in: Chromium writes elsewhere for the message. */
function useOwnFolder(): void {
  try {
    const folder = mkdtempSync(join(tmpdir(), "alrimi-failed-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    app.setPath("userData", folder);
    app.setPath("sessionData", folder); // which follows the other only where that could be found
  } catch {
    // then it tries in the app's folder
  }
}
