import { Delivery } from "../delivery.ts";
import type { EventDraft } from "../draft.ts";
import { KnownRevisions } from "../known-revisions.ts";
import { encodePut } from "./record.ts";

/** One waiting event. */
export interface WaitingEntry {
  readonly id: number;
  readonly draft: EventDraft;
  /** The journal's line. */
  readonly line: string;
  /** Size of the line in UTF-8. */
  readonly bytes: number;
  readonly delivery: Delivery;
  /** Milliseconds of the monotonic clock. */
  readonly since: number;
  /** Found in the folder, so the time that it has waited is unknown. */
  readonly isFound: boolean;
}

/** An event that waited longer may have been overtaken by another instance of the service. Milliseconds. */
const LATE_MS = 5000;

/** The newest undelivered event of each person, oldest first. */
export class WaitingList {
  readonly #entries = new Map<string, WaitingEntry>();
  readonly #known = new KnownRevisions();
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
  put(id: number, draft: EventDraft, line: string, isFound = false): void {
    const delivery = new Delivery(draft, this.#known);
    this.remove(draft.user);
    const bytes = Buffer.byteLength(line);
    this.#entries.set(draft.user, { id, draft, line, bytes, delivery, since: performance.now(), isFound });
    this.#bytes += bytes;
  }

  restore(id: number, draft: EventDraft): void {
    this.put(id, draft, encodePut(id, draft), true);
  }

  remove(user: string): void {
    this.#bytes -= this.#entries.get(user)?.bytes ?? 0;
    this.#entries.delete(user);
  }

  /** The event to deliver for a person. `lateAt` is the present time if it is late (see `compare`). */
  newest(user: string): { readonly delivery: Delivery; readonly lateAt: number | undefined } | undefined {
    const entry = this.#entries.get(user);
    if (entry === undefined) return undefined;
    const isLate = entry.isFound || performance.now() - entry.since > LATE_MS;
    return { delivery: entry.delivery, lateAt: isLate ? Date.now() : undefined };
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
