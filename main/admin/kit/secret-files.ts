import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { takeLock } from "../../files/lock.ts";
import { makeFolder } from "../../files/own.ts";
import { MAX_GIVEN_FILE, readGivenFile } from "../../files/read-file.ts";
import { reasonOf } from "../../files/refused-file.ts";
import { replaceOwnFile } from "../../files/replace-file.ts";
import { KitError } from "./kit-error.ts";
import { PLAN_FILE } from "./plan.ts";

/**
 * Makes a folder with mode 0700. An existing folder is not changed, because it may be shared (`--out /tmp`). The files
 * in it have mode 0600 in any case.
 * @throws {KitError} `unwritable`
 */
export function privateFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (cause) {
    throw new KitError("unwritable", folder, reasonOf(cause), { cause });
  }
}

/**
 * Replaces a file with mode 0600, completely or not at all.
 * @throws {KitError} `unwritable`
 */
export function writeSecret(file: string, content: string | Uint8Array): void {
  privateFolder(dirname(file));
  try {
    replaceOwnFile(file, content);
  } catch (cause) {
    throw new KitError("unwritable", file, reasonOf(cause), { cause });
  }
}

/** Reads a seed from a file. @throws {KitError} (rejects) `missing-key` */
export async function readSeed(file: string): Promise<string> {
  try {
    return readGivenFile(file, MAX_GIVEN_FILE).toString("utf8").trim();
  } catch (cause) {
    throw new KitError("missing-key", file, reasonOf(cause), { cause });
  }
}

/**
 * Runs work while no other command of this computer works in the kit. Two commands that wrote the register at the same
 * time would lose entries, and those credentials could not be revoked.
 * @throws {KitError} (rejects) `busy`, `unwritable`; `no-kit`, without a change to the folder
 */
export async function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  if (!existsSync(join(folder, PLAN_FILE))) throw new KitError("no-kit", folder);
  const release = await takeLock(folder, "broker.lock").catch((cause: unknown) => {
    throw new KitError("unwritable", folder, reasonOf(cause), { cause });
  });
  if (release === undefined) throw new KitError("busy", folder);
  try {
    return await work();
  } finally {
    await release();
  }
}
