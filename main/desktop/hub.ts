import { PAUSE_FOR } from "../core/attention.ts";
import { type Catalog, type Language, parseCatalog } from "../core/catalog.ts";
import {
  type Connection,
  type ConnectionSignal,
  initialConnection,
  nextConnection,
} from "../core/connection.ts";
import { type ApprovalEvent, parseEventAt } from "../core/event.ts";
import { judgeEvent } from "../core/ledger.ts";
import type { Problem } from "../core/messages/index.ts";
import { type Result, unreachable } from "../core/result.ts";
import { retireServices } from "../core/retire.ts";
import { fromSaved, NOTHING_REMEMBERED, type Remembered, type Saved, toSaved } from "../core/saved.ts";
import { type ApprovalsAddress, parseApprovalsSubject } from "../core/subject.ts";
import { type BoardView, boardView } from "../core/view/board.ts";
import { type Situation, shownServices } from "../core/view/situation.ts";
import { type TrayCommand, type TrayView, trayView } from "../core/view/tray.ts";
import { Announcer, type AnnouncerPorts } from "./announcer.ts";
import type { Clock } from "./clock.ts";
import type { BoardCommand } from "./ipc-contract.ts";
import type { Log } from "./log.ts";
import type { Store } from "./store.ts";
import { createThrottle, type Throttle } from "./throttle.ts";

const MAX_ADDRESSES = 1_000;
/** However fast events come, the tray is drawn at most once in this time; milliseconds. */
const DRAW_AT_MOST_EVERY = 100;
/** The connection's last contact changes all the time: "as of 14:05" is good to the minute. */
const MINUTE = 60_000;

export interface HubPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly tray: { render(view: TrayView): void };
  readonly board: {
    open(): void;
    close(): void;
    /** Whether it is open now. */
    toggle(): boolean;
    isOpen(): boolean;
    render(view: BoardView): void;
  };
  readonly notifier: AnnouncerPorts["notifier"];
  readonly links: { open(url: string): void };
  readonly quit: () => void;
}

export interface HubOptions {
  /** Canonical id. */
  readonly user: string;
  /** Whose saved state is taken up. */
  readonly owner: string;
  readonly language: Language;
  readonly linkOrigins: readonly string[];
}

/** Holds the state, and is the one way that an event takes through the app and a click takes back. */
export class Hub {
  readonly #ports: HubPorts;
  readonly #options: HubOptions;
  #catalog: Catalog;
  /** Changed in place: a copy for each event of a burst would cost more than reading it. */
  #ledger: Map<string, ApprovalEvent>;
  #retired: ReadonlySet<string>;
  #connection: Connection;
  #problems = new Map<Problem["key"], Problem>();
  readonly #announcer: Announcer;
  readonly #drawing: Throttle;
  /** Subjects that were read already. */
  readonly #addresses = new Map<string, Result<ApprovalsAddress, "bad-subject">>();
  #isStopped = false;
  #catalogText = "";

