import { connect, type Socket } from "node:net";
import { HEARTBEAT_SUBJECT } from "../../../main/contract/heartbeat.ts";
import { CATALOG_SUBJECT } from "../../../main/contract/subject.ts";
import { newsFor, passwordOf, userId } from "./company.ts";
import { type ReconnectRules, ServerRota } from "./server-rota.ts";
import { between, SnapshotReader } from "./snapshot-reader.ts";
import { greeting, originIn, type WireHandler, WireParser } from "./wire.ts";

/** An app is right when it holds these sequences or newer ones. */
export interface Target {
  /** Of the service that has news for its person. */
  readonly news: number;
  /** Of all others. */
  readonly others: number;
}

/** What all apps of one process share. */
export interface World {
  readonly ports: readonly number[];
  readonly buffer: Buffer;
  readonly tally: Tally;
  rules: ReconnectRules;
  target: Target;
  /** The services of the catalog document. */
  servicesIn(catalog: Buffer): readonly string[];
  onDialled(app: SimulatedApp): void;
  onSynced(app: SimulatedApp): void;
  onRight(app: SimulatedApp): void;
}

/** How often something happened, over all apps of one process. */
export interface Tally {
  dials: number;
  failedDials: number;
  gets: number;
  /** Gets answered by 503, and gets not answered in time. */
  unavailable: number;
  timeouts: number;
  liveEvents: number;
  /** Messages that were taken for a hint at the catalog, or refused. */
  unproven: number;
  errors: number;
}

/** Milliseconds, all as in the app: see `main/core/feed`. */
const DIAL_TIMEOUT = 3_000;
const PING_INTERVAL = 120_000;
const MAX_PINGS_OUT = 2;
const CATALOG_SPREAD = 3_000;
const CATALOG_AT_MOST_EVERY = 60_000;
const SECOND_SNAPSHOT = { from: 10_000, to: 20_000 };

/**
 * One app on the wire: the protocol of the feed and of its client library, without anything to show. It hears the
 * heartbeat, but does not move when it is missing: no scenario lasts that long.
 */
export class SimulatedApp implements WireHandler {
  isRight = false;
  readonly #world: World;
  readonly #index: number;
  readonly #user: string;
  readonly #inbox: string;
  readonly #rota: ServerRota;
  readonly #held = new Map<string, number>();
  #services: readonly string[] = [];
  #socket: Socket | undefined;
  #parser = new WireParser();
  #isUp = false;
  #hasStood = false;
  #isSynced = false;
  #isStopped = false;
  #pingsOut = 0;
  #isHinted = false;
  #catalogReadAt = Number.NEGATIVE_INFINITY;
  /** Who waits for the answer of each ping that is out: a server answers in order. */
  #pongs: (() => void)[] = [];
  #timers = new Set<NodeJS.Timeout>();
  readonly #snapshot: SnapshotReader;

