import type { Stats } from "node:fs";

/** Why a path is not used. */
export type FileRefusal = "link" | "folder" | "pipe" | "socket" | "device" | "too-large";

/** The path is not a file of the expected kind or size. Its content was not changed. */
export class RefusedFile extends Error {
  readonly path: string;
  readonly code: FileRefusal;

  constructor(path: string, code: FileRefusal) {
    super(`${path} is refused: ${code}`);
    this.name = "RefusedFile";
    this.path = path;
    this.code = code;
  }
}

/** @throws a `RefusedFile` for anything but a regular file */
export function mustBeRegular(path: string, stats: Stats): void {
  if (!stats.isFile()) throw new RefusedFile(path, kindOf(stats));
}

/** The kind of a path that is not a regular file. A folder is `folder`. */
export function kindOf(stats: Stats): FileRefusal {
  if (stats.isSymbolicLink()) return "link";
  if (stats.isDirectory()) return "folder";
  if (stats.isFIFO()) return "pipe";
  if (stats.isSocket()) return "socket";
  return "device";
}

/** The system's code of an error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** {@link codeOf}, or the error's message if it has no code. */
export function reasonOf(error: unknown): string {
  return codeOf(error) ?? String(error);
}
