import { type Outcome, outcomeSubject, parseOutcome } from "../contract/intake.ts";
import { keepNewest } from "../contract/keep-newest.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { type ClientMessage, NatsMessage } from "../nats/message.ts";

/** Outcomes that came before somebody asked for them: the keeper may be faster than the broker's acknowledgement. */
const MOST_EARLY = 1_000;
/** Events whose outcome is waited for. Without a keeper none comes, and the oldest are forgotten. */
const MOST_WAITING = 10_000;

/** What becomes of the events of one service, heard on one connection. */
export class Outcomes {
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  readonly #early = new Map<number, Outcome>();
  readonly #subscription: { unsubscribe(): void };

  /** @param service canonical id */
  constructor(connection: NatsConnection, service: string) {
    const subject = outcomeSubject(service);
    if (!subject.ok) throw new TypeError(subject.detail);
    this.#subscription = connection.subscribe(subject.value, {
      callback: (error, message) => {
        if (error !== null) return; // a broker of an earlier version does not allow it
        const heard = new NatsMessage(message as unknown as ClientMessage);
        // Another service can have the server send an answer here. All but JetStream's acknowledgements have headers,
        // and those are no outcomes.
        if (heard.hasHeaders) return;
        const outcome = parseOutcome(heard.data);
        if (outcome.ok) this.#take(outcome.value);
      },
    });
  }

  /**
   * Calls back once with what became of an event. @param intake its number in the broker's acknowledgement
   * @returns the function that stops waiting
   */
  when(intake: number, tell: (outcome: Outcome) => void): () => void {
    const early = this.#early.get(intake);
    if (early !== undefined) {
      this.#early.delete(intake);
      tell(early);
    } else {
      this.#waiting.set(intake, tell);
      keepNewest(this.#waiting, MOST_WAITING);
    }
    return () => void this.#waiting.delete(intake);
  }

  stop(): void {
    this.#subscription.unsubscribe();
    this.#waiting.clear();
  }

  #take(outcome: Outcome): void {
    const tell = this.#waiting.get(outcome.intake);
    if (tell !== undefined) {
      this.#waiting.delete(outcome.intake);
      tell(outcome);
      return;
    }
    this.#early.set(outcome.intake, outcome);
    keepNewest(this.#early, MOST_EARLY);
  }
}
