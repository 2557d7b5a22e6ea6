import { type Catalog, type Language, parseCatalog } from "../../contract/catalog.ts";
import { type ApprovalEvent, parseEventAt } from "../../contract/event.ts";
import type { Result } from "../../contract/result.ts";
import { type ApprovalsAddress, approvalsSubject, parseApprovalsSubject } from "../../contract/subject.ts";
import type { Presence } from "../../core/attention/attention.ts";
import type { History } from "../../core/attention/history.ts";
import { without } from "../../core/attention/without.ts";
import type { Command } from "../../core/command.ts";
import {
  type Connection,
  type ConnectionSignal,
  initialConnection,
  nextConnection,
} from "../../core/connection.ts";
import { confirmedDoubts, type Doubts, doubtProblems, doubtsAfter } from "../../core/knowledge/doubt.ts";
import { judgeEvent, MAX_LEDGER_SERVICES, type Verdict } from "../../core/knowledge/ledger.ts";
import { retireServices } from "../../core/knowledge/retire.ts";
import {
  fromSaved,
  NOTHING_REMEMBERED,
  type Remembered,
  type Saved,
  toSaved,
} from "../../core/knowledge/saved.ts";
import type { Problem } from "../../core/problem.ts";
import { type BoardView, boardView } from "../../view/board.ts";
import type { Situation } from "../../view/situation.ts";
import { type TrayView, trayView } from "../../view/tray.ts";
import { languageFor } from "../../words/index.ts";
import type { FeedSink, Found } from "../broker/feed-sink.ts";
import type { Retained } from "../broker/transport.ts";
import type { Store } from "../state/store.ts";
import { Announcer, type AnnouncerPorts } from "./announcer.ts";
import { type CommanderPorts, commander } from "./commander.ts";
import { createRefusals, type Refusals } from "./refusals.ts";
import { createThrottle, type Throttle } from "./throttle.ts";

const MAX_ADDRESSES = 1_000;
/** However fast events come, the tray is drawn at most once in this time; milliseconds. */
const DRAW_AT_MOST_EVERY = 100;
/** The connection's last contact changes all the time: "as of 14:05" is good to the minute. */
const MINUTE = 60_000;
const SAVE_CONTACT_EVERY = 15 * MINUTE;

export interface HubPorts extends CommanderPorts {
  readonly store: Store<Saved>;
  readonly tray: { render(view: TrayView): void };
  readonly board: CommanderPorts["board"] & {
    isOpen(): boolean;
    render(view: BoardView): void;
  };
  readonly settings: CommanderPorts["settings"] & {
    /** What it shows may have changed. */
    refresh(): void;
  };
  readonly notifier: AnnouncerPorts["notifier"];
}

export interface HubOptions {
  /** Canonical id. */
  readonly user: string;
  /** Whose saved state is taken up and kept; null while nobody knows who it is: what was saved before stays as it is. */
  readonly owner: string | null;
  /** The OS's language, for who has not chosen one. */
  readonly systemLanguage: Language;
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
  #doubts: Doubts = new Map();
  /** Canonical ids of the services whose retained events could not be read, or were refused. */
  readonly #unreadable = new Set<string>();
  /** Those, and the services of which the broker was found to hold older counts. */
  #unsure: ReadonlySet<string> = new Set();
  readonly #refusals: Refusals;
  #problems = new Map<Problem["key"], Problem>();
  readonly #announcer: Announcer;
  readonly #save: (() => Saved) | undefined;
  readonly #carryOut: (command: Command) => void;
  readonly #drawing: Throttle;
  /** Subjects that were read already. */
  readonly #addresses = new Map<string, Result<ApprovalsAddress, "bad-subject">>();
  #isStopped = false;
  #catalogText = "";

