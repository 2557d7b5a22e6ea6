import fc from "fast-check";
import { expect, test } from "vitest";
import {
  HEARTBEAT_INTERVAL,
  HEARTBEAT_SUBJECT,
  heartbeatPatience,
} from "../../../main/contract/heartbeat.ts";
import { KEEPER_SUBJECT } from "../../../main/contract/keeper-heartbeat.ts";
import { type Feed, startFeed } from "../../../main/desktop/broker/feed.ts";
import type { Dial } from "../../../main/desktop/broker/transport.ts";
import type { BoardView } from "../../../main/view/board.ts";
import { bytesOf } from "../../contract/events.ts";
import { Chance } from "../../fuzz/chance.ts";
import { times } from "../../sample.ts";
import { App } from "../app/hub-app.ts";
import { FakeClock, settle } from "../fake-clock.ts";
import { CALM, STORM, StormyBroker, Truth } from "./stormy-broker.ts";

/** Feed, hub and ledger as they are, against two servers of a broker that do everything that a broker may do. */

const USER = "hong.gd";
const CATALOG = "catalog.services";
const SERVICES = ["hr-leave", "finance-card", "mail", "전자결재"] as const;
const MINUTE = 60_000;
/** The count identifies its event: higher is newer. */
const EPOCH_STEP = 10_000;
const PATIENCE = heartbeatPatience(HEARTBEAT_INTERVAL);

type Step =
  | {
      readonly kind: "publish" | "publish-late" | "publish-bad" | "new-epoch" | "count-anew";
      readonly service: string;
    }
  | { readonly kind: "forge"; readonly subject: string; readonly origin: string | undefined }
  | { readonly kind: "list"; readonly services: readonly string[] }
  | { readonly kind: "pass" | "set-clock"; readonly time: number }
  | { readonly kind: "disconnect" | "check" | "refresh" | "storm" | "calm" }
  | { readonly kind: "cut-off" | "heal" | "lose-data" }
  | { readonly kind: "deny" | "grant"; readonly subject: string };

const service = fc.constantFrom(...SERVICES);
const kindOf = <K extends Step["kind"]>(...kinds: K[]) => fc.record({ kind: fc.constantFrom(...kinds) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom("publish", "publish-late"), service }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("new-epoch", "count-anew", "publish-bad"), service }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("forge"),
      subject: fc.constantFrom("approvals.hong%2Egd.mail", CATALOG, HEARTBEAT_SUBJECT),
      origin: fc.constantFrom(undefined, "approvals.kim%2Eys.mail", "approvals.kim%2Eys.hr-leave"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("list"), services: fc.subarray([...SERVICES]) }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("pass"), time: fc.integer({ min: 0, max: 20_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("set-clock"), time: fc.integer({ min: -3, max: 3 }) }),
  },
  {
    weight: 3, // in which a heartbeat can be missed
    arbitrary: fc.record({ kind: fc.constant("pass"), time: fc.integer({ min: 20_000, max: 150_000 }) }),
  },
  { weight: 4, arbitrary: kindOf("disconnect", "storm", "calm") },
  { weight: 2, arbitrary: kindOf("check", "refresh") },
  { weight: 2, arbitrary: kindOf("cut-off", "heal") },
  { weight: 1, arbitrary: kindOf("lose-data") },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom("deny", "grant"),
      subject: fc.constantFrom("approvals.hong%2Egd.*", "approvals.hong%2Egd.mail", CATALOG),
    }),
  },
);

class World {
  readonly clock: FakeClock;
  readonly brokers: readonly StormyBroker[];
  readonly #truth = new Truth();
  /** The one that the app is at, or was at last. */
  #at: StormyBroker;
  readonly app: App;
  readonly feed: Feed;
  /** Violations that were observed. */
  readonly wrong: string[] = [];
  readonly #newest = new Map<string, { epoch: number; sequence: number }>();
  #listed: readonly string[] = [];
  /** The broker has lost its data at some time. */
  #isLost = false;
  #shown = new Map<string, number>();
  #isStopped = false;
  /** A clock that is set forwards looks like sleep, and a heartbeat is waited for once more. */
  #jumpedAt = 0;
  #saidSince = 0;

