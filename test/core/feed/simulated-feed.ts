import type { Reply } from "../../../main/contract/connection.ts";
import { HEARTBEAT_INTERVAL, HEARTBEAT_SUBJECT } from "../../../main/contract/heartbeat.ts";
import { KEEPER_SUBJECT } from "../../../main/contract/keeper-heartbeat.ts";
import type { ConnectionSignal } from "../../../main/core/connection.ts";
import type { FeedEffect, FeedEvent } from "../../../main/core/feed/events.ts";
import { feedSetup, next } from "../../../main/core/feed/feed.ts";
import type { DialFailure, Found, LinkEvent, RetainedReply } from "../../../main/core/feed/link.ts";
import { initialFeed } from "../../../main/core/feed/state.ts";
import type { Timer } from "../../../main/core/feed/timer.ts";

/** An answer that comes at once, or after so many milliseconds; never, when it is undefined. */
export type Answer = Reply | { readonly after: number; readonly reply: Reply } | undefined;

/** A server that answers in the ways that the test asks for. */
export class SimulatedServer {
  readonly server: string;
  isClustered = true;
  isAnswering = true;
  refuses: DialFailure | undefined;
  whileDialled: () => void = () => {};
  answer: (subject: string, stream: string, timeout: number) => Answer = () => ({ kind: "none" });
  /** Subjects whose subscription is denied. Keepers are not heard unless the test allows it. */
  readonly denied = new Set<string>([KEEPER_SUBJECT]);
  readonly gets: string[] = [];
  readonly pings: number[] = [];
  dials = 0;
  closed = 0;

  constructor(server = "simulated:4222") {
    this.server = server;
  }
}

interface Wait {
  readonly at: number;
  readonly go: () => void;
}

export interface SimulatedFeedOptions {
  /** One address, or several, which may be of the same server. */
  readonly hasCopies?: boolean;
  readonly services?: string[];
  readonly find?: (service: string, retained: RetainedReply) => Found;
  readonly chance?: () => number;
}

/** The core's feed on the test's clock, with servers in memory. A dial that avoids the first leads to the second. */
export class SimulatedFeed {
  state = initialFeed(feedSetup("hong.gd", { hasCopies: false, heartbeatInterval: HEARTBEAT_INTERVAL }));
  elapsed = 0;
  services: string[];
  find: (service: string, retained: RetainedReply) => Found;
  #wall = Date.UTC(2026, 10, 22, 5);
  readonly effects: FeedEffect[] = [];
  readonly signals: ConnectionSignal[] = [];
  readonly #servers: readonly SimulatedServer[];
  readonly #chance: () => number;
  readonly #lines = new Map<number, SimulatedServer>();
  #subscribed: { readonly line: number; readonly subject: string }[] = [];
  readonly #timers = new Map<string, { readonly timer: Timer; readonly wait: Wait }>();
  #waits: Wait[] = [];
  readonly #queue: FeedEvent[] = [];
  #isBusy = false;
  /** Looks at each state that an event leads to. */
  look: (event: FeedEvent, effects: readonly FeedEffect[]) => void = () => {};

  constructor(servers: readonly SimulatedServer[], options: SimulatedFeedOptions = {}) {
    const {
      hasCopies = false,
      services = ["hr-leave"],
      find = () => "settled",
      chance = () => 0.5,
    } = options;
    this.#servers = servers;
    this.services = services;
    this.find = find;
    this.#chance = chance;
    this.state = { ...this.state, setup: { ...this.state.setup, hasCopies } };
  }

  start(): this {
    this.tell({ kind: "start" });
    return this;
  }

  tell(event: FeedEvent): void {
    this.#queue.push(event);
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let first = this.#queue.shift(); first !== undefined; first = this.#queue.shift()) {
      const { state, effects } = next(this.state, first, this.elapsed + this.#wall, this.#chance());
      this.state = state;
      this.effects.push(...effects);
      this.look(first, effects);
      for (const effect of effects) this.#perform(effect);
    }
    this.#isBusy = false;
    this.#keepTimers();
  }

  /** The wall clock is set, or went on while the PC slept. */
  /** Milliseconds since the Unix epoch. */
  get now(): number {
    return this.elapsed + this.#wall;
  }

  jump(by: number): void {
    this.#wall += by;
  }

  /** What happens to the links at a server. */
  happens(server: SimulatedServer, event: LinkEvent): void {
    for (const [line, at] of this.#lines) {
      if (at !== server) continue;
      if (event.kind === "closed") this.#lines.delete(line);
      this.tell({ kind: "link", line, event });
    }
  }

  /** The connection is lost, and dialled again as soon as the app does it. */
  restart(server: SimulatedServer): void {
    const { dials } = server;
    this.happens(server, { kind: "closed" });
    while (server.dials === dials) this.pass(100);
  }

