import { setTimeout as sleep } from "node:timers/promises";
import type { NoticeView } from "../../view/notice.ts";
import { type Bus, BusError } from "../dbus/bus.ts";
import { LATER_KEY, notifyArguments, OPEN_KEYS, type Sender } from "./freedesktop-message.ts";
import { FreedesktopServer, isNobody, SERVER_GONE, Unanswered } from "./freedesktop-server.ts";
import type { NotifierPort, NotifierSink } from "./notifier.ts";
import { ShownNotices } from "./shown-notices.ts";
import type { StandingMemory } from "./standing-notices.ts";

/** A server that is started for the first notice takes its time; milliseconds. */
const PATIENCE = 10_000;
/** How long the end of the app waits for a server; milliseconds. */
const FAREWELL = 1_000;

export interface FreedesktopPorts {
  readonly sender: Sender;
  readonly sink: NotifierSink;
  /** Is given what the server answers with an error. */
  readonly fallback: NotifierPort;
  /** What stands, for a start after a crash. */
  readonly memory: StandingMemory;
  /** After this time an answer is late; milliseconds. */
  readonly patience?: number;
}

/**
 * The notification server of a Linux desktop, spoken to directly: buttons, replacing in place, and noticing when it
 * dies, none of which Electron offers there.
 *
 * A notice that was never sent is kept for the next server. One that was sent is never sent again: its answer may be
 * late, and then the notice is on the screen already.
 */
export class FreedesktopNotifier implements NotifierPort {
  readonly #ports: FreedesktopPorts;
  readonly #server: FreedesktopServer;

  /** What is to be done next, for each tag the latest only; `undefined` takes the notice away. */
  readonly #wanted = new Map<string, NoticeView | undefined>();
  #work: Promise<void> | undefined;
  #doing: string | undefined;
  #isDisposed = false;

  /** What no server was there to take; shown when there is one, unless it was taken back. */
  readonly #unshown = new Map<string, NoticeView>();
  /** Sent, and the server answers other calls instead: what is wanted of it when the answer comes. */
  readonly #unanswered = new Map<string, NoticeView>();
  /** What the present server has taken; another one knows nothing of it. */
  readonly #shown = new ShownNotices();
  /** The id of the bus, for the memory. */
  #bus: string | undefined;