  constructor(seed: number) {
    const chance = new Chance(seed);
    this.clock = new FakeClock(Date.UTC(2026, 10, 22, 5), () => chance.next());
    this.brokers = ["one", "other"].map(
      (name) => new StormyBroker(this.clock, chance, this.#truth, `${name}:4222`),
    );
    const any = (): StormyBroker => this.brokers[chance.below(2)] as StormyBroker;
    this.#at = any();
    const dial: Dial = async (address, onEvent) => {
      const other = address.avoid === undefined ? any() : this.#other(address.avoid);
      if (address.avoid === undefined || address.isLook) this.#at = other;
      return other.dial(address, onEvent);
    };
    this.list(SERVICES.slice(0, 2));
    this.app = new App(undefined, { clock: this.clock });
    const { hub } = this.app;
    const said = <A extends unknown[], R>(take: (...given: A) => R) => {
      return (...given: A): R => {
        if (this.#isStopped) this.#saidSince++;
        queueMicrotask(() => this.look()); // what comes in one breath is drawn together
        return take(...given);
      };
    };
    this.feed = startFeed(
      USER,
      {
        servers: this.brokers.map(({ server }) => `nats://${server}`),
        credentials: undefined,
        tls: undefined,
      },
      {
        dial,
        clock: this.clock,
        services: () => hub.services(),
        sink: {
          event: said((subject, payload) => hub.receive(subject, payload)),
          retained: said((service, retained) => hub.receiveRetained(service, retained)),
          unanswered: said((service) => hub.unanswered(service)),
          unproven: said((subject) => hub.unproven(subject)),
          catalog: said((payload) => hub.receiveCatalog(payload)),
          signal: said((signal) => hub.signal(signal)),
          log: (text) => {
            const [, left] = /moved from (\S+)/.exec(text) ?? [];
            if (left !== undefined) this.#at = this.#other(left);
          },
        },
      },
    );
  }

  async do(step: Step): Promise<void> {
    switch (step.kind) {
      case "publish":
      case "publish-late":
      case "new-epoch":
        this.#publish(step.service, step.kind);
        break;
      case "publish-bad":
        this.#store(subjectOf(step.service), Buffer.from('{"count":99'), true);
        break;
      case "forge":
        this.#forge(step.subject, step.origin);
        break;
      case "count-anew":
        // Compare-and-set prevents that, unless the retained event was lost.
        if (this.#isLost && !this.#truth.retained.has(subjectOf(step.service)))
          this.#store(...eventOf(step.service, 0, 1), true);
        break;
      case "lose-data":
        this.#isLost = true;
        this.#truth.lose(SERVICES.map(subjectOf));
        break;
      case "list":
        this.list(step.services);
        break;
      case "pass":
        await this.clock.pass(step.time);
        break;
      case "set-clock":
        this.clock.jump(step.time * 24 * 60 * MINUTE);
        this.#jumpedAt = this.clock.elapsed;
        break;
      case "storm":
      case "calm":
        for (const broker of this.brokers) broker.weather = step.kind === "storm" ? STORM : CALM;
        break;
      case "deny":
        for (const broker of this.brokers) broker.denied.add(step.subject);
        break;
      case "grant":
        for (const broker of this.brokers) broker.denied.delete(step.subject);
        break;
      case "disconnect":
        this.#at.disconnect();
        break;
      case "check":
        this.feed.check();
        break;
      case "refresh":
        this.feed.refresh();
        break;
      case "cut-off":
        this.#at.cutOff();
        break;
      case "heal":
        this.#heal();
        break;
    }
    await settle();
    this.look();
    expect(this.wrong).toEqual([]);
  }

  /** It holds what would be an event of this person, or a catalog. */
  #forge(subject: string, origin: string | undefined): void {
    const { hub } = this.app;
    const state = () => ({ ...hub.situation, ledger: new Map(hub.situation.ledger), history: hub.history });
    const before = state();
    const [, event] = eventOf("mail", 9, 99_999);
    const data = subject === CATALOG ? bytesOf({ services: [{ id: "forged", name: { en: "x" } }] }) : event;
    this.#at.forge({ subject, data, origin, isHeartbeat: false, hasHeaders: true });
    expect(state()).toEqual(before);
  }

  list(services: readonly string[]): void {
    this.#listed = services;
    this.#store(CATALOG, bytesOf({ services: services.map((id) => ({ id, name: { en: id } })) }), true);
  }

  #store(subject: string, payload: Uint8Array, isNewest: boolean): void {
    if (isNewest) this.#truth.set(subject, payload);
    for (const broker of this.brokers) broker.publish(subject, payload);
  }

  #other(server: string): StormyBroker {
    return this.brokers.find((broker) => broker.server !== server) as StormyBroker;
  }

