import fc from "fast-check";
import { expect, test } from "vitest";
import type { Reply } from "../../../main/contract/connection.ts";
import { HEARTBEAT_INTERVAL } from "../../../main/contract/heartbeat.ts";
import type { FeedEffect, FeedEvent } from "../../../main/core/feed/events.ts";
import { feedSetup, next } from "../../../main/core/feed/feed.ts";
import type { DialFailure, Found, LinkEvent } from "../../../main/core/feed/link.ts";
import { type FeedState, initialFeed } from "../../../main/core/feed/state.ts";
import { times } from "../../sample.ts";

/** The core's feed under any order of events: each thing that it asked for is answered at any time, in any way. */

const SERVICES = ["hr-leave", "finance-card", "mail", "전자결재"];
const RUNS = { numRuns: times(50, 5_000) };
const UNREACHABLE: DialFailure = { kind: "lost", cause: "unreachable", detail: "" };
const DOWN: DialFailure = { ...UNREACHABLE, isDown: true };

/** `which` picks one of what may happen then. */
type Step =
  | { readonly kind: "due" | "pinged" | "dialled"; readonly which: number; readonly isGood: boolean }
  | { readonly kind: "replied"; readonly which: number; readonly reply: Reply["kind"]; readonly found: Found }
  | { readonly kind: "link"; readonly which: number; readonly event: LinkEvent["kind"] }
  | { readonly kind: "check" | "refresh" | "heartbeat" | "hint" | "denied" | "unproven" }
  | { readonly kind: "keeper"; readonly oldestWaiting: number }
  | { readonly kind: "leader"; readonly stream: "CATALOG" | "APPROVALS" }
  | { readonly kind: "list"; readonly services: readonly string[] };

