import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleAll,
  isBrokenCircuitError,
} from "cockatiel";
import { type ApprovalEvent, formatEvent } from "../../contract/event.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { Answered, Asker, Validators } from "./ask.ts";
import { FaultLog } from "./fault-log.ts";
import { type Asked, nextEvent } from "./next-event.ts";
import { Pace, type PaceLimits } from "./pace.ts";
import { type CountRule, type ReadingFault, readCount } from "./reading.ts";
import { UnknownPeople } from "./unknown-people.ts";

/** What a bridge may ask of an old system, as its owner allows. */
export interface BridgeLimits extends PaceLimits {
  /** Requests at the same time. Default: 1. */
  readonly atOnce?: number;
  /** Milliseconds for which the system is left alone after {@link MOST_FAULTS} faults, at first. It doubles up to 15 min. */
  readonly restMs?: number;
}

/** Why a count is not sure. */
export type BridgeFault = ReadingFault | "away" | "nobody";

export interface BridgePorts {
  /** Canonical ids of everybody, in any order. */
  people(): readonly string[];
  /** What the broker holds of a person. @throws {BrokerError} (rejects) */
  retained(user: string): Promise<ApprovalEvent | undefined>;
  /** Stores an event in the intake. @throws {BrokerError} (rejects) */
  publish(payload: Uint8Array): Promise<void>;
  /** One answer, for the figures. */
  asked(result: "count" | BridgeFault): void;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** One line of the log. It names no person and quotes no answer. */
  log(text: string): void;
}

/** Faults one after the other, after which the old system is left alone. */
const MOST_FAULTS = 3;
const REST_MS = 30_000;
const LONGEST_REST_MS = 15 * 60_000;
/** Milliseconds between two people whose count is called unsure without asking. */
const MARK_MS = 10;

/** An answer, with the count that was read in it. */
type Read =
  | Exclude<Answered, { kind: "answer" }>
  | (Extract<Answered, { kind: "answer" }> & { readonly read: ReturnType<typeof readCount> });

