import type { PublishInput, PublishRefusal } from "../draft.ts";

/** The event of one person. The outbox knows its service. */
export type OutboxInput = Omit<PublishInput, "service">;

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
  /** When the broker last stored an event; milliseconds since the Unix epoch, undefined before the first. */
  readonly lastDeliveredAt: number | undefined;
  /** Counts since the outbox was opened. `full` is part of `refused`. */
  readonly accepted: number;
  readonly superseded: number;
  readonly refused: number;
  readonly full: number;
  readonly delivered: number;
  readonly failures: number;
  /** What the keeper said of delivered events. `wentBack` is part of `older`: see `onError`. */
  readonly kept: number;
  readonly older: number;
  readonly wentBack: number;
  readonly refusedByKeeper: number;
}

/**
 * Publishes for a service that must not wait. `submit` returns at once and never throws. The newest event of each
 * person is kept in a folder until the broker has it, during any outage of the broker and after any end of the process.
 */
export interface Outbox {
  /**
   * Takes one event. Of several for one person only the newest is delivered, by epoch and sequence; with equal places
   * the one submitted last.
   */
  submit(input: OutboxInput): Submitted;
  /**
   * Whether the broker has stored everything submitted until now within `timeoutMs` milliseconds; default: no limit.
   * Never rejects.
   */
  flush(timeoutMs?: number): Promise<boolean>;
  /** Stops, and waits for answers in flight. Undelivered events stay in the folder. Never rejects. Idempotent. */
  close(): Promise<void>;
  stats(): OutboxStats;
}
