import { bulkhead } from "cockatiel";
import type { Catalog, Language } from "../../contract/catalog.ts";
import type { Reply } from "../../contract/connection.ts";
import { approvalsSubject, parseApprovalsSubject } from "../../contract/subject.ts";
import type { Calendar } from "../../core/attention/calendar.ts";
import {
  type Connection,
  type ConnectionSignal,
  initialConnection,
  nextConnection,
} from "../../core/connection.ts";
import { unsureOf } from "../../core/knowledge/unsure.ts";
import { type PortalBoard, portalAsOf, portalBoard } from "../../view/portal-board.ts";
import { nothingKnown, type Situation } from "../../view/situation.ts";
import { emptyBoard, find, hear, type PersonBoard, withCatalog } from "./person-board.ts";

/** Retained events that are read at the same time, for everybody. */
const MOST_READINGS = 256;
/** Milliseconds for which a board is kept that nobody looks at: a page that reloads needs no reading. */
const KEPT_MS = 60_000;
/** Milliseconds between two readings of a board that is looked at. A subscription may lose a message. */
const RECONCILE_MS = 10 * 60_000;
/** Boards that are drawn again, because of the time or for everybody, before other work gets its turn. */
const SLICE = 20;

export interface BoardsPorts {
  /** The retained event. Never rejects. @param subject `approvals.<user>.<service>` */
  get(subject: string): Promise<Reply>;
  readonly calendar: Calendar;
  /** Origins whose `http:` links are shown. */
  readonly linkOrigins: readonly string[];
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** Draws again. */
export type Redraw = () => void;

interface Open {
  board: PersonBoard;
  /** When everything was read over this connection; undefined before. */
  readAt: number | undefined;
  reading: Promise<void> | undefined;
  leftAt: number;
  readonly watchers: Set<Redraw>;
}

/** The boards of all people who look at theirs. They share one subscription, the catalog and the connection's state. */
export class Boards {
  readonly #ports: BoardsPorts;
  readonly #open = new Map<string, Open>();
  readonly #readings = bulkhead(MOST_READINGS, Number.MAX_SAFE_INTEGER);
  #catalog: Catalog = [];
  #connection: Connection = initialConnection(null);
  /** Raised when everything has to be read again. */
  #round = 0;
  /** The boards that have changed, and those that are only drawn again. */
  readonly #changed = new Set<Open>();
  readonly #again = new Set<Open>();
  #drawing: NodeJS.Immediate | undefined;

  constructor(ports: BoardsPorts) {
    this.#ports = ports;
  }

  /** The number of people whose board is held. */
  get size(): number {
    return this.#open.size;
  }

  /** Holds a person's board, and draws after each change, at first when it was read. @returns the undo */
  watch(person: string, redraw: Redraw): () => void {
    const open = this.#of(person);
    open.watchers.add(redraw);
    return () => {
      open.watchers.delete(redraw);
      open.leftAt = this.#ports.now();
    };
  }