  constructor(index: number, world: World) {
    this.#world = world;
    this.#index = index;
    this.#user = userId(index);
    this.#inbox = `_TRAY.${this.#user}.${Math.random().toString(36).slice(2).padEnd(22, "0").slice(0, 22)}`;
    this.#rota = new ServerRota(world.ports);
    this.#snapshot = new SnapshotReader(world, {
      ask: (subject, token) =>
        this.#socket?.write(`PUB $JS.API.DIRECT.GET.${subject} ${this.#inbox}.${token} 0\r\n\r\n`),
      ping: (answered) => {
        this.#pongs.push(answered);
        this.#socket?.write("PING\r\n");
      },
      subjects: () => this.#services.map((service) => `APPROVALS.approvals.${this.#user}.${service}`),
      catalog: (payload) => {
        this.#services = world.servicesIn(payload);
      },
      event: (payload) => this.#take(payload),
      done: () => {
        this.#isSynced = true;
        world.onSynced(this);
        this.checkRight();
      },
    });
  }

  start(): void {
    const turn = this.#rota.next(this.#world.rules, Date.now());
    if (turn.kind === "dial") this.#dial(turn.port);
    else this.#after(turn.delay, () => this.start());
  }

  stop(): void {
    this.#isStopped = true;
    this.#forget();
    this.#socket?.destroy();
  }

  /** Reads the catalog and every service again; one snapshot at a time, and one more when asked meanwhile. */
  refresh(): void {
    if (this.#isUp) this.#snapshot.read();
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

  info(): void {
    if (!this.#isUp) this.#socket?.write(greeting(this.#user, passwordOf(this.#user)));
  }

  ping(): void {
    this.#socket?.write("PONG\r\n");
  }

  pong(): void {
    this.#pingsOut = 0;
    if (this.#isUp) {
      this.#pongs.shift()?.();
      return;
    }
    this.#isUp = true;
    this.#clearTimers(); // of the dial
    this.#world.onDialled(this);
    const subjects = [`approvals.${this.#user}.*`, CATALOG_SUBJECT, HEARTBEAT_SUBJECT, `${this.#inbox}.*`];
    this.#socket?.write(subjects.map((subject, index) => `SUB ${subject} ${index + 1}\r\n`).join(""));
    this.#pingLater();
    this.refresh();
    // With several servers the app does it after the first connect too; here it would be taken for idling.
    if (this.#hasStood) {
      const { from, to } = SECOND_SNAPSHOT;
      this.#after(between(from, to), () => this.refresh());
    }
    this.#hasStood = true;
  }

  message(subject: string, status: number, payload: Buffer, headers: Buffer): void {
    if (subject.startsWith("_TRAY.")) {
      this.#socket?.cork(); // one write for all that is asked next, as the client library does it
      this.#snapshot.answered(Number(subject.slice(subject.lastIndexOf(".") + 1)), status, payload);
      this.#socket?.uncork();
    } else if (subject === CATALOG_SUBJECT) {
      this.#world.tally.unproven++;
      this.#hint();
    } else if (subject === HEARTBEAT_SUBJECT) {
      if (originIn(headers) !== undefined) this.#world.tally.unproven++;
    } else if (originIn(headers) !== subject) {
      this.#world.tally.unproven++;
    } else {
      this.#world.tally.liveEvents++;
      this.#take(payload);
      this.checkRight();
    }
  }

  error(): void {
    this.#world.tally.errors++;
  }

  #dial(port: number): void {
    const { tally, buffer } = this.#world;
    tally.dials++;
    this.#parser = new WireParser();
    const socket = connect({
      host: "127.0.0.1",
      port,
      noDelay: true,
      onread: {
        buffer, // one for all: it is read out before the next socket is read
        callback: (size) => {
          this.#parser.push(buffer.subarray(0, size), this);
          return true;
        },
      },
    });
    this.#socket = socket;
    this.#after(DIAL_TIMEOUT, () => socket.destroy());
    socket.on("error", () => {}); // "close" follows
    socket.once("close", () => {
      if (!this.#isUp) tally.failedDials++;
      this.#forget();
      if (!this.#isStopped) this.start();
    });
  }

  /** As in the app's `hints.ts`. */
  #hint(): void {
    if (this.#isHinted) return;
    this.#isHinted = true;
    const soonest = Math.max(0, this.#catalogReadAt + CATALOG_AT_MOST_EVERY - Date.now());
    this.#after(soonest + between(0, CATALOG_SPREAD), () => {
      this.#isHinted = false;
      this.#catalogReadAt = Date.now();
      this.#snapshot.readCatalog();
    });
  }

  #forget(): void {
    this.#isUp = false;
    this.#isHinted = false;
    this.#isSynced = false;
    this.#pingsOut = 0;
    this.#pongs = [];
    this.#snapshot.forget();
    this.#clearTimers();
  }

  #pingLater(): void {
    this.#after(PING_INTERVAL, () => {
      if (this.#pingsOut === MAX_PINGS_OUT) {
        this.#socket?.destroy();
        return;
      }
      this.#pingsOut++;
      this.#pongs.push(() => {});
      this.#socket?.write("PING\r\n");
      this.#pingLater();
    });
  }

  #take(payload: Buffer): void {
    const event = JSON.parse(payload.toString()) as { service: string; sequence: number };
    if (event.sequence > (this.#held.get(event.service) ?? -1)) this.#held.set(event.service, event.sequence);
  }

  #after(delay: number, callback: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      callback();
    }, delay);
    this.#timers.add(timer);
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
