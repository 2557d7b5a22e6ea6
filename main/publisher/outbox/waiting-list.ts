import { Delivery } from "../delivery.ts";
import type { EventDraft } from "../draft.ts";
import { KnownRevisions } from "../known-revisions.ts";
import { encodePut } from "./record.ts";

export interface WaitingEntry {
  readonly id: number;
  readonly draft: EventDraft;
  /** As in the journal. */
  readonly line: string;
  readonly delivery: Delivery;
  /** Milliseconds of the monotonic clock. */
  readonly since: number;
  /** Found in the folder: nobody knows for how long it has waited. */
  readonly isFound: boolean;
}

/** What waited longer (ms) may have been overtaken by another instance of the service. */
const LATE_MS = 5000;

/** The newest event of each person that the broker does not have yet, oldest first. */
export class WaitingList {
  readonly #entries = new Map<string, WaitingEntry>();
  readonly #known = new KnownRevisions();
  #bytes = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** Length of all lines. */
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

  /** Replaces what waits for this person. */
  put(id: number, draft: EventDraft, line: string, isFound = false): void {
    const delivery = new Delivery(draft, this.#known);
    this.remove(draft.user);
    this.#entries.set(draft.user, { id, draft, line, delivery, since: performance.now(), isFound });
    this.#bytes += line.length;
  }

  restore(id: number, draft: EventDraft): void {
    this.put(id, draft, encodePut(id, draft), true);
  }

  remove(user: string): void {
    this.#bytes -= this.#entries.get(user)?.line.length ?? 0;
    this.#entries.delete(user);
  }

  /** What to deliver to this person, and the time if it is late: see `compare`. */
  newest(user: string): { readonly delivery: Delivery; readonly lateAt: number | undefined } | undefined {
    const entry = this.#entries.get(user);
    if (entry === undefined) return undefined;
    const isLate = entry.isFound || performance.now() - entry.since > LATE_MS;
    return { delivery: entry.delivery, lateAt: isLate ? Date.now() : undefined };
  }

  /** Whether anything up to this id waits. Entries stand in the order of their ids. */
  has(until: number): boolean {
    const [oldest] = this.#entries.values();
    return oldest !== undefined && oldest.id <= until;
  }

  /** Milliseconds; 0 when nothing waits. */
  oldestMs(): number {
    const [oldest] = this.#entries.values();
    return oldest === undefined ? 0 : performance.now() - oldest.since;
  }
}
