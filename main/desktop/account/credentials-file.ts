import { open } from "node:fs/promises";
import { basename } from "node:path";
import { type BrowserWindow, dialog, type OpenDialogOptions } from "electron";
import { MAX_CREDENTIALS_LENGTH } from "../../core/account/credentials.ts";
import type { ChosenFile } from "../../core/account/dialog.ts";

/** What the OS's file dialog says. */
export interface FileWords {
  readonly title: string;
  readonly kinds: string;
}

/** A credentials file that the person chooses; undefined when nothing was chosen. */
export async function chooseCredentialsFile(
  parent: BrowserWindow | undefined,
  { title, kinds }: FileWords,
): Promise<ChosenFile | undefined> {
  const options: OpenDialogOptions = {
    title,
    filters: [
      { name: kinds, extensions: ["creds", "nk", "txt"] },
      { name: "*", extensions: ["*"] },
    ],
    properties: ["openFile", "showHiddenFiles"],
  };
  const { canceled, filePaths } = await (parent === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(parent, options));
  const [file] = filePaths;
  if (canceled || file === undefined) return undefined;
  const name = basename(file);
  try {
    return { kind: "read", name, content: await readAtMost(file, MAX_CREDENTIALS_LENGTH + 1) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { kind: "unreadable", name, detail: code ?? message };
  }
}

/** A film that was chosen by mistake is not read to its end. */
async function readAtMost(file: string, bytes: number): Promise<string> {
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, 0);
    return buffer.subarray(0, bytesRead).toString("utf8");
  } finally {
    await handle.close();
  }
}
