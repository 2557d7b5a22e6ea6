import type { ApprovalEvent } from "../../contract/event.ts";
import type { PublishInput, PublishRefusal } from "../draft.ts";

/** What a service has to say about one person; the service itself is the outbox's. */
export type OutboxInput = Omit<PublishInput, "service" | "newEpoch">;

export type Submitted =
  /** It will be delivered, unless a newer one comes first. `isSaved`: it survives the death of this process. */
  | { readonly kind: "accepted"; readonly isSaved: boolean }
  /** A newer event of this person waits already: there is nothing to do. */
  | { readonly kind: "superseded" }
  | {
      readonly kind: "refused";
      /** `full`: the bound is reached, and this person is not among those who wait. `closed`: after `close`. */
      readonly reason: PublishRefusal["reason"] | "full" | "closed";
      readonly detail: string;
    };

/** What became of an event: written, or the broker holds it or a newer one already. */
export interface Delivered {
  readonly kind: "published" | "already-newer" | "duplicate";
  /** What the broker retains. */
  readonly event: ApprovalEvent;
}

export interface OutboxStats {
  /** People whose newest event is not delivered, those in flight among them. */
  readonly waiting: number;
  /** Bytes of what waits, as lines of the journal. */
  readonly waitingBytes: number;
  readonly inFlight: number;
  /** Milliseconds that the longest waiting event has waited since it was submitted or found; 0 when none waits. */
  readonly oldestMs: number;
  readonly isConnected: boolean;
  /** Whether new events are kept in memory only, because the disk refuses them. */
  readonly isDiskFailing: boolean;
  /** Counted since the outbox was opened. `outdated`: the broker held a newer one. `full` is part of `refused`. */
  readonly accepted: number;
  readonly superseded: number;
  readonly refused: number;
  readonly full: number;
  readonly delivered: number;
  readonly outdated: number;
  readonly failures: number;
}

/**
 * The way out for a service that must not wait. `submit` returns at once and never throws; the newest event of each
 * person is kept in a folder until the broker has it, over any outage of the broker and any death of the process.
 */
export interface Outbox {
  /**
   * Takes one event. Of several for one person only the newest goes out: by epoch and sequence where both have a
   * sequence, else the one submitted last. Without a sequence it takes the place after the retained event when it is
   * delivered; if it had to wait until then (over 5 s, or a restart), it gives way to a retained event that occurred
   * later, which another instance of the service wrote.
   */
  submit(input: OutboxInput): Submitted;
  /**
   * Whether everything submitted until now was delivered within `timeoutMs` (default: however long). In a cluster below 2.10 an event counts
   * as delivered when it was looked at again, a second after it was accepted. Never rejects.
   */
  flush(timeoutMs?: number): Promise<boolean>;
  /** Stops; what is not delivered stays in the folder. Waits for answers on their way. Never rejects. Idempotent. */
  close(): Promise<void>;
  stats(): OutboxStats;
}
