import { HEARTBEAT_SUBJECT } from "../../../main/contract/heartbeat.ts";
import { KEEPER_SUBJECT } from "../../../main/contract/keeper-heartbeat.ts";
import { LEADER_SUBJECTS } from "../../../main/contract/leader.ts";
import { CATALOG_SUBJECT } from "../../../main/contract/subject.ts";
import type { ConnectionSignal } from "../../../main/core/connection.ts";
import { type Feed, startFeed } from "../../../main/desktop/broker/feed.ts";
import { type Clock, systemClock } from "../../../main/desktop/clock.ts";
import { appInbox } from "../../../main/nats/permissions.ts";
import { newsFor, passwordOf, userId } from "./company.ts";
import { dialWire, type Wire } from "./wire-dial.ts";

/** An app is right when it holds these sequences or newer ones. */
export interface Target {
  /** Of the service that has news for its person. */
  readonly news: number;
  /** Of all others. */
  readonly others: number;
}

/** What all apps of one process share. */
export interface World extends Wire {
  readonly ports: readonly number[];
  /** Whether every wait is the shortest that the app's rules allow, so that all apps act at the same moment. */
  isInStep: boolean;
  target: Target;
  /** The services of the catalog document. */
  servicesIn(catalog: Uint8Array): readonly string[];
  onDialled(app: SimulatedApp): void;
  onSynced(app: SimulatedApp): void;
  onRight(app: SimulatedApp): void;
}

/** No keeper works in the crowd, and none is missed. */
const KEEPER_PATIENCE = 24 * 60 * 60_000;

/** One app without anything to show: its feed, with all of its rules, over the bare protocol. */
export class SimulatedApp {
  isRight = false;
  readonly #world: World;
  readonly #index: number;
  readonly #held = new Map<string, number>();
  #services: readonly string[] = [];
  #isSynced = false;
  #feed: Feed | undefined;

  constructor(index: number, world: World) {
    this.#world = world;
    this.#index = index;
  }

  start(): void {
    const world = this.#world;
    const user = userId(this.#index);
    const login = { user, password: passwordOf(user) };
    const clock: Clock = { ...systemClock, random: () => (world.isInStep ? 0 : Math.random()) };
    const servers = world.ports.map((port) => `nats://127.0.0.1:${port}`);
    this.#feed = startFeed(
      user,
      { servers, credentials: undefined, tls: undefined },
      {
        dial: (address, onEvent) => dialWire(world, address, login, onEvent),
        clock,
        keeperPatience: KEEPER_PATIENCE,
        services: () => this.#services,
        sink: {
          event: (_origin, payload) => {
            world.tally.liveEvents++;
            this.#take(payload);
            this.checkRight();
          },
          retained: (_service, retained) => {
            if (retained.kind === "message") this.#take(retained.payload);
            this.checkRight(); // a service that was not answered is read alone, after the others
            return "settled";
          },
          unanswered: () => {},
          catalog: (payload) => {
            this.#services = world.servicesIn(payload);
          },
          unproven: () => void world.tally.unproven++,
          signal: (signal) => this.#signal(signal),
          log: () => {},
        },
      },
    );
  }

  /** Reads the catalog and every service again. */
  refresh(): void {
    this.#feed?.refresh();
  }

  checkRight(): void {
    if (this.isRight || !this.#isSynced) return;
    const { news, others } = this.#world.target;
    for (const [index, service] of this.#services.entries()) {
      if ((this.#held.get(service) ?? -1) < (index === newsFor(this.#index) ? news : others)) return;
    }
    this.isRight = true;
    this.#world.onRight(this);
  }

  #signal({ kind }: ConnectionSignal): void {
    switch (kind) {
      case "connected":
        this.#isSynced = false;
        this.#world.onDialled(this);
        break;
      case "synced":
        this.#isSynced = true;
        this.#world.onSynced(this);
        this.checkRight();
        break;
      case "lost":
      case "refused":
        this.#isSynced = false;
        break;
    }
  }

  #take(payload: Uint8Array): void {
    const event = JSON.parse(Buffer.from(payload).toString()) as { service: string; sequence: number };
    if (event.sequence > (this.#held.get(event.service) ?? -1)) this.#held.set(event.service, event.sequence);
  }
}

/** A connection with the subscriptions of an app, which reads nothing and has no rules. */
export async function connectBare(index: number, world: World): Promise<void> {
  const user = userId(index);
  const inboxPrefix = appInbox(user);
  const servers = world.ports.map((port) => `nats://127.0.0.1:${port}`);
  const address = { servers, credentials: undefined, tls: undefined, inboxPrefix };
  const dialled = await dialWire(world, address, { user, password: passwordOf(user) }, () => {});
  if (!dialled.ok) throw new Error(`${user}: ${JSON.stringify(dialled.failure)}`);
  const subjects = [CATALOG_SUBJECT, HEARTBEAT_SUBJECT, KEEPER_SUBJECT, LEADER_SUBJECTS];
  for (const subject of [`approvals.${user}.*`, ...subjects, `${inboxPrefix}.bare.*`])
    dialled.link.subscribe(
      subject,
      () => {},
      () => {},
    );
  await dialled.link.ping(60_000);
}
