import { type ApprovalEvent, parseSentEvent, type SentEvent } from "../../contract/event.ts";
import { type Outcome, type RefusedReason, serviceOfIntake, type Verdict } from "../../contract/intake.ts";
import { approvalsSubject } from "../../contract/subject.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import { judgeBurst } from "./judge.ts";
import type { Delivered } from "./pull.ts";
import type { RefusedEvent } from "./refused.ts";
import type { Retained } from "./store.ts";

/** The functions that a {@link Keeper} uses. Those that return a promise reject with a `BrokerError`. */
export interface KeeperPorts {
  /** The service's generation in the catalog. */
  generation(service: string): number;
  /** @param isRecent whether only a reading of the last seconds will do */
  retained(subject: string, isRecent: boolean): Retained | Promise<Retained>;
  /** @returns false when another keeper was faster */
  write(subject: string, event: ApprovalEvent, revision: number): Promise<boolean>;
  /** Stores a refused event. @param token the service's token in the subject */
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

/** An event that can be read. */
interface Item {
  readonly message: Delivered;
  readonly sent: SentEvent;
}

/** Milliseconds until an event comes again that the broker did not let us keep. */
const AGAIN_MS = 1_000;
/** Rounds of compare and set before an event waits. Only a second keeper at the same time makes more than one. */
const MOST_ROUNDS = 20;

/**
 * Decides what is retained. Every event of the intake is kept, or found older, or refused, and its outcome is told. Only
 * then it is acknowledged, so one that was in work when a keeper died comes again.
 *
 * Events of different people are worked on side by side. Those of one person and service wait for each other, and all
 * that have come meanwhile are judged together.
 */
export class Keeper {
  readonly #ports: KeeperPorts;
  /** Events that wait for their turn, by the subject of their person and service. */
  readonly #waiting = new Map<string, Item[]>();
  /** Messages in work, in the order in which they came. */
  readonly #inWork = new Set<Delivered>();

  constructor(ports: KeeperPorts) {
    this.#ports = ports;
  }

  /** When the broker stored the oldest event in work; undefined without one. Milliseconds since the Unix epoch. */
  get oldest(): number | undefined {
    for (const { storedAt } of this.#inWork) return storedAt;
    return undefined;
  }

  receive(message: Delivered): void {
    this.#inWork.add(message);
    const service = serviceOfIntake(message.subject);
    if (service === undefined) {
      void this.#refuse(message, "bad-subject", "it is not intake.<service>");
      return;
    }
    const sent = parseSentEvent(service, message.data);
    if (!sent.ok) {
      void this.#refuse(message, sent.reason, sent.detail);
      return;
    }
    const subject = approvalsSubject(sent.value.user, service);
    if (!subject.ok) {
      void this.#refuse(message, "bad-user", subject.detail);
      return;
    }
    const item = { message, sent: sent.value };
    const waiting = this.#waiting.get(subject.value);
    if (waiting !== undefined) {
      waiting.push(item);
      return;
    }
    this.#waiting.set(subject.value, [item]);
    void this.#work(subject.value, service);
  }

  /** Works on one person and service until nothing waits there. Never rejects. */
  async #work(subject: string, service: string): Promise<void> {
    for (;;) {
      const items = this.#waiting.get(subject) ?? [];
      if (items.length === 0) break;
      this.#waiting.set(subject, []);
      try {
        await this.#keep(subject, service, items);
      } catch (error) {
        await Promise.all(items.map(({ message }) => this.#fail(message, error)));
      }
    }
    this.#waiting.delete(subject);
  }

  /** @throws {BrokerError} (rejects) */
  async #keep(subject: string, service: string, items: readonly Item[]): Promise<void> {
    for (let round = 1, isRecent = false; round <= MOST_ROUNDS; round += 1) {
      const retained = await this.#ports.retained(subject, isRecent);
      // A generation only grows, but the catalog may be missing or an older copy of it was read.
      const generation = Math.max(this.#ports.generation(service), retained.event?.generation ?? 0);
      const { write, others } = judgeBurst(items, generation, retained.event);
      // A write fails if what is known is outdated, and reads again. Without one that has to be made sure of.
      if (write === undefined && !isRecent) {
        isRecent = true;
        continue;
      }
      if (write !== undefined && !(await this.#ports.write(subject, write.event, retained.revision)))
        continue;
      for (const { item, verdict } of others) {
        // Its owner has to look at it, so it is stored as well.
        const isSuspicious = verdict.outcome === "older" && verdict.reason === "sequence-went-back";
        if (isSuspicious) await this.#store(item.message, verdict.reason, "");
        this.#settle(item.message, verdict, item.sent);
      }
      if (write !== undefined) this.#settle(write.item.message, { outcome: "kept" }, write.item.sent);
      return;
    }
    throw new BrokerError("timeout", subject, `outrun ${MOST_ROUNDS} times`);
  }

  async #refuse(message: Delivered, reason: RefusedReason, detail: string): Promise<void> {
    try {
      await this.#store(message, reason, detail);
      this.#settle(message, { outcome: "refused", reason, detail });
    } catch (error) {
      this.#later(message, error);
    }
  }

  /** What the broker does not allow now comes again. What this keeper cannot handle is refused, and the others go on. */
  async #fail(message: Delivered, error: unknown): Promise<void> {
    if (!this.#inWork.has(message)) return; // it was settled before
    if (error instanceof BrokerError) this.#later(message, error);
    else await this.#refuse(message, "cannot-keep", error instanceof Error ? error.message : String(error));
  }

  async #store(message: Delivered, reason: RefusedEvent["reason"], detail: string): Promise<void> {
    const { sequence: intake, storedAt, data: payload } = message;
    await this.#ports.refuse(tokenOf(message), { intake, storedAt, reason, detail, payload });
  }

  #settle(message: Delivered, verdict: Verdict, sent?: SentEvent): void {
    const event =
      sent === undefined ? undefined : { user: sent.user, epoch: sent.epoch, sequence: sent.sequence };
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
