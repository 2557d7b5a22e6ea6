import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { readGivenFile } from "../../files/read-file.ts";
import { codeOf, reasonOf } from "../../files/refused-file.ts";
import { KitError } from "./kit-error.ts";
import type { Issued } from "./plan.ts";
import { writeSecret } from "./secret-files.ts";

/** Credentials that are about to be written, in the kit's folder. It is there only while they are made. */
const UNFINISHED_FILE = "unfinished.json";
const MAX_BYTES = 64 * 1024 * 1024;

const Unfinished = v.array(v.strictObject({ publicKey: v.string(), file: v.string() }));
export type Unfinished = v.InferOutput<typeof Unfinished>;

/** Notes the files of credentials before the register names these. @throws {KitError} `unwritable` */
export function noteUnfinished(folder: string, unfinished: Unfinished): void {
  writeSecret(join(folder, UNFINISHED_FILE), JSON.stringify(unfinished));
}

/** All files are written. */
export function forgetUnfinished(folder: string): void {
  rmSync(join(folder, UNFINISHED_FILE), { force: true });
}

/**
 * What a command that was killed has left: entries of the register without a file. Nobody has their secret, so they are
 * revoked, and their holders get new credentials.
 * @param now seconds since the Unix epoch
 * @returns undefined if no command was killed
 * @throws {KitError} `bad-plan`
 */
export function withoutUnfinished(
  folder: string,
  issued: readonly Issued[],
  now: number,
): readonly Issued[] | undefined {
  const file = join(folder, UNFINISHED_FILE);
  let value: unknown;
  try {
    value = JSON.parse(readGivenFile(file, MAX_BYTES).toString("utf8"));
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return undefined;
    const reason = cause instanceof SyntaxError ? "not-json" : reasonOf(cause);
    throw new KitError("bad-plan", file, reason, { cause });
  }
  const parsed = v.safeParse(Unfinished, value);
  if (!parsed.success) throw new KitError("bad-plan", file, parsed.issues[0].message);
  const lost = new Set(parsed.output.filter((each) => !existsSync(each.file)).map((each) => each.publicKey));
  return issued.map((entry) => (lost.has(entry.publicKey) ? { ...entry, revokedAt: now } : entry));
}
