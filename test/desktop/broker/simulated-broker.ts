import type { Origin, Reply } from "../../../main/contract/connection.ts";
import { HEARTBEAT_SUBJECT } from "../../../main/contract/heartbeat.ts";
import { KEEPER_SUBJECT } from "../../../main/contract/keeper-heartbeat.ts";
import type { DialFailure, LinkEvent } from "../../../main/core/feed/link.ts";
import type { BrokerAddress, Dial } from "../../../main/desktop/broker/transport.ts";
import type { Link } from "../../../main/nats/link.ts";
import type { Message } from "../../../main/nats/message.ts";

/** A broker in memory, behind the app's own port, that fails in the ways that the test asks for. */
export class SimulatedBroker {
  readonly server: string;
  readonly retained = new Map<string, Uint8Array>();
  readonly gets: string[] = [];
  readonly pings: number[] = [];
  readonly published: { readonly subject: string; readonly payload: string }[] = [];
  dials = 0;
  closed = 0;
  refuseDial: DialFailure | undefined;
  /** What happens while it is dialled. */
  whileDialled: (address: BrokerAddress) => void = () => {};
  /** The answer to a direct get of a subject; by default the retained message. */
  answer: (subject: string) => Reply | undefined = () => undefined;
  isAnswering = true;
  isClustered = true;
  /** Subjects whose subscription is denied. Keepers are not heard unless the test allows it. */
  readonly denied = new Set<string>([KEEPER_SUBJECT]);
  #onEvent: (event: LinkEvent) => void = () => {};
  #subscriptions = new Map<string, (message: Message) => void>();
  #held: (() => void)[] | undefined;

  constructor(server = "simulated:4222") {
    this.server = server;
  }

  readonly dial: Dial = async (address, onEvent) => {
    this.dials++;
    this.whileDialled(address);
    if (this.refuseDial !== undefined) return { ok: false, failure: this.refuseDial };
    this.#onEvent = onEvent;
    return { ok: true, link: this.#link() };
  };

  /** What happens to the connection. */
  tell(event: LinkEvent): void {
    this.#onEvent(event);
  }

  /** Retains a message and delivers it to all subscriptions. */
  publish(
    subject: string,
    payload: Uint8Array,
    how: { retain?: boolean; deliver?: boolean; origin?: Origin } = {},
  ): void {
    if (how.retain !== false) this.retained.set(subject, payload);
    if (how.deliver === false) return;
    const wildcard = subject.replace(/[^.]+$/, "*");
    (this.#subscriptions.get(subject) ?? this.#subscriptions.get(wildcard))?.({
      subject,
      data: payload,
      origin: "origin" in how ? how.origin : subject,
      isHeartbeat: false,
      hasHeaders: true,
    });
  }

  /** Sends any message to the subscription to its subject. */
  send(message: Message, subscription = message.subject): void {
    this.#subscriptions.get(subscription)?.(message);
  }

  /** Sends a heartbeat, or another message on its subject. */
  beat(isHeartbeat = true): void {
    this.#subscriptions.get(HEARTBEAT_SUBJECT)?.({
      subject: HEARTBEAT_SUBJECT,
      data: new Uint8Array(),
      origin: undefined,
      isHeartbeat,
      hasHeaders: true,
    });
  }

  /** From now on answers wait until they are released. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const go of held) go();
  }

  get subjects(): string[] {
    return [...this.#subscriptions.keys()];
  }

  #link(): Link {
    const own = new Set<string>();
    return {
      server: this.server,
      isClustered: this.isClustered,
      took: 0,
      subscribe: (subject, onMessage, onDenied) => {
        if (this.denied.has(subject)) queueMicrotask(onDenied);
        else {
          this.#subscriptions.set(subject, onMessage);
          own.add(subject);
        }
        return () => this.#subscriptions.delete(subject);
      },
      publish: (subject, payload) => void this.published.push({ subject, payload }),
      directGet: async (_stream, subject) => {
        this.gets.push(subject);
        const retained = this.retained.get(subject);
        const reply: Reply =
          this.answer(subject) ??
          (retained === undefined
            ? { kind: "none" }
            : { kind: "message", origin: subject, payload: retained });
        if (this.#held !== undefined) await new Promise<void>((go) => this.#held?.push(go));
        return reply;
      },
      ping: async (timeout) => {
        this.pings.push(timeout);
        return this.isAnswering;
      },
      close: async () => {
        this.closed++;
        for (const subject of own) this.#subscriptions.delete(subject);
      },
    };
  }
}
