import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { formatEvent } from "../../contract/event.ts";
import type { ReadEvent } from "./reading.ts";

/** More than the longest line. Bytes. */
const TAIL_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** A file to which kept events are appended, one JSON line each. It is for the owner only, because it holds persons. */
export class Archive {
  readonly #fd: number;
  /** That of the last event in it; 0 for an empty one. */
  #revision: number;

  /**
   * Opens a file, or makes it. A last line without an end is cut off: its event comes again.
   * @throws {Error} of the file system
   */
  constructor(file: string) {
    this.#fd = openSync(file, "a+", 0o600);
    const { size } = fstatSync(this.#fd);
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(this.#fd, tail, 0, tail.length, size - tail.length);
    const end = tail.lastIndexOf(NEWLINE) + 1;
    if (end < tail.length) ftruncateSync(this.#fd, size - tail.length + end);
    const text = tail.subarray(0, Math.max(0, end - 1));
    this.#revision = revisionIn(text.subarray(text.lastIndexOf(NEWLINE) + 1).toString("utf8"));
  }

  /** Appends events that it has not, and waits for the disk. @returns how many. @throws {Error} of the file system */
  append(events: readonly ReadEvent[]): number {
    const more = events.filter(({ revision }) => revision > this.#revision);
    if (more.length === 0) return 0;
    writeSync(this.#fd, more.map(lineOf).join(""));
    fsyncSync(this.#fd);
    this.#revision = more.at(-1)?.revision ?? this.#revision;
    return more.length;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

function lineOf({ event, keptAt, revision, previous }: ReadEvent): string {
  const about = JSON.stringify({ revision, previous, keptAt: new Date(keptAt).toISOString() });
  return `${about.slice(0, -1)},"event":${formatEvent(event)}}\n`;
}

function revisionIn(line: string): number {
  try {
    const { revision } = JSON.parse(line) as { readonly revision?: unknown };
    return typeof revision === "number" ? revision : 0;
  } catch {
    return 0; // another file
  }
}