  constructor(ports: HubPorts, options: HubOptions) {
    this.#ports = ports;
    this.#options = options;
    const remembered = this.#recall();
    this.#catalog = remembered.catalog;
    this.#ledger = new Map(remembered.ledger);
    this.#retired = remembered.retired;
    this.#connection = initialConnection(remembered.lastContact);
    const { clock, log, notifier } = ports;
    this.#drawing = createThrottle(clock, DRAW_AT_MOST_EVERY, () => this.#draw());
    this.#announcer = new Announcer(
      {
        clock,
        log,
        notifier,
        counts: () => this.#ledger,
        situation: () => this.#situation(),
        changed: () => this.#changed(),
      },
      remembered.told,
      remembered.pausedUntil,
    );
    this.#announcer.attend({ kind: "catching-up" });
    this.#draw();
  }

  #recall(): Remembered {
    const { store, log } = this.#ports;
    const { owner, user } = this.#options;
    const remembered = fromSaved(store.loaded, owner, user);
    if (remembered.ok) return remembered.value;
    log.info(`saved state: ${remembered.reason}: ${remembered.detail}`);
    if (remembered.reason === "unreadable") store.putAside(); // damaged, or of a later version
    return NOTHING_REMEMBERED;
  }

  /** An event, live or retained. A bad one is refused with its reason and changes nothing. */
  receive(subject: string, payload: Uint8Array): void {
    const { log } = this.#ports;
    const address = this.#addressOf(subject);
    const event = address.ok ? parseEventAt(address.value, payload) : address;
    if (!event.ok) {
      log.warn(`event refused: ${event.reason}: ${event.detail}`);
      return;
    }
    const { user, service } = event.value;
    if (user !== this.#options.user) {
      log.warn(`event refused: other-user: it is for ${JSON.stringify(user)}`);
      return;
    }
    if (this.#retired.has(service)) return;
    if (judgeEvent(this.#ledger, event.value) !== "newer") return;
    this.#ledger.set(service, event.value);
    this.#announcer.countChanged(service);
    this.#changed();
  }

  receiveCatalog(payload: Uint8Array): void {
    const { log } = this.#ports;
    const text = Buffer.from(payload).toString("latin1");
    if (text === this.#catalogText) return;
    this.#catalogText = text;
    const parsed = parseCatalog(payload);
    if (!parsed.ok) {
      log.warn(`catalog refused: ${parsed.reason}: ${parsed.detail}`);
      this.tell({ key: "catalog-refused", args: [parsed.detail] });
      return;
    }
    const { catalog, refused } = parsed.value;
    for (const { reason, detail } of refused) log.warn(`catalog: ${reason}: ${detail}`);
    const [first] = refused;
    if (first === undefined) this.untell("catalog-refused");
    else this.tell({ key: "catalog-refused", args: [first.detail] });

    const { ledger, retired, removed } = retireServices(this.#ledger, this.#retired, this.#catalog, catalog);
    this.#catalog = catalog;
    this.#ledger = new Map(ledger);
    this.#retired = retired;
    for (const service of removed) this.#announcer.attend({ kind: "removed", service });
    this.#changed();
  }

  signal(signal: ConnectionSignal): void {
    const before = this.#connection;
    this.#connection = nextConnection(before, signal, this.#ports.clock.now());
    if (signal.kind === "connected") this.#announcer.attend({ kind: "catching-up" });
    if (signal.kind === "synced") this.#announcer.attend({ kind: "caught-up" });
    if (this.#connection.kind !== before.kind) this.#ports.log.info(`connection: ${this.#connection.kind}`);
    if (
      this.#connection.kind !== before.kind ||
      minuteOf(this.#connection.lastContact) !== minuteOf(before.lastContact) ||
      signal.kind === "lost" ||
      signal.kind === "refused"
    ) {
      this.#changed();
    }
  }

  /** Canonical ids of the services whose retained events are to be read. */
  services(): readonly string[] {
    return [...new Set([...this.#catalog.map(({ id }) => id), ...this.#ledger.keys()])];
  }

  command(command: TrayCommand | Exclude<BoardCommand, { kind: "ready" }>): void {
    const { board, quit, clock } = this.#ports;
    switch (command.kind) {
      case "open-service":
        this.#openService(command.service);
        break;
      case "open-board":
        this.#openBoard();
        break;
      case "close":
        board.close();
        break;
      case "pause":
        this.#announcer.attend({ kind: "pause", until: clock.now() + PAUSE_FOR });
        this.#changed();
        break;
      case "resume":
        this.#announcer.attend({ kind: "resume" });
        this.#changed();
        break;
      case "quit":
        quit();
        break;
      default:
        unreachable(command);
    }
  }

  /** A left click on the tray icon. */
  toggleBoard(): void {
    const { board, notifier } = this.#ports;
    if (board.toggle()) notifier.withdrawAll();
  }

  /** A condition that the person should know of; it stays on the board until {@link untell}. */
  tell(problem: Problem): void {
    this.#ports.log.warn(`problem: ${problem.key}: ${problem.args.join(" ")}`);
    this.#problems.set(problem.key, problem);
    this.#drawing.soon();
  }

  untell(key: Problem["key"]): void {
    if (this.#problems.delete(key)) this.#drawing.soon();
  }

  /** The board was opened, or the ages on it have changed. */
  refreshBoard(): void {
    if (this.#isStopped) return;
    const { board, clock } = this.#ports;
    board.render(boardView(this.#situation(), clock.now()));
  }

  /** The end: nothing is drawn or told any more. */
  stop(): void {
    this.#isStopped = true;
    this.#announcer.stop();
    this.#drawing.stop();
  }

  #openService(service: string): void {
    const link = shownServices(this.#situation()).find((shown) => shown.service.id === service)?.link;
    if (link !== undefined) {
      this.#ports.links.open(link);
      this.#ports.board.close();
      return;
    }
    this.#ports.log.warn(`no approval page to open for ${JSON.stringify(service)}`);
    this.#openBoard();
  }

  /** Whoever looks at the board needs no notices of what stands on it. */
  #openBoard(): void {
    const { board, notifier } = this.#ports;
    board.open();
    notifier.withdrawAll();
  }

  #addressOf(subject: string): Result<ApprovalsAddress, "bad-subject"> {
    const known = this.#addresses.get(subject);
    if (known !== undefined) return known;
    if (this.#addresses.size >= MAX_ADDRESSES) this.#addresses.clear();
    const address = parseApprovalsSubject(subject);
    this.#addresses.set(subject, address);
    return address;
  }

  #changed(): void {
    if (this.#isStopped) return;
    this.#ports.store.saveSoon(this.#toSaved);
    this.#drawing.soon();
  }

  readonly #toSaved = (): Saved =>
    toSaved(this.#options.owner, {
      catalog: this.#catalog,
      ledger: this.#ledger,
      told: this.#announcer.told,
      retired: this.#retired,
      pausedUntil: this.#announcer.pausedUntil,
      lastContact: this.#connection.lastContact,
    });

  #draw(): void {
    const { clock, tray, board } = this.#ports;
    const now = clock.now();
    const situation = this.#situation();
    tray.render(trayView(situation, now));
    if (board.isOpen()) board.render(boardView(situation, now));
  }

  #situation(): Situation {
    return {
      language: this.#options.language,
      linkOrigins: this.#options.linkOrigins,
      catalog: this.#catalog,
      ledger: this.#ledger,
      connection: this.#connection,
      pausedUntil: this.#announcer.pausedUntil,
      problems: [...this.#problems.values()],
    };
  }
}

function minuteOf(time: number | null): number {
  return time === null ? -1 : Math.floor(time / MINUTE);
}
