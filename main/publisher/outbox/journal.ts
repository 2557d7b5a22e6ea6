import { closeSync, fdatasync, openSync, writeSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { commitBase, discardBase, removeOlder, stageBase } from "./journal-files.ts";

/** A shorter log is not rewritten. Bytes. */
const WORTH_REWRITING = 1024 * 1024;
/** Milliseconds until the next attempt after a disk error. */
const RETRY_MS = 1000;

/** The functions that a {@link Journal} uses. */
export interface JournalPorts {
  /** All waiting events as lines, with which a rewritten journal starts. */
  lines(): Iterable<string>;
  /** A disk error; reported once until the disk works again. */
  failed(error: Error): void;
}

/**
 * The append-only file of the outbox. `append` writes before it returns, so an accepted event survives the end of this
 * process. fdatasync follows at once on another thread, one call for all lines written meanwhile, so a power failure
 * loses the last moments only. Waiting for the disk would take the service milliseconds per event, and after a power
 * failure a service sends its counts again.
 */
export class Journal {
  readonly #folder: string;
  readonly #ports: JournalPorts;
  #number: number;
  #log: number | undefined;
  #logBytes = 0;
  /** A line could not be written completely, so the next one must start with a line break. */
  #isTorn = false;
  #isFailing = false;
  #isDirty = false;
  #syncing: Promise<void> | undefined;
  #rewriting: Promise<void> | undefined;
  /** Lines that were appended during a rewrite after a failure. They are in memory only until it ends. */
  #missed: string | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param number the number of the newest file in the folder */
  constructor(folder: string, number: number, ports: JournalPorts) {
    this.#folder = folder;
    this.#number = number;
    this.#ports = ports;
  }

  /** Whether new lines are in memory only. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /**
   * Appends lines. Never throws. Unsaved lines are written by the next rewrite, which is retried until it succeeds.
   * @param waitingBytes the size of all waiting lines; a much longer log is rewritten
   * @returns whether the lines are saved
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

  /** Starts a new log, and writes the waiting events to its base. Never rejects. Appending continues meanwhile. */
  rewrite(): Promise<void> {
    this.#rewriting ??= (this.#isFailing ? this.#writeAfterFailure() : this.#writeOn()).finally(() => {
      this.#rewriting = undefined;
      if (this.#isFailing) this.#rewriteLater();
    });
    return this.#rewriting;
  }

  /** Resolves when all appended lines are on the disk, if the disk works. Never rejects. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#rewriting;
    if (this.#isFailing) await this.rewrite();
    while (this.#syncing !== undefined) await this.#syncing;
    if (this.#log !== undefined) closeSync(this.#log);
    this.#log = undefined;
  }

  /** A rewrite while the disk works. The new log is used at once, so that lines appended meanwhile are saved too. */
  async #writeOn(): Promise<void> {
    this.#noRetry();
    const number = this.#number + 1;
    try {
      const log = openSync(this.#logFile(number), "a", 0o600);
      const content = [...this.#ports.lines()].join(""); // no await before #take, so later changes are in the new log
      await this.#take(number, log, 0);
      await stageBase(this.#folder, number, content);
      commitBase(this.#folder, number);
      await removeOlder(this.#folder, number);
    } catch (error) {
      await discardBase(this.#folder, number);
      this.#fail(error);
    }
  }

  /**
   * A rewrite after a failure. A failed attempt must leave no files, or a full disk would fill the folder with them.
   * So the log is made after the base has been written.
   */
  async #writeAfterFailure(): Promise<void> {
    this.#noRetry();
    const number = this.#number + 1;
    let log: number | undefined;
    try {
      this.#missed = "";
      await stageBase(this.#folder, number, [...this.#ports.lines()].join(""));
      log = openSync(this.#logFile(number), "a", 0o600);
      const bytes = writeWhole(log, this.#missed);
      commitBase(this.#folder, number);
      this.#isFailing = false;
      await this.#take(number, log, bytes);
      this.#syncSoon();
      await removeOlder(this.#folder, number);
    } catch (error) {
      if (this.#number !== number) {
        await discardBase(this.#folder, number);
        if (log !== undefined) closeSync(log);
        await rm(this.#logFile(number), { force: true }).catch(() => {});
      }
      this.#fail(error);
    } finally {
      this.#missed = undefined;
    }
  }

  /** Uses a new log at once. Resolves when the previous one is closed. */
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
