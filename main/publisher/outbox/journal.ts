import { closeSync, fdatasync, openSync, writeSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { acceptDraft, discardDraft, removeOlder, writeDraft } from "./journal-files.ts";

/** A log this long (bytes) is not worth rewriting. */
const WORTH_REWRITING = 1024 * 1024;
/** Milliseconds until the disk is tried again after it failed. */
const RETRY_MS = 1000;

export interface JournalPorts {
  /** Everything that waits, as lines: what a rewritten journal begins with. */
  lines(): Iterable<string>;
  /** The disk failed; told once until it works again. */
  failed(error: Error): void;
}

/**
 * Append-only. `append` writes before it returns, so what was accepted survives the death of this process; fdatasync
 * follows at once on another thread, one at a time for all that was written meanwhile, so a power cut takes the last
 * moments at the most. Waiting for the disk itself would cost the service milliseconds for each event, and after a power
 * cut it counts anew anyway.
 */
export class Journal {
  readonly #folder: string;
  readonly #ports: JournalPorts;
  #number: number;
  #log: number | undefined;
  #logBytes = 0;
  /** A line could not be written whole: the next one has to begin on a line of its own. */
  #isTorn = false;
  #isFailing = false;
  #isDirty = false;
  #syncing: Promise<void> | undefined;
  #rewriting: Promise<void> | undefined;
  /** Lines that came while the journal is written anew after a failure; they are in memory only until it is. */
  #missed: string | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param number of the newest file in the folder */
  constructor(folder: string, number: number, ports: JournalPorts) {
    this.#folder = folder;
    this.#number = number;
    this.#ports = ports;
  }

  /** Whether lines are not safe at present. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /**
   * Writes lines; whether they are safe. When they are not they go with the next rewriting, which is tried again and
   * again.
   * @param waitingBytes how long `lines` is now: the log is rewritten when it has grown well over that
   */
  append(lines: string, waitingBytes: number): boolean {
    if (this.#log === undefined || this.#isFailing) {
      if (this.#missed !== undefined) this.#missed += lines;
      this.#rewriteLater();
      return false;
    }
    try {
      this.#logBytes += writeWhole(this.#log, this.#isTorn ? `\n${lines}` : lines);
      this.#isTorn = false;
    } catch (error) {
      this.#isTorn = true;
      this.#fail(error);
      return false;
    }
    this.#syncSoon();
    if (this.#logBytes > WORTH_REWRITING + waitingBytes) void this.rewrite();
    return true;
  }

  /** Begins a new log, and writes what waits beside it. Never rejects; appending goes on meanwhile. */
  rewrite(): Promise<void> {
    this.#rewriting ??= (this.#isFailing ? this.#writeAfterFailure() : this.#writeOn()).finally(() => {
      this.#rewriting = undefined;
      if (this.#isFailing) this.#rewriteLater();
    });
    return this.#rewriting;
  }

  /** What was appended is on the disk when this resolves, if the disk works. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#rewriting;
    if (this.#isFailing) await this.rewrite();
    while (this.#syncing !== undefined) await this.#syncing;
    if (this.#log !== undefined) closeSync(this.#log);
    this.#log = undefined;
  }

  /** While the disk works: the new log is appended to at once, so that what comes meanwhile is safe too. */
  async #writeOn(): Promise<void> {
    this.#noRetry();
    const number = this.#number + 1;
    try {
      const log = openSync(this.#logFile(number), "a", 0o600);
      const content = [...this.#ports.lines()].join(""); // in the same turn: from here on the new log tells the changes
      await this.#take(number, log, 0);
      await writeDraft(this.#folder, number, content);
      acceptDraft(this.#folder, number);
      await removeOlder(this.#folder, number);
    } catch (error) {
      await discardDraft(this.#folder, number);
      this.#fail(error);
    }
  }

  /**
   * While it does not, nothing that an attempt makes may stay when it fails, or a full disk would fill the folder with
   * files: the log is made when the rest is on the disk.
   */
  async #writeAfterFailure(): Promise<void> {
    this.#noRetry();
    const number = this.#number + 1;
    let log: number | undefined;
    try {
      this.#missed = "";
      await writeDraft(this.#folder, number, [...this.#ports.lines()].join(""));
      log = openSync(this.#logFile(number), "a", 0o600);
      const bytes = writeWhole(log, this.#missed);
      acceptDraft(this.#folder, number);
      this.#isFailing = false;
      await this.#take(number, log, bytes);
      this.#syncSoon();
      await removeOlder(this.#folder, number);
    } catch (error) {
      if (this.#number !== number) {
        await discardDraft(this.#folder, number);
        if (log !== undefined) closeSync(log);
        await rm(this.#logFile(number), { force: true }).catch(() => {});
      }
      this.#fail(error);
    } finally {
      this.#missed = undefined;
    }
  }

  /** From now on this is the log; resolves when the one before is closed. */
  async #take(number: number, log: number, bytes: number): Promise<void> {
    const before = this.#log;
    this.#number = number;
    this.#log = log;
    this.#logBytes = bytes;
    this.#isTorn = false;
    await this.#syncing;
    if (before !== undefined) closeSync(before);
  }

  #logFile(number: number): string {
    return join(this.#folder, `${number}.log`);
  }

  #noRetry(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }

  #fail(error: unknown): void {
    if (!this.#isFailing) this.#ports.failed(error instanceof Error ? error : new Error(String(error)));
    this.#isFailing = true;
    this.#rewriteLater();
  }

  #rewriteLater(): void {
    if (this.#isClosed || this.#rewriting !== undefined) return;
    this.#retry ??= setTimeout(() => void this.rewrite(), RETRY_MS).unref();
  }

  #syncSoon(): void {
    this.#isDirty = true;
    if (this.#log === undefined) return;
    this.#syncing ??= this.#sync(this.#log).finally(() => {
      this.#syncing = undefined;
      if (this.#isDirty) this.#syncSoon();
    });
  }

  async #sync(log: number): Promise<void> {
    this.#isDirty = false;
    try {
      await promisify(fdatasync)(log);
    } catch (error) {
      this.#fail(error);
    }
  }
}

/** @returns bytes */
function writeWhole(file: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  return bytes.length;
}
