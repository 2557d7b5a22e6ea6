import { basename } from "node:path";
import type { BrowserWindow, OpenDialogOptions } from "electron";
import { MAX_CREDENTIALS_LENGTH } from "../../core/account/credentials.ts";
import type { ChosenFile } from "../../core/account/dialog.ts";
import { readBeginning } from "../../files/read-file.ts";
import { reasonOf } from "../../files/refused-file.ts";
import { fileToOpen } from "../windows/open-file.ts";

/** Texts of the OS file dialog. */
export interface OpenFileWords {
  readonly title: string;
  readonly kinds: string;
}

/** Lets the person choose a credentials file. Undefined when the dialog was cancelled. */
export async function chooseCredentialsFile(
  parent: BrowserWindow | undefined,
  { title, kinds }: OpenFileWords,
): Promise<ChosenFile | undefined> {
  const options: OpenDialogOptions = {
    title,
    filters: [
      { name: kinds, extensions: ["creds", "nk", "txt"] },
      { name: "*", extensions: ["*"] },
    ],
    properties: ["openFile", "showHiddenFiles"],
  };
  const file = await fileToOpen(parent, options);
  if (file === undefined) return undefined;
  const name = basename(file);
  try {
    const content = (await readBeginning(file, MAX_CREDENTIALS_LENGTH + 1)).toString("utf8");
    return { kind: "read", name, content };
  } catch (error) {
    return { kind: "unreadable", name, detail: reasonOf(error) };
  }
}
