import type { BrowserWindow } from "electron";
import { bundleName, bundleText } from "../../view/diagnostics/bundle.ts";
import type { Clock } from "../clock.ts";
import { chooseSaveFile, type FileDialogWords, type WrittenFile } from "../state/preferences-files.ts";
import { type DiagnosedState, gather } from "./gather.ts";
import { writePrivateFile } from "./private-file.ts";

/** Saves a diagnostics file of the running app. */
export interface DiagnosticsFile {
  /** Opens the save dialog of the OS. Undefined when it was cancelled. */
  save(
    parent: BrowserWindow | undefined,
    words: Omit<FileDialogWords, "file">,
  ): Promise<WrittenFile | undefined>;
}

/** @param state state of the running app, when the file is saved */
export function createDiagnosticsFile(
  state: () => Promise<DiagnosedState>,
  clock: Pick<Clock, "now">,
): DiagnosticsFile {
  return {
    async save(parent, words) {
      const now = clock.now();
      const file = await chooseSaveFile(parent, { ...words, file: bundleName(now) });
      if (file === undefined) return undefined;
      try {
        writePrivateFile(file, bundleText(await gather(await state(), "settings", now)));
        return { file };
      } catch (error) {
        return { file, error: (error as Error).message };
      }
    },
  };
}
