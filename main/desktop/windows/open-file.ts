import { type BrowserWindow, dialog, type OpenDialogOptions } from "electron";

/**
 * Lets the person choose a file in the dialog of the OS.
 * @param parent the window below the dialog; undefined for none
 * @returns its path; undefined when the dialog was cancelled
 */
export async function fileToOpen(
  parent: BrowserWindow | undefined,
  options: OpenDialogOptions,
): Promise<string | undefined> {
  const { canceled, filePaths } = await (parent === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(parent, options));
  return canceled ? undefined : filePaths[0];
}