  /** The server sends a heartbeat. */
  beat(server: SimulatedServer): void {
    const isHeard = this.#subscribed.some(
      ({ line, subject }) => subject === HEARTBEAT_SUBJECT && this.#lines.get(line) === server,
    );
    if (isHeard) this.tell({ kind: "heartbeat" });
  }

  /** Lets time pass in which a server is heard. */
  hear(server: SimulatedServer, time: number): void {
    for (let rest = time; rest > 0; rest -= HEARTBEAT_INTERVAL) {
      this.pass(Math.min(rest, HEARTBEAT_INTERVAL));
      this.beat(server);
    }
  }

  pass(time: number): void {
    const until = this.elapsed + time;
    for (;;) {
      const first = this.#waits.reduce<Wait | undefined>(
        (one, other) => (one === undefined || other.at < one.at ? other : one),
        undefined,
      );
      if (first === undefined || first.at > until) break;
      this.#waits = this.#waits.filter((wait) => wait !== first);
      this.elapsed = first.at;
      first.go();
    }
    this.elapsed = until;
  }

  /** All signals so far except `heard`. */
  get kinds(): string[] {
    return this.signals
      .map((signal) => ("cause" in signal ? `${signal.kind}: ${signal.cause}` : signal.kind))
      .filter((kind) => kind !== "heard");
  }

  get log(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === "log" ? [effect.text] : []));
  }

  get unanswered(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === "unanswered" ? [effect.service] : []));
  }

  get subjects(): string[] {
    return this.#subscribed.map(({ subject }) => subject);
  }

  #after(delay: number, go: () => void): Wait {
    const wait = { at: this.elapsed + delay, go };
    this.#waits.push(wait);
    return wait;
  }

  #keepTimers(): void {
    for (const [name, { timer, wait }] of this.#timers) {
      if (this.state.timers.get(name) === timer) continue;
      this.#timers.delete(name);
      this.#waits = this.#waits.filter((each) => each !== wait);
    }
    for (const [name, timer] of this.state.timers) {
      if (this.#timers.has(name)) continue;
      const wait = this.#after(timer.delay, () => this.tell({ kind: "due", due: timer.due }));
      this.#timers.set(name, { timer, wait });
    }
  }

  #perform(effect: FeedEffect): void {
    switch (effect.kind) {
      case "signal":
        this.signals.push(effect.signal);
        break;
      case "dial":
        this.#dial(effect);
        break;
      case "unsubscribe":
        this.#subscribed = [];
        break;
      case "subscribe": {
        const { line, subject } = effect;
        if (this.#lines.get(line)?.denied.has(subject)) this.tell({ kind: "denied", line, subject });
        else this.#subscribed.push({ line, subject });
        break;
      }
      case "close":
        this.#close(effect.line);
        break;
      case "ping": {
        const server = this.#lines.get(effect.line);
        server?.pings.push(effect.timeout);
        this.tell({ kind: "pinged", ping: effect.ping, isAnswered: server?.isAnswering ?? false });
        break;
      }
      case "get":
        this.#get(effect);
        break;
      case "list":
        this.tell({ kind: "listed", reading: effect.reading, services: [...this.services] });
        break;
      case "retained": {
        const { reading, service, retained } = effect;
        this.tell({ kind: "found", reading, service, found: this.find(service, retained) });
        break;
      }
    }
  }

  #dial({ line, avoid, isLook }: FeedEffect & { kind: "dial" }): void {
    const [first, second] = this.#servers;
    const wanted = avoid !== undefined && avoid === first?.server ? second : first;
    const other = !this.state.setup.hasCopies ? undefined : wanted === first ? second : first;
    for (const server of isLook ? [wanted] : [wanted, other]) {
      if (server === undefined) continue;
      server.dials++;
      const from = this.now;
      server.whileDialled();
      if (server.refuses !== undefined) continue;
      this.#lines.set(line, server);
      const { isClustered } = server;
      this.tell({ kind: "dialled", line, server: server.server, isClustered, took: this.now - from });
      return;
    }
    if (wanted?.refuses !== undefined) this.tell({ kind: "dial-failed", line, failure: wanted.refuses });
  }

  #close(line: number): void {
    const server = this.#lines.get(line);
    if (server === undefined) return;
    server.closed++;
    this.#lines.delete(line);
    this.tell({ kind: "link", line, event: { kind: "closed" } });
  }

  #get({ line, get, stream, subject, timeout }: FeedEffect & { kind: "get" }): void {
    const server = this.#lines.get(line);
    server?.gets.push(subject);
    const reply = (answer: Reply): void => this.tell({ kind: "replied", get, reply: answer });
    const answer = server?.answer(subject, stream, timeout);
    if (answer === undefined) this.#after(timeout, () => reply({ kind: "unavailable" }));
    else if ("after" in answer) this.#after(answer.after, () => reply(answer.reply));
    else reply(answer);
  }
}