  /** Resolves when a person's board was read, or it was tried. */
  async read(person: string): Promise<void> {
    const open = this.#of(person);
    open.leftAt = this.#ports.now();
    await (open.readAt === undefined ? this.#read(open) : open.reading);
  }

  view(person: string, language: Language): PortalBoard {
    return portalBoard(this.#situationOf(person, language), this.#ports.now());
  }

  /** As of when the counts of everybody are. */
  asOf(language: Language): string {
    const { calendar, now } = this.#ports;
    return portalAsOf({ language, calendar, connection: this.#connection }, now());
  }

  /** A stored event of anybody. @param origin the subject under which it was stored */
  event(origin: string, payload: Uint8Array): void {
    const address = parseApprovalsSubject(origin);
    const open = address.ok ? this.#open.get(address.value.user) : undefined;
    if (!address.ok || open === undefined) return;
    // A service that the catalog does not list has no name and no page.
    if (!this.#catalog.some(({ id }) => id === address.value.service)) return;
    this.#change(open, hear(open.board, address.value.service, payload, this.#ports.now()));
  }

  catalog(catalog: Catalog): void {
    const before = new Set(this.#catalog.map(({ id }) => id));
    const isMore = catalog.some(({ id }) => !before.has(id));
    if (JSON.stringify(catalog) === JSON.stringify(this.#catalog)) return;
    this.#catalog = catalog;
    for (const open of this.#open.values()) open.board = withCatalog(open.board, catalog);
    if (isMore) this.#readAgain();
    this.#drawAll();
  }

  signal(signal: ConnectionSignal): void {
    const before = this.#connection;
    this.#connection = nextConnection(before, signal, this.#ports.now());
    // What happened while the connection was away is read; until then nothing is current.
    if (signal.kind === "synced" && before.kind !== "fresh") this.#readAgain();
    if (stateOf(before) !== stateOf(this.#connection)) this.#drawAll();
  }

  /** Time has passed: gives up boards that nobody looks at, reads again, and draws, because texts say how long ago. */
  tick(): void {
    const now = this.#ports.now();
    for (const [person, open] of this.#open) {
      if (open.watchers.size === 0) {
        if (now - open.leftAt > KEPT_MS) this.#open.delete(person);
      } else if (open.readAt !== undefined && now - open.readAt > RECONCILE_MS) void this.#read(open);
    }
    this.#drawAll();
  }

  #of(person: string): Open {
    const known = this.#open.get(person);
    if (known !== undefined) return known;
    const open: Open = {
      ...{ board: emptyBoard(person), readAt: undefined, reading: undefined },
      ...{ leftAt: this.#ports.now(), watchers: new Set<Redraw>() },
    };
    this.#open.set(person, open);
    void this.#read(open);
    return open;
  }

  /** One reading at a time. Live events meanwhile go through the same door. */
  #read(open: Open): Promise<void> {
    open.reading ??= this.#readAll(open).finally(() => {
      open.reading = undefined;
    });
    return open.reading;
  }

  async #readAll(open: Open): Promise<void> {
    for (let round: number | undefined; round !== this.#round; ) {
      round = this.#round;
      await Promise.all(this.#catalog.map(({ id }) => this.#readOne(open, id)));
    }
    open.readAt = this.#ports.now();
    this.#draw(open);
  }

  async #readOne(open: Open, service: string): Promise<void> {
    const subject = approvalsSubject(open.board.user, service);
    if (!subject.ok) return;
    const reply = await this.#readings.execute(() => this.#ports.get(subject.value));
    this.#change(open, find(open.board, service, reply, this.#ports.now()));
  }

  #readAgain(): void {
    this.#round += 1;
    for (const open of this.#open.values()) {
      open.readAt = undefined;
      void this.#read(open);
    }
  }

  #change(open: Open, board: PersonBoard): void {
    if (board === open.board) return;
    open.board = board;
    if (open.readAt !== undefined) this.#draw(open);
  }

  #draw(open: Open, among = this.#changed): void {
    if (open.watchers.size === 0) return;
    among.add(open);
    this.#drawing ??= setImmediate(() => this.#drawSome());
  }

  #drawAll(): void {
    for (const open of this.#open.values()) this.#draw(open, this.#again);
  }

  /** A change does not wait until everybody's board was drawn again. */
  #drawSome(): void {
    this.#drawing = undefined;
    const next = [...this.#changed];
    this.#changed.clear();
    for (const open of this.#again) {
      if (next.length >= SLICE) break;
      next.push(open);
      this.#again.delete(open);
    }
    for (const { watchers } of next) {
      for (const redraw of watchers) redraw();
    }
    if (this.#again.size > 0) this.#drawing ??= setImmediate(() => this.#drawSome());
  }

  #situationOf(person: string, language: Language): Situation {
    const { calendar, linkOrigins } = this.#ports;
    const open = this.#open.get(person);
    const catalog = this.#catalog;
    const isRead = open?.readAt !== undefined;
    return {
      ...nothingKnown(language, calendar),
      ...{ catalog, linkOrigins },
      ledger: open?.board.ledger ?? new Map(),
      unsure: open === undefined ? new Set() : unsureOf({ ...open.board, catalog }),
      connection:
        this.#connection.kind === "fresh" && !isRead
          ? { kind: "syncing", lastContact: this.#connection.lastContact }
          : this.#connection,
    };
  }
}

/** What people see of a connection, apart from the time. */
function stateOf(connection: Connection): string {
  const { kind } = connection;
  return `${kind} ${"cause" in connection ? connection.cause : ""} ${kind === "fresh" && connection.awaitsKeeper}`;
}
