import { renameSync } from "node:fs";
import { copyFile, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EventDraft } from "../draft.ts";
import { decodeLine } from "./record.ts";

/**
 * The files of the journal. They are not written by `main/files`, because that waits for the disk, and on Windows up to
 * a second for a file that another program has open. A service must not wait for the outbox.
 *
 * `<n>.log` is appended to. `<n>.base` holds the events that waited when `<n>.log` was started, and appears complete, by
 * a rename. Until then all older files are kept, so at any moment the files together are complete.
 */
const NAME = /^(\d{1,15})\.(log|base)$/;
const STAGED = /^\d{1,15}\.draft$/;
/** The name of a copy of the last file with a damaged line. */
export const DAMAGED = "damaged";

/** An undelivered event with its id. */
export interface WaitingEvent {
  readonly id: number;
  readonly draft: EventDraft;
}

/** The content of a journal's folder. */
export interface JournalContent {
  /** The newest undelivered event of each person; keys are canonical ids. */
  readonly waiting: ReadonlyMap<string, WaitingEvent>;
  /** The number of the newest file; 0 without files. */
  readonly number: number;
  /** The largest id in the files. */
  readonly lastId: number;
  /**
   * The number of damaged lines. An unfinished last line is not counted: the process was killed while writing it,
   * before it reported the event as saved.
   */
  readonly damagedLines: number;
}

/** Reads all files of the journal. @throws (rejects) the file system's errors */
export async function readJournal(folder: string): Promise<JournalContent> {
  const names = await readdir(folder);
  const puts = new Map<string, WaitingEvent>();
  const done = new Map<string, number>();
  let [number, lastId, damagedLines] = [0, 0, 0];
  for (const name of names) {
    if (STAGED.test(name)) await rm(join(folder, name), { force: true });
    const match = NAME.exec(name);
    if (match === null) continue;
    number = Math.max(number, Number(match[1]));
    const lines = (await readFile(join(folder, name), "utf8")).split("\n");
    lines.pop(); // empty or unfinished
    let damaged = 0;
    for (const line of lines) {
      if (line === "") continue; // follows a line that could not be written completely
      const record = decodeLine(line);
      if (record === undefined) {
        damaged += 1;
        continue;
      }
      lastId = Math.max(lastId, record.id);
      if (record.kind === "done") done.set(record.user, Math.max(record.id, done.get(record.user) ?? 0));
      else if (record.id > (puts.get(record.draft.event.user)?.id ?? 0))
        puts.set(record.draft.event.user, record);
    }
    if (damaged > 0) await copyFile(join(folder, name), join(folder, DAMAGED));
    damagedLines += damaged;
  }
  const waiting = [...puts]
    .filter(([user, { id }]) => id > (done.get(user) ?? 0))
    .sort(([, a], [, b]) => a.id - b.id);
  return { waiting: new Map(waiting), number, lastId, damagedLines };
}

/**
 * Writes the next `<number>.base` durably to a staged file, and removes that file after an error.
 * @throws (rejects) the file system's errors
 */
export async function stageBase(folder: string, number: number, content: string): Promise<void> {
  const staged = stagedFile(folder, number);
  try {
    await writeFile(staged, content, { mode: 0o600, flush: true });
  } catch (error) {
    await discardBase(folder, number); // on a full disk it would take space that is needed next
    throw error;
  }
}

/** Removes the staged `<number>.base`. Never rejects. */
export async function discardBase(folder: string, number: number): Promise<void> {
  await rm(stagedFile(folder, number), { force: true }).catch(() => {});
}

/** Renames the staged file to `<number>.base`, synchronously. @throws the file system's errors */
export function commitBase(folder: string, number: number): void {
  renameSync(stagedFile(folder, number), join(folder, `${number}.base`));
}

/** Removes the files before `<number>.base`. @throws (rejects) the file system's errors */
export async function removeOlder(folder: string, number: number): Promise<void> {
  await syncFolder(folder);
  for (const name of olderFiles(await readdir(folder), number)) await rm(join(folder, name), { force: true });
}

/**
 * The files before a number, in the order in which they may be removed. A `done` record is in the same file as its
 * `put` or in a later one. A log is later than the base with its number.
 */
export function olderFiles(names: readonly string[], number: number): readonly string[] {
  return names
    .map((name) => ({ name, number: Number(NAME.exec(name)?.[1] ?? number), kind: NAME.exec(name)?.[2] }))
    .filter((file) => file.number < number)
    .sort((a, b) => a.number - b.number || (a.kind === "base" ? -1 : 1))
    .map(({ name }) => name);
}

function stagedFile(folder: string, number: number): string {
  return join(folder, `${number}.draft`);
}

/** Makes new file names durable. Windows neither needs nor allows this. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