  #heal(): void {
    for (const broker of this.brokers) broker.heal();
  }

  #publish(service: string, kind: "publish" | "publish-late" | "new-epoch"): void {
    const before = this.#newest.get(service) ?? { epoch: 0, sequence: 0 };
    const event =
      kind === "new-epoch"
        ? { epoch: before.epoch + 1, sequence: 1 }
        : { ...before, sequence: Math.max(1, before.sequence + (kind === "publish" ? 1 : -1)) };
    const isNewest = kind !== "publish-late" || before.sequence === 0;
    if (isNewest) this.#newest.set(service, event);
    this.#store(...eventOf(service, event.epoch, event.sequence), isNewest);
  }

  /** Checks everything that a person could see at any moment. */
  look(): void {
    const app: App | undefined = this.app;
    const broker = this.#at;
    if (app === undefined || this.#isStopped) return; // it is being built
    const { ledger, unsure } = app.hub.situation;
    const shown = new Map([...ledger].map(([service, { count }]) => [service, count]));
    for (const [service, before] of this.#shown) {
      const now = shown.get(service);
      if (now !== undefined && now < before) this.wrong.push(`${service} went back from ${before} to ${now}`);
    }
    this.#shown = shown;
    if (!this.isFresh) return;
    const heardAt = Math.max(broker.stoodAt, broker.heartbeatAt, this.#jumpedAt + PATIENCE);
    if (this.clock.elapsed > heardAt + PATIENCE) this.wrong.push("fresh, and no heartbeat is heard");
    for (const service of shown.keys()) {
      const isSure = !unsure.has(service);
      if (isSure && !broker.answered.has(subjectOf(service)))
        this.wrong.push(`fresh and sure, and ${service} is not answered`);
    }
  }

  /** The calm at the end. The next reconcile finds events that were dropped on an open connection. */
  async calmDown(): Promise<void> {
    for (const broker of this.brokers) {
      broker.weather = CALM;
      for (const subject of broker.denied) if (subject !== KEEPER_SUBJECT) broker.denied.delete(subject);
    }
    this.#heal();
    await this.clock.pass(40_000); // messages in transit arrive or are lost
    await this.clock.pass(2 * MINUTE);
    expect(this.isFresh).toBe(true);
    await this.clock.pass(16 * MINUTE);
    expect(this.wrong).toEqual([]);
    expect(this.isFresh).toBe(true);
    const { hub } = this.app;
    const services = hub.services();
    expect(services).toEqual(expect.arrayContaining([...this.#listed]));
    const { ledger, unsure } = hub.situation;
    for (const service of services) {
      const [held, shown] = [this.#retained(service), ledger.get(service)?.count];
      // The true count; or, if the broker lost it, the earlier count marked as unsure.
      expect([service, unsure.has(service)]).toEqual([service, shown !== held]);
      if (held === "bad") continue; // the last good count that was heard of, if any
      expect(shown).toBe(shown === undefined ? held : Math.max(shown, held ?? 0));
      if (!this.#isLost) expect(held).toBe(this.#newestCount(service));
    }
    expect(new Set(this.board.rows.map(({ service }) => service))).toEqual(new Set(services));
  }

  /** The retained count, which identifies its event, or that there is none. */
  #retained(service: string): number | "bad" | undefined {
    const payload = this.#truth.retained.get(subjectOf(service));
    if (payload === undefined) return undefined;
    try {
      return JSON.parse(Buffer.from(payload).toString()).count;
    } catch {
      return "bad";
    }
  }

  #newestCount(service: string): number | undefined {
    const newest = this.#newest.get(service);
    return newest === undefined ? undefined : countOf(newest.epoch, newest.sequence);
  }

  get isFresh(): boolean {
    return this.app.hub.situation.connection.kind === "fresh";
  }

  get board(): BoardView {
    return this.app.board;
  }

  /** @returns the number of remaining timers, and the signals after the end */
  async stop(): Promise<{ timers: number; said: number; links: number }> {
    this.#isStopped = true;
    this.app.hub.stop();
    await this.feed.stop();
    await this.clock.pass(30 * MINUTE);
    const sum = (of: (broker: StormyBroker) => number): number =>
      this.brokers.reduce((all, each) => all + of(each), 0);
    const timers = this.clock.pending - sum(({ waiting }) => waiting);
    return { timers, said: this.#saidSince, links: sum(({ openLinks }) => openLinks.size) };
  }
}

function countOf(epoch: number, sequence: number): number {
  return epoch * EPOCH_STEP + sequence;
}

/** Its subject and its payload. */
function eventOf(service: string, epoch: number, sequence: number): [string, Uint8Array] {
  const count = countOf(epoch, sequence);
  const occurredAt = "2026-11-22T14:00:00+09:00";
  return [subjectOf(service), bytesOf({ service, user: USER, count, occurredAt, epoch, sequence })];
}

function subjectOf(service: string): string {
  return `approvals.hong%2Egd.${encodeURIComponent(service)}`;
}

test("model - whatever the broker does: nothing shown goes back, fresh means answered and not cut off, and calm ends in the truth, or in doubt where the broker lost it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.array(step, { maxLength: 40 }), async (seed, steps) => {
      const world = new World(seed);
      for (const each of steps) await world.do(each);
      await world.calmDown();
      expect(await world.stop()).toEqual({ timers: 0, said: 0, links: 0 });
    }),
    { numRuns: times(50, 1_000) },
  );
});

test("model - stopped at any moment it says nothing more, and leaves no timer and no connection", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.array(step, { maxLength: 20 }), async (seed, steps) => {
      const world = new World(seed);
      for (const each of steps) await world.do(each);
      expect(await world.stop()).toEqual({ timers: 0, said: 0, links: 0 });
    }),
    { numRuns: times(50, 1_000) },
  );
});
