import { existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../../files/own.ts";
import { MAX_GIVEN_FILE, readGivenFile } from "../../files/read-file.ts";
import { reasonOf } from "../../files/refused-file.ts";
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
 * Writes a file with mode 0600, completely or not at all: it is on the disk under another name before it is renamed.
 * @throws {KitError} (rejects) `unwritable` for the folder; else the system's error
 */
export async function writeSecret(file: string, content: string | Uint8Array): Promise<void> {
  privateFolder(dirname(file));
  const draft = `${file}.new`;
  await rm(draft, { force: true }); // an interrupted run may have left one, perhaps with another mode
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
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
 * Runs work while no other command works in the kit. Two commands that wrote the register at the same time would lose
 * entries, and those credentials could not be revoked.
 * @throws {KitError} (rejects) `busy`, `unwritable`; `no-kit`, without a change to the folder
 */
export async function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  if (!existsSync(join(folder, PLAN_FILE))) throw new KitError("no-kit", folder);
  const lock = join(folder, "broker.lock");
  const handle = await open(lock, "wx", 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw new KitError(cause.code === "EEXIST" ? "busy" : "unwritable", lock, cause.code ?? cause.message, {
      cause,
    });
  });
  await handle.close();
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}