const which = fc.nat({ max: 1_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom("due", "pinged", "dialled"),
      which,
      isGood: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("replied"),
      which,
      reply: fc.constantFrom("message", "none", "unavailable", "denied"),
      found: fc.constantFrom("settled", "older", "unreadable"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("link"),
      which,
      event: fc.constantFrom("heard", "failed", "closed"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("check", "refresh", "heartbeat", "hint", "denied", "unproven"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("keeper" as const),
      oldestWaiting: fc.constantFrom(0, 59_000, 600_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("leader" as const),
      stream: fc.constantFrom("CATALOG" as const, "APPROVALS" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("list"), services: fc.subarray(SERVICES) }) },
);
const steps = fc.array(step, { maxLength: 120, size: "max" });
const world = fc.record({
  hasCopies: fc.boolean(),
  isClustered: fc.boolean(),
  chance: fc.double({ min: 0, max: 0.99, noNaN: true }),
});

type Out = FeedEffect & { kind: "dial" | "ping" | "get" };

/** Answers the feed's effects when a step asks for it. Questions to the sink are answered at once. */
class Answering {
  state: FeedState;
  /** The effects without an answer yet. */
  out: Out[] = [];
  readonly lines = new Set<number>();
  services: readonly string[] = SERVICES.slice(0, 2);
  found: Found = "settled";
  now = 0;
  /** The services settled or left since the last snapshot began, and the last signal. */
  readonly #touched = new Set<string>();
  signal = "";
  readonly #world: { readonly hasCopies: boolean; readonly isClustered: boolean; readonly chance: number };

  constructor(given: {
    readonly hasCopies: boolean;
    readonly isClustered: boolean;
    readonly chance: number;
  }) {
    this.#world = given;
    const { hasCopies } = given;
    this.state = initialFeed(feedSetup("hong.gd", { hasCopies, heartbeatInterval: HEARTBEAT_INTERVAL }));
    this.tell({ kind: "start" });
  }

  tell(event: FeedEvent): void {
    const before = this.state;
    const frozen = snapshotOf(before);
    const { state, effects } = next(before, event, this.now, this.#world.chance);
    expect(snapshotOf(before)).toBe(frozen); // it is as it was
    expect(next(before, event, this.now, this.#world.chance)).toEqual(
      next(before, event, this.now, this.#world.chance),
    );
    this.state = state;
    this.#look(effects);
    for (const effect of effects) this.#perform(effect);
  }

  /** What has to be so after whatever happened. */
  #look(effects: readonly FeedEffect[]): void {
    const { gets, isStopped, link, readings, timers } = this.state;
    if (isStopped) return;
    const snapshots = [...readings.values()].filter(({ kind }) => kind === "snapshot");
    expect(snapshots.length).toBeLessThanOrEqual(1);
    if (link === undefined) expect([gets.size, readings.size]).toEqual([0, 0]);
    expect(timers.has("reconcile")).toBe(true);
    // It is never idle: it dials or waits to dial, or is connected and hears or asks.
    const isDialling = [...this.out, ...effects].some(
      (effect) => effect.kind === "dial" && effect.line === this.state.line,
    );
    if (link === undefined) expect(isDialling || timers.has("dial")).toBe(true);
    else {
      const isAsking = timers.has("ask") || [...this.state.pings.values()].some(({ kind }) => kind === "ask");
      expect(timers.has("heartbeat") || isAsking).toBe(true);
    }
    for (const service of this.state.unread.keys()) {
      const isRead = [...readings.values()].some(
        ({ kind, asked }) => kind === "service" || asked.has(service),
      );
      expect(timers.has(`unread ${service}`) || isRead).toBe(true);
    }
    const over = effects.some((effect) => effect.kind === "signal" && effect.signal.kind === "synced");
    if (over) expect([...this.#touched]).toEqual(expect.arrayContaining([...this.services]));
  }

  #perform(effect: FeedEffect): void {
    switch (effect.kind) {
      case "dial":
      case "ping":
      case "get":
        this.out.push(effect);
        break;
      case "close":
        if (this.lines.delete(effect.line))
          this.tell({ kind: "link", line: effect.line, event: { kind: "closed" } });
        break;
      case "list": {
        const reading = this.state.readings.get(effect.reading);
        if (reading?.kind === "snapshot" && !reading.isBegun) this.#touched.clear();
        this.tell({ kind: "listed", reading: effect.reading, services: this.services });
        break;
      }
      case "retained": {
        const { reading, service } = effect;
        this.#touched.add(service);
        this.tell({ kind: "found", reading, service, found: this.found });
        break;
      }
      case "unanswered":
        this.#touched.add(effect.service);
        break;
      case "signal":
        if (effect.signal.kind !== "heard") this.signal = effect.signal.kind;
        break;
    }
  }

  do(step: Step): void {
    this.now += 1_000;
    switch (step.kind) {
      case "due": {
        const timer = pick([...this.state.timers.values()], step.which);
        if (timer !== undefined) this.tell({ kind: "due", due: timer.due });
        break;
      }
      case "dialled":
      case "pinged":
      case "replied": {
        const kind = { dialled: "dial", pinged: "ping", replied: "get" }[step.kind];
        const effect = pick(
          this.out.filter((each) => each.kind === kind),
          step.which,
        );
        if (step.kind === "replied") this.found = step.found;
        if (effect !== undefined) this.#answer(effect, step.kind === "replied" ? step.reply : step.isGood);
        break;
      }
      case "link": {
        const line = pick([...this.lines], step.which);
        if (line !== undefined) this.link(line, step.event);
        break;
      }
      case "denied":
        this.tell({ kind: "denied", line: this.state.line, subject: this.state.setup.own });
        break;
      case "keeper":
      case "leader":
        this.tell(step);
        break;
      case "unproven":
        this.tell({ kind: "unproven", subject: "approvals.hong%2Egd.mail" });
        break;
      case "list":
        this.services = step.services;
        break;
      default:
        this.tell({ kind: step.kind });
    }
  }

  link(line: number, kind: LinkEvent["kind"]): void {
    if (kind === "closed") this.lines.delete(line);
    const event: LinkEvent = kind === "failed" ? { kind, cause: UNREACHABLE } : { kind };
    this.tell({ kind: "link", line, event });
  }

  #answer(effect: Out, how: boolean | Reply["kind"]): void {
    this.out = this.out.filter((each) => each !== effect);
    const { isClustered } = this.#world;
    if (effect.kind === "get") {
      const { get, subject: origin } = effect;
      const payload = new Uint8Array();
      const kind = how as Reply["kind"];
      this.tell({ kind: "replied", get, reply: kind === "message" ? { kind, origin, payload } : { kind } });
    } else if (effect.kind === "ping")
      this.tell({ kind: "pinged", ping: effect.ping, isAnswered: how === true });
    else if (how !== true) {
      const failure = effect.line % 2 === 0 ? DOWN : UNREACHABLE;
      this.tell({ kind: "dial-failed", line: effect.line, failure });
    } else {
      const { line, avoid } = effect;
      this.lines.add(line);
      const server = avoid === "one" ? "other" : "one";
      this.tell({ kind: "dialled", line, server, isClustered, took: effect.line % 40_000 });
    }
  }

  /** From now on all is well: everything is answered, and each timer is reached once and again. */
  calmDown(): void {
    this.found = "settled";
    const answerAll = (): void => {
      for (let effect = this.out[0]; effect !== undefined; effect = this.out[0])
        this.#answer(effect, effect.kind === "get" ? "message" : true);
    };
    for (let times = 0; times < 4; times++) {
      answerAll();
      this.tell({ kind: "heartbeat" });
      this.tell({ kind: "keeper", oldestWaiting: 0 });
      answerAll();
      for (const { due } of [...this.state.timers.values()])
        if (due.kind !== "heartbeat" && due.kind !== "keeper" && due.kind !== "move")
          this.tell({ kind: "due", due });
      answerAll();
    }
  }
}

function pick<Value>(from: readonly Value[], which: number): Value | undefined {
  return from[which % Math.max(1, from.length)];
}

/** Everything that the state holds, as text. */
function snapshotOf(state: FeedState): string {
  return JSON.stringify(state, (_key, value) =>
    value instanceof Map || value instanceof Set ? [...value] : value,
  );
}

test("feed - whatever comes in whatever order: the state before stays as it was, never two snapshots at once, no timer is lost, and in step means that every service was read or reported", () => {
  fc.assert(
    fc.property(world, steps, (given, all) => {
      const feed = new Answering(given);
      for (const each of all) feed.do(each);
    }),
    RUNS,
  );
});

test("feed - once all is well everything was read, nothing is unread, and the state is settled", () => {
  fc.assert(
    fc.property(world, steps, (given, all) => {
      const feed = new Answering(given);
      for (const each of all) feed.do(each);
      feed.calmDown();
      const { gets, link, moving, pings, readings, timers, unread } = feed.state;
      const isUp = link !== undefined;
      expect({ isUp, moving, said: feed.signal }).toEqual({ isUp: true, moving: undefined, said: "synced" });
      expect([gets.size, pings.size, readings.size, unread.size]).toEqual([0, 0, 0, 0]);
      expect([...timers.keys()].sort()).toEqual(["heartbeat", "keeper", "reconcile"]);
    }),
    RUNS,
  );
});

test("feed - stopped at any moment it waits for nothing, and closes what is dialled afterwards", () => {
  fc.assert(
    fc.property(world, steps, steps, (given, before, after) => {
      const feed = new Answering(given);
      for (const each of before) feed.do(each);
      feed.tell({ kind: "stop" });
      for (const each of after) feed.do(each);
      expect(feed.state.timers.size).toBe(0);
      for (let dial = feed.out.find(({ kind }) => kind === "dial"); dial !== undefined; ) {
        feed.do({ kind: "dialled", which: 0, isGood: true });
        dial = feed.out.find(({ kind }) => kind === "dial");
      }
      expect(feed.lines.size).toBe(0);
    }),
    RUNS,
  );
});
