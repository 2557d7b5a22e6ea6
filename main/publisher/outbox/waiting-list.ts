import type { EventDraft } from "../draft.ts";
import { encodePut } from "./record.ts";

/** One waiting event. */
export interface WaitingEntry {
  readonly id: number;
  readonly draft: EventDraft;
  /** The journal's line. */
  readonly line: string;
  /** Size of the line in UTF-8. */
  readonly bytes: number;
  /** Milliseconds of the monotonic clock. */
  readonly since: number;
}

/** The newest undelivered event of each person, oldest first. */
export class WaitingList {
  readonly #entries = new Map<string, WaitingEntry>();
  #bytes = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** Size of all lines, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  get(user: string): WaitingEntry | undefined {
    return this.#entries.get(user);
  }

  users(): readonly string[] {
    return [...this.#entries.keys()];
  }

  lines(): readonly string[] {
    return [...this.#entries.values()].map(({ line }) => line);
  }

  /** Replaces the waiting event of a person. */
  put(id: number, draft: EventDraft, line: string): void {
    const { user } = draft.event;
    this.remove(user);
    const bytes = Buffer.byteLength(line);
    this.#entries.set(user, { id, draft, line, bytes, since: performance.now() });
    this.#bytes += bytes;
  }

  restore(id: number, draft: EventDraft): void {
    this.put(id, draft, encodePut(id, draft));
  }

  remove(user: string): void {
    this.#bytes -= this.#entries.get(user)?.bytes ?? 0;
    this.#entries.delete(user);
  }

  /** Whether an event up to this id is waiting. Entries are in the order of their ids. */
  has(until: number): boolean {
    const [oldest] = this.#entries.values();
    return oldest !== undefined && oldest.id <= until;
  }

  /** Milliseconds since the oldest entry; 0 when nothing waits. */
  oldestMs(): number {
    const [oldest] = this.#entries.values();
    return oldest === undefined ? 0 : performance.now() - oldest.since;
  }
}
