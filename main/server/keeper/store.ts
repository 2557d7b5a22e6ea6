import { type ApprovalEvent, formatEvent, parseEvent } from "../../contract/event.ts";
import { keepNewest } from "../../contract/keep-newest.ts";
import { APPROVALS_STREAM } from "../../contract/streams.ts";
import { type Answers, newestForWrite, storeBy } from "../../nats/answers.ts";

/** The newest event of a subject in the stream `APPROVALS`. */
export interface Retained {
  /** Stream sequence; 0 without a message. */
  readonly revision: number;
  /** Undefined without a message, or if it cannot be read. */
  readonly event: ApprovalEvent | undefined;
}

/** Milliseconds for an answer of the broker. */
export const ANSWER_MS = 4_000;
/** A reading is recent for so long. Milliseconds. */
const RECENT_MS = 5_000;
/** Subjects of which the retained event is known: 0.7 KB each, 1.5 KB with the longest ids. */
const MOST_KNOWN = 200_000;

/** Reads and writes retained events over one connection. */
export class RetainedStore {
  readonly #answers: Answers;
  /** After our last read or write. It may be outdated, because the broker compares revisions too. */
  readonly #known = new Map<string, Retained & { readonly at: number }>();

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  /**
   * @param isRecent whether only a reading of the last seconds will do
   * @throws {BrokerError} (rejects)
   */
  retained(subject: string, isRecent: boolean): Retained | Promise<Retained> {
    const known = this.#known.get(subject);
    if (known !== undefined && (!isRecent || performance.now() - known.at < RECENT_MS)) return known;
    return this.#read(subject);
  }

  async #read(subject: string): Promise<Retained> {
    const newest = await newestForWrite(this.#answers, APPROVALS_STREAM, subject, ANSWER_MS);
    if (newest === undefined) return this.#learn(subject, 0, undefined);
    const event = parseEvent(subject, newest.data);
    return this.#learn(subject, newest.revision, event.ok ? event.value : undefined);
  }

  /**
   * Writes an event if the subject still has this revision.
   * @returns false when another keeper was faster: what is retained has to be read again
   * @throws {BrokerError} (rejects); the event may have been stored
   */
  async write(subject: string, event: ApprovalEvent, revision: number): Promise<boolean> {
    let stored: number | undefined;
    try {
      stored = await storeBy(this.#answers, subject, formatEvent(event), ANSWER_MS, revision);
      if (stored !== undefined) this.#learn(subject, stored, event);
    } finally {
      if (stored === undefined) this.#known.delete(subject);
    }
    return stored !== undefined;
  }

  #learn(subject: string, revision: number, event: ApprovalEvent | undefined): Retained {
    const retained = { revision, event, at: performance.now() };
    this.#known.set(subject, retained);
    keepNewest(this.#known, MOST_KNOWN);
    return retained;
  }
}