/** A fault that is not one person's. */
class SystemFault extends Error {
  readonly fault: BridgeFault;
  constructor(fault: BridgeFault, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

/**
 * Asks a system that cannot send events, for everybody, and sends what has changed. It asks at the rate that the system's
 * owner allows, however many people there are and however often they look, and rests after a slow answer for as long as
 * that took. All that it knows is in the broker, so another server can go on at any time.
 */
export class Bridge {
  readonly #service: string;
  readonly #asker: Pick<Asker, "ask" | "logIn">;
  readonly #rule: CountRule;
  readonly #limits: BridgeLimits;
  readonly #ports: BridgePorts;
  readonly #restMs: number;
  readonly #pace: Pace;
  readonly #stop = new AbortController();
  readonly #circuit: CircuitBreakerPolicy;
  /** The last good answer for each person, of this process. */
  readonly #last = new Map<
    string,
    { readonly count: number; readonly at: number; readonly validators: Validators }
  >();
  readonly #systemFaults: FaultLog;
  readonly #brokerFaults: FaultLog;
  readonly #unknown: UnknownPeople;
  readonly #running: Promise<void>;

  /** @param service canonical id */
  constructor(
    service: string,
    asker: Pick<Asker, "ask" | "logIn">,
    rule: CountRule,
    limits: BridgeLimits,
    ports: BridgePorts,
  ) {
    this.#service = service;
    this.#asker = asker;
    this.#rule = rule;
    this.#limits = limits;
    this.#ports = ports;
    const log = (text: string): void => ports.log(`bridge ${service}: ${text}`);
    this.#systemFaults = new FaultLog(log);
    this.#brokerFaults = new FaultLog((text) => log(`the broker: ${text}`));
    this.#unknown = new UnknownPeople(log);
    this.#restMs = limits.restMs ?? REST_MS;
    this.#pace = new Pace(limits, ports.now, this.#stop.signal);
    this.#circuit = circuitBreaker(handleAll, {
      halfOpenAfter: new ExponentialBackoff({ initialDelay: this.#restMs, maxDelay: LONGEST_REST_MS }),
      breaker: new ConsecutiveBreaker(MOST_FAULTS),
    });
    this.#running = this.#run();
  }

  /** Resolves when the request in work has ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { atOnce = 1 } = this.#limits;
    while (!this.#stop.signal.aborted) {
      const people = this.#ports.people();
      if (people.length === 0) this.#unsure("nobody", "the people directory is empty");
      const queue = people.values(); // of all who work on it
      const asked = await Promise.all(Array.from({ length: atOnce }, () => this.#work(queue)));
      if (this.#stop.signal.aborted) return;
      this.#unknown.roundEnds(people);
      if (!asked.includes(true)) await this.#pace.rest(this.#restMs);
    }
  }

  /** One person after the other. @returns whether the old system was asked */
  async #work(queue: IterableIterator<string>): Promise<boolean> {
    let hasAsked = false;
    for (const user of queue) {
      await this.#pace.untilAllowed();
      if (this.#circuit.state !== CircuitState.Open) await this.#pace.untilNext();
      if (this.#stop.signal.aborted) break;
      const took = await this.#turn(user);
      if (took !== undefined) hasAsked = true;
      await this.#pace.rest(took ?? MARK_MS);
    }
    return hasAsked;
  }

  /** @returns for how long the old system was asked, in milliseconds; undefined if it was left alone */
  async #turn(user: string): Promise<number | undefined> {
    const address = { user, service: this.#service };
    let took: number | undefined = 0;
    try {
      const retained = await this.#ports.retained(user);
      const from = performance.now();
      const asked = await this.#ask(user, retained);
      took = asked === undefined ? undefined : performance.now() - from;
      const confirmedAt = this.#last.get(user)?.at;
      const event = nextEvent(address, retained, asked ?? { kind: "unsure" }, confirmedAt, this.#ports.now());
      if (event !== undefined) {
        await this.#ports.publish(Buffer.from(formatEvent(event)));
        this.#brokerFaults.answered();
      }
    } catch (error) {
      // Its message has the subject, and so the person.
      this.#brokerFaults.fault(error instanceof BrokerError ? error.reason : (error as Error).name);
    }
    return took;
  }

  /** Undefined while the old system is left alone. */
  async #ask(user: string, retained: ApprovalEvent | undefined): Promise<Asked | undefined> {
    const last = this.#last.get(user);
    // "Nothing has changed" is worth something only if the broker still holds what the last answer said.
    const validators = last !== undefined && last.count === retained?.count ? last.validators : {};
    try {
      return await this.#circuit.execute(() => this.#request(user, validators));
    } catch (error) {
      if (isBrokenCircuitError(error)) return undefined;
      const fault = error instanceof SystemFault ? error.fault : "away";
      return this.#unsure(fault, (error as Error).message);
    }
  }

  /** @throws {SystemFault} (rejects) */
  async #request(user: string, validators: Validators): Promise<Asked> {
    const { signal } = this.#stop;
    const first = await this.#read(user, validators);
    if (first.kind !== "answer" || first.read.ok || first.read.reason !== "login-page") {
      return this.#take(user, validators, first);
    }
    await this.#asker.logIn(signal);
    return this.#take(user, validators, await this.#read(user, validators));
  }

  async #read(user: string, validators: Validators): Promise<Read> {
    const answered = await this.#asker.ask(user, validators, this.#stop.signal);
    return answered.kind === "answer"
      ? { ...answered, read: readCount(answered.answer, this.#rule) }
      : answered;
  }

  /** @throws {SystemFault} */
  #take(user: string, validators: Validators, answered: Read): Asked {
    switch (answered.kind) {
      case "unchanged":
        return this.#confirmed(user, this.#last.get(user)?.count, validators);
      case "away":
        if (answered.retryAfterMs !== undefined) {
          this.#pace.notWithin(answered.retryAfterMs);
        }
        throw new SystemFault("away", answered.detail);
      case "answer": {
        const { answer, read } = answered;
        if (answer.status === 404) {
          this.#unknown.add(user);
          this.#ports.asked("http-status");
          return { kind: "unsure" };
        }
        if (!read.ok) throw new SystemFault(read.reason, read.detail);
        return this.#confirmed(user, read.value, answered.validators);
      }
      default:
        return answered satisfies never;
    }
  }

  /** @param count undefined for an answer "unchanged" to a question that did not ask for it */
  #confirmed(user: string, count: number | undefined, validators: Validators): Asked {
    if (count === undefined) throw new SystemFault("form-changed", "304 without a condition");
    this.#last.set(user, { count, at: this.#ports.now(), validators });
    this.#ports.asked("count");
    this.#systemFaults.answered();
    this.#unknown.delete(user);
    return { kind: "count", count };
  }

  #unsure(fault: BridgeFault, detail: string): Asked {
    this.#ports.asked(fault);
    this.#systemFaults.fault(fault, detail);
    return { kind: "unsure" };
  }
}
