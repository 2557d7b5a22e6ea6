import { readGivenFile } from "../../files/read-file.ts";

/**
 * Reads a text of the system or of the app, for a report that must not fail.
 * @param limit maximum size in bytes
 * @returns empty when the file cannot be read
 */
export function textIn(file: string, limit: number): string {
  try {
    return readGivenFile(file, limit).toString("utf8");
  } catch {
    return "";
  }
}

/** Undefined when there is no file, or it is not JSON. @param limit maximum size in bytes */
export function jsonIn(file: string, limit: number): unknown {
  try {
    return JSON.parse(textIn(file, limit));
  } catch {
    return undefined;
  }
}
