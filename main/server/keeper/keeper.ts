import { type ApprovalEvent, parseSentEvent, type SentEvent } from "../../contract/event.ts";
import { serviceOfIntake } from "../../contract/intake.ts";
import type { Result } from "../../contract/result.ts";
import { approvalsSubject } from "../../contract/subject.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { UserUnknown } from "../people/people.ts";
import { judgeBurst } from "./judge.ts";
import type { Delivered } from "./pull.ts";
import type { Settling } from "./settling.ts";
import type { Retained } from "./store.ts";

/** The functions that a {@link Keeper} uses. Those that return a promise reject with a `BrokerError`. */
export interface KeeperPorts {
  /** The id of the person whom an event names. */
  personOf(user: string): Result<string, UserUnknown>;
  /** The service's generation in the catalog. */
  generation(service: string): number;
  /** Whether a person and service without a retained event may get one. */
  hasRoom(): boolean;
  /** @param isRecent whether only a reading of the last seconds will do */
  retained(subject: string, isRecent: boolean): Retained | Promise<Retained>;
  /** @returns false when another keeper was faster */
  write(subject: string, event: ApprovalEvent, revision: number): Promise<boolean>;
}

/** An event that can be read. */
interface Item {
  readonly message: Delivered;
  /** With the person's id. */
  readonly sent: SentEvent;
  /** With the name that the service has sent, which may be an alias. */
  readonly said: SentEvent;
}

const NO_ROOM =
  "the broker retains as many counts as it may, and takes no new person: tell the administrator (`alrimi broker check`)";
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
  readonly #settling: Settling;

  constructor(ports: KeeperPorts, settling: Settling) {
    this.#ports = ports;
    this.#settling = settling;
  }

  /** When the broker stored the oldest event in work; undefined without one. Milliseconds since the Unix epoch. */
  get oldest(): number | undefined {
    return this.#settling.oldest;
  }

  receive(message: Delivered): void {
    this.#settling.received(message);
    const service = serviceOfIntake(message.subject);
    if (service === undefined) {
      void this.#settling.refuse(message, "bad-subject", "it is not intake.<service>");
      return;
    }
    const sent = parseSentEvent(service, message.data);
    if (!sent.ok) {
      void this.#settling.refuse(message, sent.reason, sent.detail);
      return;
    }
    const said = sent.value;
    const person = this.#ports.personOf(said.user);
    if (!person.ok) {
      void this.#settling.refuse(message, person.reason, person.detail, said);
      return;
    }
    const subject = approvalsSubject(person.value, service);
    if (!subject.ok) {
      void this.#settling.refuse(message, "bad-user", subject.detail);
      return;
    }
    const item = { message, said, sent: said.user === person.value ? said : { ...said, user: person.value } };
    const waiting = this.#waiting.get(subject.value);
    if (waiting === undefined) void this.#work(subject.value, service, item);
    else waiting.push(item);
  }

  /** Works on one person and service until nothing waits there. Never rejects. */
  async #work(subject: string, service: string, first: Item): Promise<void> {
    const waiting: Item[] = [];
    this.#waiting.set(subject, waiting);
    for (let items = [first]; items.length > 0; items = waiting.splice(0)) {
      try {
        await this.#keep(subject, service, items);
      } catch (error) {
        await Promise.all(items.map(({ message }) => this.#settling.fail(message, error)));
      }
    }
    this.#waiting.delete(subject);
  }

  /** @throws {BrokerError} (rejects) */
  async #keep(subject: string, service: string, items: readonly Item[]): Promise<void> {
    for (let round = 1, isRecent = false; round <= MOST_ROUNDS; round += 1) {
      const known = this.#ports.retained(subject, isRecent);
      const retained = known instanceof Promise ? await known : known;
      // A generation only grows, but the catalog may be missing or an older copy of it was read.
      const generation = Math.max(this.#ports.generation(service), retained.event?.generation ?? 0);
      const { write, others } = judgeBurst(items, generation, retained.event);
      const hasNoRoom = write !== undefined && retained.revision === 0 && !this.#ports.hasRoom();
      // A write fails if what is known is outdated, and reads again. Without one that has to be made sure of.
      if (!isRecent && (write === undefined || hasNoRoom)) {
        isRecent = true;
        continue;
      }
      if (hasNoRoom) {
        await Promise.all(
          items.map(({ message, said }) => this.#settling.refuse(message, "no-room", NO_ROOM, said)),
        );
        return;
      }
      if (write !== undefined && !(await this.#ports.write(subject, write.event, retained.revision)))
        continue;
      for (const { item, verdict } of others) {
        // Its owner has to look at it, so it is stored as well.
        const isSuspicious = verdict.outcome === "older" && verdict.reason === "sequence-went-back";
        if (isSuspicious) await this.#settling.store(item.message, verdict.reason, "");
        this.#settling.settle(item.message, verdict, item.said);
      }
      if (write !== undefined)
        this.#settling.settle(write.item.message, { outcome: "kept" }, write.item.said);
      return;
    }
    throw new BrokerError("timeout", subject, `outrun ${MOST_ROUNDS} times`);
  }
}
