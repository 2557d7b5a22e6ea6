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

/** Another writer was faster. */
export interface Outrun {
  readonly kind: "outrun";
  readonly wasGuess: boolean;
}

/** The delivery of one draft over several attempts. The earlier attempts are needed to judge the next answer. */
export class Delivery {
  #draft: EventDraft;
  readonly #known: KnownRevisions;
  /** Events that may have been stored although no acknowledgement arrived. */
  readonly #unheard = new Set<string>();
  #withId = true;
  #published: Published | undefined;

  constructor(draft: EventDraft, known: KnownRevisions) {
    this.#draft = draft;
    this.#known = known;
  }

  /** The draft. After it was accepted it has its place in the order, so a further attempt only confirms it. */
  get draft(): EventDraft {
    return this.#draft;
  }

  /** The last acceptance; undefined before the first. */
  get published(): Published | undefined {
    return this.#published;
  }

  /**
   * One round of compare and set, with the known revision if there is one. With "outrun" another writer was faster, and
   * another round is needed. `wasGuess` means that the known revision was outdated, which does not show a busy writer.
   * @param timeoutMs milliseconds per request
   * @param lateAt see `compare`
   * @throws {BrokerError} (rejects); the event may have been stored
   */
  async attempt(
    connection: NatsConnection,
    timeoutMs: number,
    lateAt?: number,
  ): Promise<AttemptOutcome | Outrun> {
    const { subject } = this.#draft;
    const known = this.#known.get(connection, subject);
    // For a write the known revision is enough, because the broker compares too. A decision not to write needs a read.
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
    this.#known.forget(subject); // after an error the next round reads
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
    // A message with the same id was stored before. The next read shows whether it is retained. If it was replaced, the
    // broker would drop this id for minutes, so the id is left out. Comparing revisions is safe without it.
    if (written.kind === "seen-before") this.#withId = false;
    return { kind: "outrun", wasGuess: retained === known };
  }

  #accepted(event: ApprovalEvent, revision: number): Published {
    const { epoch, sequence } = event;
    if (this.#draft.sequence !== sequence || (this.#draft.epoch ?? 0) !== epoch) {
      this.#draft = { ...this.#draft, epoch, sequence, newEpoch: false };
    }
    this.#unheard.clear(); // the acknowledgement has arrived
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
