import { KEEPER_PATIENCE } from "../../main/contract/keeper-heartbeat.ts";
import { compareAge } from "../../main/contract/order.ts";
import { DEFAULT_PREFERENCES } from "../../main/core/preferences/preferences.ts";
import { Hub } from "../../main/desktop/app/hub.ts";
import { sinkOf } from "../../main/desktop/app/hub-sink.ts";
import { type Feed, startFeed } from "../../main/desktop/broker/feed.ts";
import type { Dial } from "../../main/desktop/broker/transport.ts";
import { type Clock, systemClock } from "../../main/desktop/clock.ts";
import type { BoardView } from "../../main/view/board.ts";
import { type Cluster, HEARTBEAT_INTERVAL } from "./cluster.ts";
import { type Company, type Moment, SERVICES } from "./company.ts";
import type { Randomness } from "./randomness.ts";

/** Milliseconds: waits of the app that a test may shorten. */
const LONG = 10_000;
/** Lines of its log by which an app that is not right explains itself. */
const LAST_LINES = 12;

export interface PersonOptions {
  readonly user: string;
  /** Told in violations. */
  readonly name: string;
  readonly cluster: Cluster;
  /** One server alone, so that it is known what this app sees; all of them when left out. */
  readonly only?: number;
  /** The server that it is at first. */
  readonly at?: number;
  /** How many times faster the app's long waits (10 s and more) pass; default 1. */
  readonly hurry?: number;
  readonly dial: Dial;
  readonly company: Company;
  readonly chance: Randomness;
}

/** An app without its window: the real feed, client and hub, and an eye on everything that the board would show. */
export class Person {
  readonly name: string;
  readonly user: string;
  readonly feed: Feed;
  /** What must never be seen. */
  readonly violations: string[] = [];
  /** Lines of the app's log, with the time. */
  readonly log: string[] = [];
  readonly bornAt = performance.now();
  isFresh = false;
  /** Whether it says that what it shows may be wrong although it is connected. */
  isDoubting = false;
  /** What it says of its connection, and how often it stopped being sure: a moment of doubt may be too short to see. */
  state = "connecting";
  doubts = 0;
  /** Milliseconds: the longest time for which the app called itself fresh while the broker held something newer. */
  longestBehind = 0;
  /** When the app began to be sure, or stopped being so; of `performance.now()`. */
  changedAt = performance.now();
  readonly #company: Company;
  readonly #hub: Hub;
  readonly #shown = new Map<string, Moment>();

