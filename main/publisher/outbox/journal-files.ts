import { renameSync } from "node:fs";
import { copyFile, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Draft } from "../draft.ts";
import { decodeLine } from "./record.ts";

/**
 * The journal's folder. Its files are written here and not by `main/files`, which waits: for the disk, and on Windows up to a
 * second for a file that another program holds. In a service nothing may wait for the outbox, and a journal whose file could
 * not be renamed tries again by itself.
 *
 * `<n>.log` is appended to; `<n>.base` holds what was waiting when `<n>.log` was begun, and appears by rename, complete.
 * Until it does, all files before it are kept; so at any moment the files together say everything.
 */
const NAME = /^(\d{1,15})\.(log|base)$/;
const DRAFT = /^\d{1,15}\.draft$/;
/** A copy of the last file in which a line was damaged. */
export const DAMAGED = "damaged";

export interface Waiting {
  readonly id: number;
  readonly draft: Draft;
}

export interface JournalContent {
  /** The newest of every person; keys are canonical ids. */
  readonly waiting: ReadonlyMap<string, Waiting>;
  /** Of the newest file; 0 when there is none. */
  readonly number: number;
  /** The largest id ever given that is still told. */
  readonly lastId: number;
  /** Lines that are not what was written. The last line of a file, without its end, is not among them: the process was
   * killed while writing it, and nobody was told that it is safe. */
  readonly damagedLines: number;
}

/** @throws the file system's errors */
export async function readJournal(folder: string): Promise<JournalContent> {
  const names = await readdir(folder);
  const puts = new Map<string, Waiting>();
  const done = new Map<string, number>();
  let [number, lastId, damagedLines] = [0, 0, 0];
  for (const name of names) {
    if (DRAFT.test(name)) await rm(join(folder, name), { force: true });
    const match = NAME.exec(name);
    if (match === null) continue;
    number = Math.max(number, Number(match[1]));
    const lines = (await readFile(join(folder, name), "utf8")).split("\n");
    lines.pop(); // empty, or torn
    let damaged = 0;
    for (const line of lines) {
      if (line === "") continue; // ends a line that could not be written whole
      const record = decodeLine(line);
      if (record === undefined) {
        damaged += 1;
        continue;
      }
      lastId = Math.max(lastId, record.id);
      if (record.kind === "done") done.set(record.user, Math.max(record.id, done.get(record.user) ?? 0));
      else if (record.id > (puts.get(record.draft.user)?.id ?? 0)) puts.set(record.draft.user, record);
    }
    if (damaged > 0) await copyFile(join(folder, name), join(folder, DAMAGED));
    damagedLines += damaged;
  }
  const waiting = [...puts]
    .filter(([user, { id }]) => id > (done.get(user) ?? 0))
    .sort(([, a], [, b]) => a.id - b.id);
  return { waiting: new Map(waiting), number, lastId, damagedLines };
}

/** Writes what will be `<number>.base`, durably; nothing is left of it when it fails. @throws the file system's errors */
export async function writeDraft(folder: string, number: number, content: string): Promise<void> {
  const draft = draftFile(folder, number);
  try {
    await writeFile(draft, content, { mode: 0o600, flush: true });
  } catch (error) {
    await discardDraft(folder, number); // on a full disk it would take the room that is needed next
    throw error;
  }
}

/** Nothing that is there counts as long as it is a draft. Never rejects. */
export async function discardDraft(folder: string, number: number): Promise<void> {
  await rm(draftFile(folder, number), { force: true }).catch(() => {});
}

/** From here on `<number>.base` is there, complete. In one turn. @throws the file system's errors */
export function acceptDraft(folder: string, number: number): void {
  renameSync(draftFile(folder, number), join(folder, `${number}.base`));
}

/** Takes the files before `<number>.base` away. @throws the file system's errors */
export async function removeOlder(folder: string, number: number): Promise<void> {
  await syncFolder(folder);
  for (const name of olderFiles(await readdir(folder), number)) await rm(join(folder, name), { force: true });
}

/**
 * The files before a number, in the order in which they may go: what is done stands in the same file as what it was, or
 * in a later one, and a log is later than the base of its number.
 */
export function olderFiles(names: readonly string[], number: number): readonly string[] {
  return names
    .map((name) => ({ name, number: Number(NAME.exec(name)?.[1] ?? number), kind: NAME.exec(name)?.[2] }))
    .filter((file) => file.number < number)
    .sort((a, b) => a.number - b.number || (a.kind === "base" ? -1 : 1))
    .map(({ name }) => name);
}

function draftFile(folder: string, number: number): string {
  return join(folder, `${number}.draft`);
}

/** A new name is durable when its folder is. Windows neither needs nor allows it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
