import type { Outcome, RefusedReason, Verdict } from "../../contract/intake.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { Delivered } from "./pull.ts";
import type { RefusedEvent } from "./refused.ts";

/** The functions that a {@link Settling} uses. Those that return a promise reject with a `BrokerError`. */
export interface SettlingPorts {
  /** Stores a refused event. @param token the sender's token in the subject */
  refuse(token: string, refused: RefusedEvent): Promise<void>;
  /** Says an outcome to whoever listens. */
  tell(token: string, outcome: Outcome): void;
  /** The broker may forget the event. */
  acknowledge(message: Delivered): void;
  /** The event comes again after so many milliseconds. */
  again(message: Delivered, ms: number): void;
  /** An event could not be kept now. */
  troubled(error: unknown): void;
}

/** Milliseconds until an event comes again that the broker did not let us keep. */
const AGAIN_MS = 1_000;

/** The end of every event: its outcome is told, and only then it is acknowledged. */
export class Settling {
  readonly #ports: SettlingPorts;
  /** Messages in work, in the order in which they came. */
  readonly #inWork = new Set<Delivered>();

  constructor(ports: SettlingPorts) {
    this.#ports = ports;
  }

  /** When the broker stored the oldest event in work; undefined without one. Milliseconds since the Unix epoch. */
  get oldest(): number | undefined {
    for (const { storedAt } of this.#inWork) return storedAt;
    return undefined;
  }

  received(message: Delivered): void {
    this.#inWork.add(message);
  }

  /** @param event undefined if it cannot be read */
  async refuse(
    message: Delivered,
    reason: RefusedReason,
    detail: string,
    event?: Outcome["event"],
  ): Promise<void> {
    try {
      await this.store(message, reason, detail);
      this.settle(message, { outcome: "refused", reason, detail }, event);
    } catch (error) {
      this.#later(message, error);
    }
  }

  /** What the broker does not allow now comes again. What this keeper cannot handle is refused, and the others go on. */
  async fail(message: Delivered, error: unknown): Promise<void> {
    if (!this.#inWork.has(message)) return; // it was settled before
    if (error instanceof BrokerError) this.#later(message, error);
    else await this.refuse(message, "cannot-keep", error instanceof Error ? error.message : String(error));
  }

  /** @throws {BrokerError} (rejects) */
  async store(message: Delivered, reason: RefusedEvent["reason"], detail: string): Promise<void> {
    const { sequence: intake, storedAt, data: payload } = message;
    await this.#ports.refuse(tokenOf(message), { intake, storedAt, reason, detail, payload });
  }

  settle(message: Delivered, verdict: Verdict, said?: Outcome["event"]): void {
    const event =
      said === undefined ? undefined : { user: said.user, epoch: said.epoch, sequence: said.sequence };
    this.#ports.tell(tokenOf(message), { intake: message.sequence, event, ...verdict });
    this.#ports.acknowledge(message);
    this.#inWork.delete(message);
  }

  #later(message: Delivered, error: unknown): void {
    this.#ports.troubled(error);
    this.#ports.again(message, AGAIN_MS);
    this.#inWork.delete(message);
  }
}

function tokenOf({ subject }: Delivered): string {
  return subject.slice(subject.indexOf(".") + 1);
}