  constructor({ user, name, cluster, only, at, hurry = 1, dial, company, chance }: PersonOptions) {
    this.name = name;
    this.user = user;
    this.#company = company;
    const clock: Clock = {
      ...systemClock,
      random: chance.next,
      after: (delay, callback) => systemClock.after(delay < LONG ? delay : delay / hurry, callback),
    };
    const note = (text: string): void => {
      this.log.push(`${new Date().toISOString()} ${text}`);
      const [, state] = /^connection: (\w+)/.exec(text) ?? [];
      if (state !== undefined && state !== "fresh") this.doubts += 1;
      if (state !== undefined) this.state = state;
    };
    const ignored = (): void => {};
    this.#hub = new Hub(
      {
        clock,
        log: { info: note, warn: note, error: note },
        store: { loaded: undefined, saveSoon: ignored, saveNow: ignored, flush: ignored, putAside: ignored },
        tray: { render: ignored },
        board: {
          open: ignored,
          close: ignored,
          toggle: () => true,
          keep() {},
          isOpen: () => true,
          isWatched: () => false,
          render: (view) => this.#see(view),
        },
        settings: { open: ignored, refresh: ignored },
        account: { open: ignored },
        preferences: { effective: { ...DEFAULT_PREFERENCES, onlyWorkingHours: false }, change: ignored },
        notifier: { show: ignored, withdraw: ignored, withdrawAll: ignored },
        links: { open: async () => true },
        isOnline: () => true,
        restart: ignored,
        quit: ignored,
      },
      { user, owner: user, systemLanguage: "en", linkOrigins: [], version: "0.1.0" },
    );
    const hub = this.#hub;
    const server = only === undefined ? undefined : cluster.servers[only];
    this.feed = startFeed(
      user,
      {
        servers: server === undefined ? cluster.servers : [server],
        credentials: { credsFile: cluster.credsOf({ role: "app", id: user }) },
        tls: { caFile: cluster.caFile },
      },
      {
        dial: at === undefined ? dial : firstAt(dial, cluster.servers[at] ?? ""),
        clock,
        services: () => hub.services(),
        heartbeatInterval: HEARTBEAT_INTERVAL,
        keeperPatience: hurry * KEEPER_PATIENCE, // the keepers do not hurry
        sink: sinkOf(hub, note),
      },
    );
  }

  /** Whether it shows the newest event of every service, and says that this is the truth of now. */
  get isRight(): boolean {
    return this.isFresh && this.state === "fresh" && SERVICES.every((service) => this.#isNewest(service));
  }

  /** Whether the broker holds something newer than what is shown. */
  get isBehind(): boolean {
    return SERVICES.some(
      (service) => this.#company.newerSince(this.user, service, this.#shown.get(service)) !== undefined,
    );
  }

  /** What is missing to be right, in words. */
  get missing(): string {
    const behind = SERVICES.filter((service) => !this.#isNewest(service)).map(
      (service) =>
        `${service} shows ${say(this.#shown.get(service))} of ${say(this.#company.newest(this.user, service))}`,
    );
    const said = this.log.slice(-LAST_LINES).map((line) => `\n    ${line}`);
    return `${this.name}: ${this.state}; ${behind.join(", ") || "all newest"}; it said last:${said.join("")}`;
  }

  /** Looks whether the app is sure of something that is not so. */
  inspect(): void {
    if (!this.isFresh) return;
    for (const service of SERVICES) {
      const since = this.#company.newerSince(this.user, service, this.#shown.get(service));
      if (since === undefined) continue;
      this.longestBehind = Math.max(this.longestBehind, performance.now() - Math.max(since, this.changedAt));
    }
  }

  async stop(): Promise<void> {
    this.#hub.stop();
    await this.feed.stop();
  }

  #isNewest(service: string): boolean {
    const shown = this.#shown.get(service);
    return shown !== undefined && compareAge(shown, this.#company.newest(this.user, service)) === 0;
  }

  #see(view: BoardView): void {
    const isFresh = view.status.kind === "fresh"; // of every count
    if (isFresh !== this.isFresh) this.changedAt = performance.now();
    this.isFresh = isFresh;
    this.isDoubting = view.status.kind === "unsure";
    for (const { service, count, doubt } of view.rows) {
      const before = this.#shown.get(service);
      const moment = count === undefined ? undefined : this.#company.momentOf(this.user, service, count);
      if (moment === undefined) {
        // Unknown is what was never heard of, or a 0 that is not sure any more.
        if (count !== undefined || (before !== undefined && doubt === undefined))
          this.violations.push(`${this.name}: ${service} shows ${count}, which is no event's`);
        continue;
      }
      if (before !== undefined && compareAge(moment, before) < 0)
        this.violations.push(`${this.name}: ${service} shows ${say(moment)} after ${say(before)}`);
      this.#shown.set(service, moment);
    }
  }
}

/** Dials until it is at the wanted server; later dials go where they go. */
function firstAt(dial: Dial, server: string): Dial {
  let isFirst = true;
  return async (address, onEvent) => {
    for (;;) {
      let isTaken = false;
      const dialled = await dial(address, (event) => {
        if (isTaken) onEvent(event);
      });
      isTaken = !isFirst || !dialled.ok || server.endsWith(`//${dialled.link.server}`);
      if (isTaken) {
        isFirst = false;
        return dialled;
      }
      if (dialled.ok) await dialled.link.close();
    }
  };
}

function say(moment: Moment | undefined): string {
  return moment === undefined ? "nothing" : `${moment.epoch}/${moment.sequence}`;
}
