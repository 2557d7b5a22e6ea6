import { statSync } from "node:fs";

/** A text that changes when the file is changed or replaced; empty while there is none. */
export function fileVersion(file: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(" ");
  } catch {
    return "";
  }
}
