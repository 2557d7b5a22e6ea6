import { readGivenFile } from "../files/read-file.ts";
import { reasonOf } from "../files/refused-file.ts";

/** Reads a JSON file that holds secrets. @throws {Error} that names the file, and does not quote it */
export function readJsonFile(file: string, maxBytes: number): unknown {
  try {
    return JSON.parse(readGivenFile(file, maxBytes).toString("utf8"));
  } catch (error) {
    // The parser's message would quote the file.
    const why = error instanceof SyntaxError ? "it is not JSON" : reasonOf(error);
    throw new Error(`${file}: ${why}`, { cause: error });
  }
}