  constructor(ports: HubPorts, options: HubOptions) {
    this.#ports = ports;
    this.#options = options;
    const remembered = this.#recall();
    this.#save = this.#saveFor(options.owner);
    this.#catalog = remembered.catalog;
    this.#ledger = new Map(remembered.ledger);
    this.#retired = remembered.retired;
    this.#connection = initialConnection(remembered.lastContact);
    const { clock, log, notifier } = ports;
    this.#refusals = createRefusals(clock, (line) => log.warn(line));
    this.#drawing = createThrottle(clock, DRAW_AT_MOST_EVERY, () => this.#draw());
    this.#announcer = new Announcer(
      {
        clock,
        log,
        notifier,
        surroundings: () => ({
          counts: this.#ledger,
          unsure: this.#unsure,
          preferences: this.#ports.preferences.effective,
          isFresh: this.#connection.kind === "fresh",
          now: clock.now(),
        }),
        situation: () => this.situation,
        changed: (isDue) => this.#changed(isDue),
      },
      remembered.attention,
      remembered.history,
    );
    this.#carryOut = commander({
      ...ports,
      attend: (input) => this.#announcer.attend(input),
      situation: () => this.situation,
      tell: (problem) => this.tell(problem),
      untell: (key) => this.untell(key),
    });
    this.#announcer.attend({ kind: "catching-up" });
    this.#draw();
  }

  #recall(): Remembered {
    const { store, log } = this.#ports;
    const { owner, user } = this.#options;
    if (owner === null) return NOTHING_REMEMBERED;
    const remembered = fromSaved(store.loaded, owner, user);
    if (remembered.ok) return remembered.value;
    log.info(`saved state: ${remembered.reason}: ${remembered.detail}`);
    if (remembered.reason === "unreadable") store.putAside(); // damaged, or of a later version
    return NOTHING_REMEMBERED;
  }

  /** Where the feed sends what the broker says. @param log one line of it each */
  sink(log: (text: string) => void): FeedSink {
    return {
      event: (origin, payload) => this.receive(origin, payload),
      retained: (service, retained) => this.receiveRetained(service, retained),
      unanswered: (service) => this.unanswered(service),
      unproven: (subject) => this.unproven(subject),
      catalog: (payload) => this.receiveCatalog(payload),
      signal: (signal) => this.signal(signal),
      log,
    };
  }

  /** An event that was stored just now. @param origin the subject under which, by the broker's own word */
  receive(origin: string, payload: Uint8Array): void {
    this.#take(origin, payload);
  }

  /** What the broker holds of a service. Where that is older than what is known, twice in a row, nobody is sure any more. */
  receiveRetained(service: string, retained: Retained): Found {
    const found = this.#find(service, retained);
    if (found === undefined) {
      this.#setUnreadable(service, true);
      return "unreadable";
    }
    this.#setUnreadable(service, false);
    return this.#doubt(service, found) ? "older" : "settled";
  }

  #find(service: string, retained: Retained): Verdict | undefined {
    if (retained.kind === "none") return this.#ledger.has(service) ? "stale" : "duplicate";
    const subject = approvalsSubject(this.#options.user, service);
    if (subject.ok && retained.origin === subject.value) return this.#take(subject.value, retained.payload);
    this.unproven(subject.ok ? subject.value : service);
    return undefined;
  }

  /** The broker serves other services, but gave no answer for this one. */
  unanswered(service: string): void {
    this.#setUnreadable(service, true);
  }

  /** A message does not prove where it comes from. */
  unproven(subject: string): void {
    this.#refusals.add(
      "unproven",
      `refused: no proof of where a message on ${subject.slice(0, 200)} comes from`,
    );
  }

  #setUnreadable(service: string, isUnreadable: boolean): void {
    if (this.#unreadable.has(service) === isUnreadable) return;
    if (!isUnreadable) this.#unreadable.delete(service);
    else if (this.services().includes(service)) this.#unreadable.add(service);
    else return; // nothing is shown of it
    const change = `${isUnreadable ? "not sure" : "sure again"}: ${service}`;
    this.#refusals.add(change, change); // a service may go to and fro
    this.#surenessChanged();
  }

  #doubt(service: string, found: Verdict): boolean {
    const before = this.#doubts;
    this.#doubts = doubtsAfter(before, service, found, this.#ports.clock.now());
    if (this.#doubts === before) return false;
    const doubt = this.#doubts.get(service);
    const what = doubt === undefined ? "over" : doubt.isConfirmed ? "confirmed" : "read again";
    this.#ports.log.warn(`older than known at the broker: ${service}: ${what}`);
    this.#surenessChanged();
    return doubt !== undefined; // also once more when it is confirmed: two readings may come from one late copy
  }

  /** What was not told of because nobody was sure may be told now. */
  #surenessChanged(): void {
    this.#unsure = new Set([...this.#unreadable, ...confirmedDoubts(this.#doubts)]);
    this.#announcer.attend({ kind: "tick" });
    this.#drawing.soon();
  }

  /**
   * The one door for events, live or retained. A bad one is refused with its reason; the count that was known stays, but
   * is not sure any more: the broker holds the bad one in place of the good.
   * @param origin where it was stored, by the broker's own word
   * @returns what it is to the one that was held; undefined for one that is not taken at all
   */
  #take(origin: string, payload: Uint8Array): Verdict | undefined {
    const address = this.#addressOf(origin);
    if (!address.ok || address.value.user !== this.#options.user) {
      const reason = address.ok ? "other-user" : address.reason;
      this.#refusals.add(reason, `event refused: ${reason}: ${origin.slice(0, 200)}`);
      return undefined;
    }
    const { service } = address.value;
    if (this.#retired.has(service)) return undefined;
    const event = parseEventAt(address.value, payload);
    if (!event.ok) {
      this.#refusals.add(event.reason, `event refused: ${event.reason}: ${service}: ${event.detail}`);
      this.#setUnreadable(service, true);
      return undefined;
    }
    const verdict = judgeEvent(this.#ledger, event.value);
    if (verdict === "stale") return verdict;
    if (this.#unreadable.size > 0) this.#setUnreadable(service, false);
    if (verdict === "duplicate") return verdict;
    if (this.#ledger.size >= MAX_LEDGER_SERVICES && !this.#ledger.has(service)) {
      this.#refusals.add("too-many-services", `event refused: too-many-services: ${service}`);
      this.tell({ key: "too-many-services", args: [String(MAX_LEDGER_SERVICES)] });
      return undefined;
    }
    this.#ledger.set(service, event.value);
    if (this.#doubts.size > 0) this.#doubt(service, verdict);
    this.#announcer.countChanged(service);
    this.#changed();
    return verdict;
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
    this.#doubts = without(this.#doubts, removed);
    for (const service of removed) this.#unreadable.delete(service);
    if (this.#unsure.size > 0) this.#surenessChanged();
    for (const service of removed) this.#announcer.attend({ kind: "removed", service });
    this.#changed();
  }

  signal(signal: ConnectionSignal): void {
    const before = this.#connection;
    this.#connection = nextConnection(before, signal, this.#ports.clock.now());
    if (signal.kind === "connected") this.#announcer.attend({ kind: "catching-up" });
    if (signal.kind === "synced") this.#announcer.attend({ kind: "caught-up" });
    if (this.#connection.kind !== before.kind) this.#ports.log.info(`connection: ${this.#connection.kind}`);
    const isNew =
      this.#connection.kind !== before.kind || signal.kind === "lost" || signal.kind === "refused";
    const [contact, contactBefore] = [this.#connection.lastContact, before.lastContact];
    // A disk that sleeps is not woken every minute for the time of the last contact alone.
    if (isNew || stepOf(contact, SAVE_CONTACT_EVERY) !== stepOf(contactBefore, SAVE_CONTACT_EVERY))
      this.#changed();
    else if (stepOf(contact, MINUTE) !== stepOf(contactBefore, MINUTE)) this.#drawing.soon();
  }

  /** Canonical ids of the services whose retained events are to be read. */
  services(): readonly string[] {
    return [...new Set([...this.#catalog.map(({ id }) => id), ...this.#ledger.keys()])];
  }

  command(command: Command): void {
    this.#carryOut(command);
  }

  /** The preferences have changed. */
  preferencesChanged(): void {
    this.#announcer.attend({ kind: "tick" });
    this.#drawing.soon();
  }

  /** Whether somebody is there to be told. */
  presenceChanged(presence: Presence): void {
    this.#ports.log.info(`presence: ${JSON.stringify(presence)}`);
    this.#announcer.attend({ kind: "presence", presence });
  }

  /** A notice is on the screen no more, and not by our doing. */
  noticeClosed(tag: string): void {
    this.#announcer.closed(tag);
  }

  /** Time has passed unnoticed: the computer slept. */
  woke(): void {
    this.#announcer.attend({ kind: "tick" });
  }

  /** The clock shows another time: that of another zone. */
  clockChanged(): void {
    this.woke();
    this.#drawing.soon();
  }

  /** The last decisions of what to tell, newest first. */
  get history(): History {
    return this.#announcer.history;
  }

  /** A condition that the person should know of; it stays on the board until {@link untell}. */
  tell(problem: Problem): void {
    const known = this.#problems.get(problem.key);
    if (known !== undefined && known.args.join() === problem.args.join()) return;
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
    board.render(boardView(this.situation, clock.now()));
  }

  /** The end: nothing is drawn or told any more. */
  stop(): void {
    this.#isStopped = true;
    this.#refusals.stop();
    this.#announcer.stop();
    this.#drawing.stop();
  }

  #addressOf(subject: string): Result<ApprovalsAddress, "bad-subject"> {
    const known = this.#addresses.get(subject);
    if (known !== undefined) return known;
    if (this.#addresses.size >= MAX_ADDRESSES) this.#addresses.clear();
    const address = parseApprovalsSubject(subject);
    this.#addresses.set(subject, address);
    return address;
  }

  /** @param isDue saves at once, instead of within a second */
  #changed(isDue = false): void {
    if (this.#isStopped) return;
    if (this.#save !== undefined) this.#ports.store[isDue ? "saveNow" : "saveSoon"](this.#save);
    this.#drawing.soon();
  }

  /** What is saved when the time has come; undefined while it would be nobody's. */
  #saveFor(owner: string | null): (() => Saved) | undefined {
    if (owner === null) return undefined;
    return () =>
      toSaved(owner, {
        catalog: this.#catalog,
        ledger: this.#ledger,
        attention: this.#announcer.attention,
        history: this.#announcer.history,
        retired: this.#retired,
        lastContact: this.#connection.lastContact,
      });
  }

  #draw(): void {
    const { clock, tray, board, settings } = this.#ports;
    const now = clock.now();
    const { situation } = this;
    tray.render(trayView(situation, now));
    if (board.isOpen()) board.render(boardView(situation, now));
    settings.refresh();
  }

  /** Everything that the windows are drawn from. */
  get situation(): Situation {
    const { effective } = this.#ports.preferences;
    const { pause, snoozed } = this.#announcer.attention;
    const language = languageFor(effective, this.#options.systemLanguage);
    const doubted = doubtProblems(this.#doubts, this.#catalog, language);
    return {
      language,
      linkOrigins: this.#options.linkOrigins,
      preferences: effective,
      catalog: this.#catalog,
      ledger: this.#ledger,
      unsure: this.#unsure,
      connection: this.#connection,
      pausedUntil: pause?.until ?? null,
      snoozed: new Map([...snoozed].map(([service, { until }]) => [service, until])),
      problems: [...this.#problems.values(), ...doubted],
    };
  }
}

function stepOf(time: number | null, step: number): number {
  return time === null ? -1 : Math.floor(time / step);
}
