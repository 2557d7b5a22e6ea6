import { setTimeout as sleep } from "node:timers/promises";
import type { NoticeView } from "../../core/view/notice.ts";
import { BUS_GONE, BUS_TIMEOUT, type Bus, BusError } from "../dbus/dbus.ts";
import {
  LATER_KEY,
  NOTIFY_SIGNATURE,
  notifyArguments,
  OPEN_KEYS,
  type Sender,
} from "./freedesktop-message.ts";
import type { NotifierPort, NotifierSink } from "./notifier.ts";
import { ShownNotices } from "./shown-notices.ts";

const SERVER = {
  destination: "org.freedesktop.Notifications",
  path: "/org/freedesktop/Notifications",
  interface: "org.freedesktop.Notifications",
} as const;

/** Nobody there, or nobody who answers: another way of asking would ask the same nobody. */
const NOBODY: ReadonlySet<string> = new Set([
  BUS_GONE,
  BUS_TIMEOUT,
  "org.freedesktop.DBus.Error.ServiceUnknown",
  "org.freedesktop.DBus.Error.NameHasNoOwner",
  "org.freedesktop.DBus.Error.NoReply",
  "org.freedesktop.DBus.Error.Disconnected",
  "org.freedesktop.DBus.Error.TimedOut",
]);
const isNobody = (name: string): boolean => NOBODY.has(name) || name.includes(".Error.Spawn.");

/** Why a notification was closed: its time was over. */
const EXPIRED = 1;
/** A server that is started for the first notice takes its time; milliseconds. */
const PATIENCE = 10_000;
/** How long the end of the app waits for a server; milliseconds. */
const FAREWELL = 1_000;

/**
 * The notification server of a Linux desktop, spoken to directly: buttons, replacing in place, and noticing when it
 * dies, none of which Electron offers there.
 * @param fallback is given what the server answers with an error
 */
export class FreedesktopNotifier implements NotifierPort {
  readonly #bus: Bus;
  readonly #sender: Sender;
  readonly #sink: NotifierSink;
  readonly #fallback: NotifierPort;
  readonly #patience: number;
  readonly #stops: readonly (() => void)[];

  /** What is to be done next, for each tag the latest only; `undefined` takes the notice away. */
  readonly #wanted = new Map<string, NoticeView | undefined>();
  #work: Promise<void> | undefined;
  #doing: string | undefined;
  #isDisposed = false;

  /** What nobody was there to take; shown when somebody is, unless it was taken back. */
  readonly #unshown = new Map<string, NoticeView>();

  /** Of the present server; another one knows nothing of it. */
  #owner: string | undefined;
  #capabilities: ReadonlySet<string> | undefined;
  readonly #shown = new ShownNotices();

