import { accessSync, constants, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Installation, parseBuild } from "../../core/update.ts";
import { readGivenFile } from "../../files/read-file.ts";
import { linkedFolder } from "../system/linux/linked-program.ts";

/** Maximum size of `build.json` in bytes. Real ones have about a hundred. */
const MAX_BUILD_BYTES = 16 * 1024;

/** Where `build.json` of the version is that the program starts. For Linux, where it may be a link. */
export function buildFileOf(program: string): string {
  return join(linkedFolder(program) ?? dirname(program), "resources", "build.json");
}

/**
 * Reads what is installed.
 * @param buildFile path of `build.json` in a package
 * @param program path of the program
 */
export function readInstallation(
  buildFile: string,
  program: string,
  platform: NodeJS.Platform,
): Installation {
  return {
    build: orUndefined(() => buildIn(buildFile)),
    program: orUndefined(() => identityOf(program, platform)),
  };
}

function buildIn(file: string) {
  return parseBuild(readGivenFile(file, MAX_BUILD_BYTES).toString("utf8"));
}

/**
 * A package manager of Linux replaces the program's file, so another file has another inode. Elsewhere a running program
 * cannot be replaced, or only together with `build.json`.
 * @throws when there is no file that can be executed
 */
function identityOf(program: string, platform: NodeJS.Platform): string | undefined {
  accessSync(program, constants.X_OK);
  const { dev, ino, mtimeMs, size } = statSync(program);
  return platform === "linux" ? [dev, ino, mtimeMs, size].join() : "there";
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
