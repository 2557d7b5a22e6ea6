import { constants } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { app, type BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from "electron";
import { MAX_PREFERENCES_BYTES } from "../../core/preferences/preferences-file.ts";
import { OWN_FILE } from "../../files/own.ts";
import { readBeginning } from "../../files/read-file.ts";
import { RefusedFile } from "../../files/refused-file.ts";

/** What the OS's file dialogs say. */
export interface FileWords {
  readonly title: string;
  /** The file's name, to begin with. */
  readonly file: string;
  readonly type: string;
}

export type Written = { readonly file: string; readonly error?: string };
export type Read =
  | { readonly file: string; readonly bytes: Uint8Array }
  | { readonly file: string; readonly error: string };

/** Files of preferences that the person chooses; undefined when nothing was chosen. */
export interface PreferencesFiles {
  write(parent: BrowserWindow | undefined, words: FileWords, text: string): Promise<Written | undefined>;
  read(parent: BrowserWindow | undefined, words: FileWords): Promise<Read | undefined>;
}

/**
 * The person chose this place, so the file is written there and not replaced: a link is followed, and no draft is made
 * beside it, where it could take the name of another file of theirs. A pipe that nobody reads is no place to wait at;
 * Windows has neither the flag nor such pipes.
 */
const { O_WRONLY, O_CREAT, O_TRUNC, O_NONBLOCK = 0 } = constants;
const WRITE = O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK;

export const preferencesFiles: PreferencesFiles = {
  async write(parent, words, text) {
    const options: SaveDialogOptions = {
      ...common(words),
      defaultPath: join(app.getPath("documents"), words.file),
      properties: ["showOverwriteConfirmation"],
    };
    const { canceled, filePath } = await (parent === undefined
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(parent, options));
    if (canceled || filePath === "") return undefined;
    try {
      await writeFile(filePath, text, { flag: WRITE, mode: OWN_FILE });
      return { file: filePath };
    } catch (error) {
      return { file: filePath, error: (error as Error).message };
    }
  },

  async read(parent, words) {
    const options: OpenDialogOptions = { ...common(words), properties: ["openFile"] };
    const { canceled, filePaths } = await (parent === undefined
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(parent, options));
    const [file] = filePaths;
    if (canceled || file === undefined) return undefined;
    try {
      return { file, bytes: await readBeginning(file, MAX_PREFERENCES_BYTES + 1) };
    } catch (error) {
      return { file, error: error instanceof RefusedFile ? error.code : (error as Error).message };
    }
  },
};

function common({ title, type }: FileWords) {
  return { title, filters: [{ name: type, extensions: ["json"] }] };
}
