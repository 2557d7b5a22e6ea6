import { lstatSync, readlinkSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { codeOf } from "../../../files/refused-file.ts";

/** The folder of an install of the person's own that holds the versions which it took itself. */
export const VERSIONS = "versions";

/**
 * The program by which the person and the desktop start the app, where an update put the running one into a folder of
 * its own: `FOLDER/alrimi`, a link to `versions/0.2.0/alrimi`. Otherwise the running program itself.
 * @param execPath absolute path without links
 */
export function linkedProgram(execPath: string): string {
  const [, folder, name] = /^(.*)\/versions\/[^/]+\/([^/]+)$/.exec(execPath) ?? [];
  if (folder === undefined || name === undefined) return execPath;
  const program = posix.join(folder, name);
  return linkedFolder(program) === undefined ? execPath : program;
}

/**
 * The folder of the version that the program links to.
 * @returns undefined when it is no such link
 */
export function linkedFolder(program: string): string | undefined {
  try {
    if (!lstatSync(program).isSymbolicLink()) return undefined;
    const [first, version, name, ...more] = readlinkSync(program).split("/");
    if (first !== VERSIONS || !version || version.startsWith(".") || !name || more.length > 0)
      return undefined;
    return join(dirname(program), VERSIONS, version);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}
