import type { ApprovalEvent } from "../../contract/event.ts";
import type { PublishInput, PublishRefusal } from "../draft.ts";

/** The event of one person. The outbox knows its service. */
export type OutboxInput = Omit<PublishInput, "service" | "newEpoch">;

/** The result of `submit`. */
export type Submitted =
  /** It will be delivered, unless a newer event comes first. With `isSaved` it survives the end of this process. */
  | { readonly kind: "accepted"; readonly isSaved: boolean }
  /** A newer event of this person is waiting already. */
  | { readonly kind: "superseded" }
  | {
      readonly kind: "refused";
      /** `full`: a limit is reached, and this person has no waiting event to replace. `closed`: after `close`. */
      readonly reason: PublishRefusal["reason"] | "full" | "closed";
      readonly detail: string;
    };

/** The end of an event: written, or not needed because the broker holds it or a newer one. */
export interface Delivered {
  readonly kind: "published" | "already-newer" | "duplicate";
  /** The event that the broker retains now. */
  readonly event: ApprovalEvent;
}

/** Figures for monitoring an outbox. */
export interface OutboxStats {
  /** People with an undelivered event, those in flight included. */
  readonly waiting: number;
  /** Size of all waiting events as lines of the journal, in bytes. */
  readonly waitingBytes: number;
  /** People whose event is being delivered. */
  readonly inFlight: number;
  /** Milliseconds since the oldest waiting event was submitted, or found in the folder; 0 if none waits. */
  readonly oldestMs: number;
  readonly isConnected: boolean;
  /** Whether new events are in memory only, because of a disk error. */
  readonly isDiskFailing: boolean;
  /** Counts since the outbox was opened. `full` is part of `refused`. `outdated`: the broker held a newer event. */
  readonly accepted: number;
  readonly superseded: number;
  readonly refused: number;
  readonly full: number;
  readonly delivered: number;
  readonly outdated: number;
  readonly failures: number;
}

/**
 * Publishes for a service that must not wait. `submit` returns at once and never throws. The newest event of each
 * person is kept in a folder until the broker has it, during any outage of the broker and after any end of the process.
 */
export interface Outbox {
  /**
   * Takes one event. Of several events for one person only the newest is delivered: by epoch and sequence if both have
   * a sequence, else the one submitted last. An event without a sequence gets the place after the retained event at its
   * delivery. If it had to wait for more than 5 s or for a restart, it gives way to a retained event that occurred
   * later, which another instance of the service published.
   */
  submit(input: OutboxInput): Submitted;
  /**
   * Whether everything submitted until now was delivered within `timeoutMs` milliseconds; default: no limit. In a
   * cluster below 2.10 an event counts as delivered after a second look, a second after it was accepted. Never rejects.
   */
  flush(timeoutMs?: number): Promise<boolean>;
  /** Stops, and waits for answers in flight. Undelivered events stay in the folder. Never rejects. Idempotent. */
  close(): Promise<void>;
  stats(): OutboxStats;
}
