import { existsSync } from "node:fs";
import { join } from "node:path";
import { readGivenFile } from "../../files/read-file.ts";
import { reasonOf } from "../../files/refused-file.ts";
import type { TokenEntry } from "../../nats/bearer-token.ts";
import { KitError } from "./kit-error.ts";
import { writeSecret } from "./secret-files.ts";

/** The services' tokens for HTTP, hashed, in the kit's folder. `alrimi server` reads it. */
export const TOKENS_FILE = "tokens.json";
const MAX_BYTES = 2 * 1024 * 1024;

/** @throws {KitError} `bad-plan` */
export function readTokens(folder: string): readonly TokenEntry[] {
  const file = join(folder, TOKENS_FILE);
  if (!existsSync(file)) return [];
  try {
    return JSON.parse(readGivenFile(file, MAX_BYTES).toString("utf8")) as TokenEntry[];
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? "not-json" : reasonOf(cause);
    throw new KitError("bad-plan", file, reason, { cause });
  }
}

export function writeTokens(folder: string, tokens: readonly TokenEntry[]): void {
  writeSecret(join(folder, TOKENS_FILE), `${JSON.stringify(tokens, undefined, 2)}\n`);
}
