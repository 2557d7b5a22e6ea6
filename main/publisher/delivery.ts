import { type ApprovalEvent, formatEvent } from "../contract/event.ts";
import type { NatsConnection } from "../nats/connection.ts";
import {
  type AttemptOutcome,
  compare,
  type RetainedEvent,
  readRetained,
  writeOver,
} from "./compare-and-set.ts";
import type { EventDraft } from "./draft.ts";
import type { KnownRevisions } from "./known-revisions.ts";

export type Published = Extract<AttemptOutcome, { readonly kind: "published" }>;

export interface Outrun {
  readonly kind: "outrun";
  readonly wasGuess: boolean;
}

/** One draft on its way, over as many attempts as it takes: what was tried before is needed to judge the next answer. */
export class Delivery {
  #draft: EventDraft;
  readonly #known: KnownRevisions;
  /** Events that may have been stored without our hearing of it. */
  readonly #unheard = new Set<string>();
  #withId = true;
  #published: Published | undefined;

  constructor(draft: EventDraft, known: KnownRevisions) {
    this.#draft = draft;
    this.#known = known;
  }

  /** Once it was accepted, with the place in the order that it was given: a further attempt only makes sure of it. */
  get draft(): EventDraft {
    return this.#draft;
  }

  /** The last time that it was accepted. */
  get published(): Published | undefined {
    return this.#published;
  }

  /**
   * One round: compare with what is retained, as far as we know without a read, and write. "outrun" when another writer
   * was faster, then another round is needed; a wrong guess says nothing of how busy the others are.
   * @param lateAt see `compare`
   * @throws {BrokerError} when the broker does not do it; then nothing is known about the write
   */
  async attempt(
    connection: NatsConnection,
    timeoutMs: number,
    lateAt?: number,
  ): Promise<AttemptOutcome | Outrun> {
    const { subject } = this.#draft;
    const known = this.#known.get(connection, subject);
    // Only for a write is the guess good enough: the broker compares once more. Not to write, it has to be read.
    let retained = known;
    let decision = known === undefined ? undefined : compare(this.#draft, known, lateAt);
    if (retained === undefined || decision?.kind !== "write") {
      retained = await this.#read(connection, timeoutMs);
      const { event, revision } = retained;
      if (event !== undefined && this.#unheard.has(formatEvent(event))) {
        return this.#accepted(event, revision);
      }
      decision = compare(this.#draft, retained, lateAt);
    }
    if (decision.kind !== "write") return decision;
    const { formed } = decision;
    this.#known.forget(subject); // whatever goes wrong now, the next round reads
    const options = { timeoutMs, withId: this.#withId };
    const written = await writeOver(connection, this.#draft, formed, retained.revision, options).catch(
      (error: unknown) => {
        this.#unheard.add(formatEvent(formed.event));
        throw error;
      },
    );
    if (written.kind === "stored") {
      const { revision } = written;
      this.#known.set(connection, subject, { revision, event: formed.event });
      return this.#accepted(formed.event, revision);
    }
    // A message of the same id was stored before: the next read tells whether it is the one retained. If it is gone
    // again, the id would be swallowed for minutes, and comparing revisions is safe without it.
    if (written.kind === "seen-before") this.#withId = false;
    return { kind: "outrun", wasGuess: retained === known };
  }

  #accepted(event: ApprovalEvent, revision: number): Published {
    const { epoch, sequence } = event;
    if (this.#draft.sequence !== sequence || (this.#draft.epoch ?? 0) !== epoch) {
      this.#draft = { ...this.#draft, epoch, sequence, newEpoch: false };
    }
    this.#unheard.clear(); // it is heard of now
    this.#published = { kind: "published", event, revision };
    return this.#published;
  }

  async #read(connection: NatsConnection, timeoutMs: number): Promise<RetainedEvent> {
    const { subject } = this.#draft;
    this.#known.forget(subject);
    const retained = await readRetained(connection, subject, timeoutMs);
    this.#known.set(connection, subject, retained);
    return retained;
  }
}
