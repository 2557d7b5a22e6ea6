import { setTimeout as sleep } from "node:timers/promises";
import type { NoticeView } from "../../view/notice.ts";
import { type Bus, BusError } from "../dbus/bus.ts";
import { LATER_KEYS, notifyArguments, OPEN_KEYS, type Sender } from "./freedesktop-message.ts";
import { FreedesktopServer, isNobody, SERVER_GONE, Unanswered } from "./freedesktop-server.ts";
import type { NotifierPort, NotifierSink } from "./notifier.ts";
import { ShownNotices } from "./shown-notices.ts";
import type { StandingMemory } from "./standing-notices.ts";

/** Milliseconds. The first notice may start the server. */
const PATIENCE = 10_000;
/** Milliseconds that the end of the app waits for the server. */
const FAREWELL = 1_000;

export interface FreedesktopPorts {
  readonly sender: Sender;
  readonly sink: NotifierSink;
  /** Receives the notices that the server answers with an error. */
  readonly fallback: NotifierPort;
  /** Notifications on the screen, for a start after a crash. */
  readonly memory: StandingMemory;
  /** Milliseconds after which an answer is late. */
  readonly patience?: number;
}

/**
 * Speaks directly to the notification server of a Linux desktop. Electron offers neither buttons, nor replacing in
 * place, nor a sign that the server died.
 *
 * An unsent notice is kept for the next server. A sent one is never sent again: its answer may only be late, and the
 * notice may be on the screen already.
 */
export class FreedesktopNotifier implements NotifierPort {
  readonly #ports: FreedesktopPorts;
  readonly #server: FreedesktopServer;

  /** Next work, only the latest per tag. `undefined` withdraws the notice. */
  readonly #wanted = new Map<string, NoticeView | undefined>();
  #work: Promise<void> | undefined;
  #doing: string | undefined;
  #isDisposed = false;

  /** Notices that no server accepted. They are shown by the next server unless withdrawn. */
  readonly #unshown = new Map<string, NoticeView>();
  /** Notices that were sent while the server answers only other calls. Handled when the answer comes. */
  readonly #unanswered = new Map<string, NoticeView>();
  /** Notices of the current server. Another server knows none of them. */
  readonly #shown = new ShownNotices();
  /** Id of the bus, for the memory. */
  #bus: string | undefined;

  constructor(bus: Bus, ports: FreedesktopPorts) {
    const { sink, patience = PATIENCE } = ports;
    this.#ports = ports;
    this.#server = new FreedesktopServer(bus, patience, {
      ownerChanged: (owner) => this.#ownerChanged(owner),
      late: () => sink.failed({ kind: "no-server" }),
      invoked: (id, key) => this.#invoked(id, key),
      closed: (id, reason) => {
        const tag = this.#shown.closed(id, reason === "expired");
        this.#remember();
        const isReplaced = tag !== undefined && (tag === this.#doing || this.#wanted.has(tag));
        if (tag !== undefined && !isReplaced) sink.closed(tag, reason === "dismissed");
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
   * Removes notifications of a killed run, which would stay for ever and answer no click. A notice whose `Notify` was
   * unanswered cannot be removed unless it replaced one: only the answer has its id, and the protocol cannot list
   * notifications.
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

  /** Queues one call at a time, so that the id of a notice is known before the next notice of its tag replaces it. */
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
    this.#work = undefined; // in the same turn, so that a later `#want` starts the work again
  }

  async #notify(notice: NoticeView): Promise<void> {
    const { tag } = notice;
    try {
      const abilities = await this.#server.abilities();
      if (this.#wanted.has(tag)) return; // a newer notice came meanwhile
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
    if (before !== undefined) void this.#server.close(before); // still in the desktop's list
    this.#remember();
    this.#works(notice.tag);
  }

  /**
   * Waits for a late answer without blocking later notices. If the notice was withdrawn or replaced meanwhile, the id
   * only serves to close it.
   */
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
      () => {}, // the server is gone
    );
  }

  #failed(notice: NoticeView, { name, message }: BusError): void {
    if (!isNobody(name)) {
      void this.#closeShown(notice.tag); // its content is outdated
      this.#ports.sink.failed({ kind: "not-taken", detail: message });
      this.#ports.fallback.show(notice); // it reports `shown` itself
      return;
    }
    this.#unshown.set(notice.tag, notice);
    this.#ports.sink.failed({ kind: "no-server" }, notice.tag);
    if (name === SERVER_GONE && this.#server.owner !== undefined) this.#works(); // another server is already there
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
    const notice = this.#shown.noticeOf(id); // the signal covers the notifications of all programs
    if (notice === undefined) return;
    const later = Object.hasOwn(LATER_KEYS, key) ? LATER_KEYS[key] : undefined;
    if (OPEN_KEYS.includes(key)) this.#ports.sink.click(notice);
    else if (later !== undefined) this.#ports.sink.later(notice, later);
  }

  #ownerChanged(owner: string | undefined): void {
    this.#shown.clear();
    this.#unanswered.clear();
    if (owner === undefined) void this.#tellUnlessStartable();
    else this.#works();
  }

  /** A server works. Shows the notices that no server accepted before. */
  #works(tag?: string): void {
    this.#ports.sink.shown(tag);
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
