import * as v from "valibot";
import { readGivenFile } from "../../files/read-file.ts";
import { codeOf } from "../../files/refused-file.ts";
import { replaceOwnFile } from "../../files/replace-file.ts";
import { type Ageing, NO_AGEING } from "./ageing.ts";

/** Bytes: some 200,000 people in ten services. */
const MAX_BYTES = 256 * 1024 * 1024;

const Waiting = v.object({ count: v.number(), since: v.number() });
const AgeingFile = v.object({
  revision: v.number(),
  services: v.record(v.string(), v.record(v.string(), Waiting)),
});

/** What the report knew last; nothing without a file. @throws {Error} if it is there and cannot be read */
export function readAgeing(file: string): Ageing {
  let text: string;
  try {
    text = readGivenFile(file, MAX_BYTES).toString("utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return NO_AGEING;
    throw error;
  }
  return v.parse(AgeingFile, JSON.parse(text));
}

/** It holds persons, so it is readable for its owner only. @throws {Error} of the file system */
export function writeAgeing(file: string, ageing: Ageing): void {
  replaceOwnFile(file, JSON.stringify(ageing));
}