  constructor(bus: Bus, ports: FreedesktopPorts) {
    const { sink, patience = PATIENCE } = ports;
    this.#ports = ports;
    this.#server = new FreedesktopServer(bus, patience, {
      ownerChanged: (owner) => this.#ownerChanged(owner),
      late: () => sink.failed({ kind: "no-server" }),
      invoked: (id, key) => this.#invoked(id, key),
      closed: (id, isInList) => {
        const tag = this.#shown.closed(id, isInList);
        this.#remember();
        const isReplaced = tag !== undefined && (tag === this.#doing || this.#wanted.has(tag));
        if (tag !== undefined && !isReplaced) sink.closed(tag);
      },
    });
    this.#work = this.#cleanUp().then(() => this.#doAll());
  }

  show(notice: NoticeView): void {
    this.#want(notice.tag, notice);
  }

  withdraw(tag: string): void {
    this.#want(tag, undefined);
  }

  withdrawAll(): void {
    const tags = [
      ...this.#shown.tags,
      ...this.#wanted.keys(),
      ...this.#unshown.keys(),
      ...this.#unanswered.keys(),
    ];
    if (this.#doing !== undefined) tags.push(this.#doing);
    for (const tag of tags) this.withdraw(tag);
    this.#ports.fallback.withdrawAll();
  }

  async dispose(): Promise<void> {
    this.withdrawAll();
    this.#isDisposed = true;
    await Promise.race([this.#work, sleep(FAREWELL, undefined, { ref: false })]);
    this.#server.dispose();
    await this.#ports.fallback.dispose();
  }

  /**
   * What a run left behind that was killed stays for ever and answers no click. A notice whose `Notify` was unanswered then
   * cannot be taken away, unless it replaced one: only the answer says its id, and the protocol lists no notifications.
   */
  async #cleanUp(): Promise<void> {
    const { memory } = this.#ports;
    const left = memory.read();
    const present = await this.#server.identity();
    this.#bus = present?.bus;
    if (left === undefined || left.ids.length === 0) return;
    if (left.bus === present?.bus && left.server === present.server) {
      await Promise.all(left.ids.map((id) => this.#server.close(id)));
    }
    memory.write({ ...left, ids: [] });
  }

  #remember(): void {
    const { owner } = this.#server;
    if (owner === undefined || this.#bus === undefined) return;
    this.#ports.memory.write({ bus: this.#bus, server: owner, ids: this.#shown.ids });
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
      const abilities = await this.#server.abilities();
      if (this.#wanted.has(tag)) return; // the answer took its time
      const standing = this.#shown.standing(tag);
      const replaces = standing?.isOnScreen === true ? standing.id : 0;
      const body = notifyArguments(notice, replaces, abilities, this.#ports.sender);
      this.#taken(notice, await this.#server.notify(body));
    } catch (error) {
      if (error instanceof Unanswered) this.#awaitLate(notice, error);
      else this.#failed(notice, error instanceof BusError ? error : new BusError("Error", String(error)));
    }
  }

  #taken(notice: NoticeView, id: number): void {
    this.#unshown.delete(notice.tag);
    this.#unanswered.delete(notice.tag);
    const before = this.#shown.add(notice, id);
    if (before !== undefined) void this.#server.close(before); // in the list
    this.#remember();
    this.#works();
  }

  /** The others do not wait for it. Where it is wanted no more, or a newer one stands, its id is known only to close it. */
  #awaitLate(notice: NoticeView, { late, message }: Unanswered): void {
    const { tag } = notice;
    this.#unanswered.set(tag, notice);
    this.#ports.sink.failed({ kind: "not-taken", detail: message });
    late.then(
      (id) => {
        if (this.#unanswered.get(tag) === notice) return this.#taken(notice, id);
        void this.#server.close(id);
        this.#works();
      },
      () => {}, // gone with its server
    );
  }

  #failed(notice: NoticeView, { name, message }: BusError): void {
    if (!isNobody(name)) {
      void this.#closeShown(notice.tag); // it says what is true no more
      this.#ports.sink.failed({ kind: "not-taken", detail: message });
      this.#ports.fallback.show(notice); // tells by itself when it is taken
      return;
    }
    this.#unshown.set(notice.tag, notice);
    this.#ports.sink.failed({ kind: "no-server" });
    if (name === SERVER_GONE && this.#server.owner !== undefined) this.#works(); // another one is there already
  }

  async #close(tag: string): Promise<void> {
    this.#unshown.delete(tag);
    this.#unanswered.delete(tag);
    this.#ports.fallback.withdraw(tag);
    await this.#closeShown(tag);
  }

  async #closeShown(tag: string): Promise<void> {
    const id = this.#shown.remove(tag);
    if (id === undefined) return;
    await this.#server.close(id);
    this.#remember();
  }

  #invoked(id: number, key: string): void {
    const notice = this.#shown.noticeOf(id); // the signal tells of every program's notifications
    if (notice === undefined) return;
    if (OPEN_KEYS.includes(key)) this.#ports.sink.click(notice);
    else if (key === LATER_KEY) this.#ports.sink.later(notice);
  }

  #ownerChanged(owner: string | undefined): void {
    this.#shown.clear();
    this.#unanswered.clear();
    if (owner === undefined) void this.#tellUnlessStartable();
    else this.#works();
  }

  /** A server is there: also for what none took before. */
  #works(): void {
    this.#ports.sink.shown();
    for (const [tag, notice] of this.#unshown) {
      if (!this.#wanted.has(tag)) this.#want(tag, notice);
    }
    this.#unshown.clear();
  }

  async #tellUnlessStartable(): Promise<void> {
    const isStartable = await this.#server.isStartable();
    if (!isStartable && this.#server.owner === undefined && !this.#isDisposed) {
      this.#ports.sink.failed({ kind: "no-server" });
    }
  }
}
