import { constants } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { app, type BrowserWindow, dialog, type SaveDialogOptions } from "electron";
import { MAX_PREFERENCES_BYTES } from "../../core/preferences/preferences-file.ts";
import { OWN_FILE } from "../../files/own.ts";
import { readBeginning } from "../../files/read-file.ts";
import { RefusedFile } from "../../files/refused-file.ts";
import { fileToOpen } from "../windows/open-file.ts";

/** Texts of the OS file dialogs. */
export interface FileDialogWords {
  readonly title: string;
  /** Suggested file name. */
  readonly file: string;
  readonly type: string;
}

/** Path of a written file; `error` is the system's message after a failure. */
export type WrittenFile = { readonly file: string; readonly error?: string };
/** Path and content of a read file; `error` is a refusal or the system's message. */
export type FileRead =
  | { readonly file: string; readonly bytes: Uint8Array }
  | { readonly file: string; readonly error: string };

/** Reads and writes preferences files that the person chooses. Undefined when the dialog was cancelled. */
export interface PreferencesFiles {
  write(
    parent: BrowserWindow | undefined,
    words: FileDialogWords,
    text: string,
  ): Promise<WrittenFile | undefined>;
  read(parent: BrowserWindow | undefined, words: FileDialogWords): Promise<FileRead | undefined>;
}

/**
 * The file is overwritten and not replaced, because the person chose its path: a link is followed, and no second file
 * appears beside it. Opening a pipe without a reader must not block. Windows has neither this flag nor such pipes.
 */
const { O_WRONLY, O_CREAT, O_TRUNC, O_NONBLOCK = 0 } = constants;
const WRITE = O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK;

/** Uses the dialogs of the OS. */
export const preferencesFiles: PreferencesFiles = {
  async write(parent, words, text) {
    const filePath = await chooseSaveFile(parent, words);
    if (filePath === undefined) return undefined;
    try {
      await writeFile(filePath, text, { flag: WRITE, mode: OWN_FILE });
      return { file: filePath };
    } catch (error) {
      return { file: filePath, error: (error as Error).message };
    }
  },

  async read(parent, words) {
    const file = await fileToOpen(parent, { ...common(words), properties: ["openFile"] });
    if (file === undefined) return undefined;
    try {
      return { file, bytes: await readBeginning(file, MAX_PREFERENCES_BYTES + 1) };
    } catch (error) {
      return { file, error: error instanceof RefusedFile ? error.code : (error as Error).message };
    }
  },
};

/** Opens the save dialog of the OS. Undefined when it was cancelled. */
export async function chooseSaveFile(
  parent: BrowserWindow | undefined,
  words: FileDialogWords,
): Promise<string | undefined> {
  const options: SaveDialogOptions = {
    ...common(words),
    defaultPath: join(app.getPath("documents"), words.file),
    properties: ["showOverwriteConfirmation"],
  };
  const { canceled, filePath } = await (parent === undefined
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(parent, options));
  return canceled || filePath === "" ? undefined : filePath;
}

function common({ title, type }: FileDialogWords) {
  return { title, filters: [{ name: type, extensions: ["json"] }] };
}