  /** @param patience how long an answer is waited for; milliseconds */
  constructor(bus: Bus, sender: Sender, sink: NotifierSink, fallback: NotifierPort, patience = PATIENCE) {
    this.#bus = bus;
    this.#sender = sender;
    this.#sink = sink;
    this.#fallback = fallback;
    this.#patience = patience;
    const { destination, ...object } = SERVER;
    const match = (member: string) => ({ ...object, sender: destination, member });
    this.#stops = [
      bus.onSignal(match("ActionInvoked"), ([id, key]) => this.#invoked(Number(id), String(key))),
      bus.onSignal(match("NotificationClosed"), ([id, reason]) => {
        const tag = this.#shown.closed(Number(id), reason === EXPIRED);
        if (tag !== undefined) sink.closed(tag);
      }),
      bus.onNameOwner(destination, (owner) => this.#ownerChanged(owner)),
    ];
  }

  show(notice: NoticeView): void {
    this.#want(notice.tag, notice);
  }

  withdraw(tag: string): void {
    this.#want(tag, undefined);
  }

  withdrawAll(): void {
    const tags = [...this.#shown.tags, ...this.#wanted.keys(), ...this.#unshown.keys()];
    if (this.#doing !== undefined) tags.push(this.#doing);
    for (const tag of tags) this.withdraw(tag);
    this.#fallback.withdrawAll();
  }

  async dispose(): Promise<void> {
    this.withdrawAll();
    this.#isDisposed = true;
    await Promise.race([this.#work, sleep(FAREWELL, undefined, { ref: false })]);
    for (const stop of this.#stops) stop();
    await this.#fallback.dispose();
  }

  /** One call at a time, so that an id is known before the next notice of its tag replaces it. */
  #want(tag: string, notice: NoticeView | undefined): void {
    if (this.#isDisposed) return;
    this.#wanted.set(tag, notice);
    this.#work ??= this.#doAll();
  }

  async #doAll(): Promise<void> {
    for (;;) {
      const [next] = this.#wanted;
      this.#doing = next?.[0];
      if (next === undefined) break;
      const [tag, notice] = next;
      this.#wanted.delete(tag);
      if (notice === undefined) await this.#close(tag);
      else await this.#notify(notice);
    }
    this.#work = undefined; // in the same breath: what is wanted from now on starts it again
  }

  async #notify(notice: NoticeView): Promise<void> {
    const { tag } = notice;
    try {
      const capabilities = await this.#whatItCan();
      const owner = this.#owner;
      const replaces = this.#shown.idOf(tag) ?? 0;
      const body = notifyArguments(notice, replaces, capabilities, this.#sender);
      const call = { ...SERVER, member: "Notify", signature: NOTIFY_SIGNATURE, body };
      const [answer] = await this.#bus.call(call, this.#patience);
      this.#unshown.delete(tag);
      // Started by this very call it has an owner only now; died since, its id means nothing.
      if (owner === undefined || owner === this.#owner) this.#shown.add(notice, Number(answer));
      this.#works();
    } catch (error) {
      this.#failed(notice, error);
    }
  }

  async #whatItCan(): Promise<ReadonlySet<string>> {
    if (this.#capabilities !== undefined) return this.#capabilities;
    const [list] = await this.#bus.call({ ...SERVER, member: "GetCapabilities" }, this.#patience);
    const capabilities = new Set(Array.isArray(list) ? list.map(String) : []);
    this.#capabilities = capabilities;
    return capabilities;
  }

  #failed(notice: NoticeView, error: unknown): void {
    const { name, message } = error instanceof BusError ? error : new BusError("Error", String(error));
    this.#shown.remove(notice.tag);
    if (isNobody(name)) {
      if (name !== BUS_TIMEOUT) this.#unshown.set(notice.tag, notice); // late is not lost
      this.#sink.failed({ kind: "no-server" });
    } else {
      this.#sink.failed({ kind: "not-taken", detail: message });
      this.#fallback.show(notice); // tells by itself when it is taken
    }
  }

  async #close(tag: string): Promise<void> {
    this.#unshown.delete(tag);
    this.#fallback.withdraw(tag);
    const id = this.#shown.idOf(tag);
    if (id === undefined) return;
    this.#shown.remove(tag);
    const call = { ...SERVER, member: "CloseNotification", signature: "u", body: [id], mayStart: false };
    await this.#bus.call(call).catch(() => {}); // closed already, or gone with its server
  }

  #invoked(id: number, key: string): void {
    const notice = this.#shown.noticeOf(id); // the signal tells of every program's notifications
    if (notice === undefined) return;
    if (OPEN_KEYS.includes(key)) this.#sink.click(notice);
    else if (key === LATER_KEY) this.#sink.later(notice);
  }

  #ownerChanged(owner: string | undefined): void {
    this.#owner = owner;
    this.#capabilities = undefined;
    this.#shown.clear();
    if (owner === undefined) {
      void this.#tellUnlessStartable();
      return;
    }
    this.#works();
  }

  /** Somebody is there: also for what nobody took before. */
  #works(): void {
    this.#sink.shown();
    for (const [tag, notice] of this.#unshown) {
      if (!this.#wanted.has(tag)) this.#want(tag, notice);
    }
    this.#unshown.clear();
  }

  /** Some servers end when they have nothing to show, and are started by the bus for the next notice. */
  async #tellUnlessStartable(): Promise<void> {
    const bus = "org.freedesktop.DBus";
    const call = {
      destination: bus,
      path: "/org/freedesktop/DBus",
      interface: bus,
      member: "ListActivatableNames",
    };
    const [names] = await this.#bus.call(call).catch(() => [[]]);
    const isStartable = Array.isArray(names) && names.includes(SERVER.destination);
    if (!isStartable && this.#owner === undefined && !this.#isDisposed)
      this.#sink.failed({ kind: "no-server" });
  }
}
