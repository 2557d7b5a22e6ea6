import { type Bus, type BusCall, BusError, type SignalMatch } from "../../../main/desktop/dbus/bus.ts";

const SERVER = "org.freedesktop.Notifications";

/** A notification that the simulated server holds. */
export interface Held {
  readonly id: number;
  readonly summary: string;
  readonly body: string;
  isInList: boolean;
}

/** A bus with one notification server, both in memory. The server can stop, continue and be restarted. */
export class SimulatedServer implements Bus {
  readonly held = new Map<number, Held>();
  #ids = 0;
  #starts = 1;
  #isStopped = false;
  /** Calls that wait for it, in their order. */
  #unread: { readonly read: () => void; readonly lose: () => void }[] = [];
  readonly #listeners = new Map<string, Parameters<Bus["onSignal"]>[1]>();
  #tellOwner: (owner: string | undefined) => void = () => {};

  stop(): void {
    this.#isStopped = true;
  }

  goOn(): void {
    this.#isStopped = false;
    for (const { read } of this.#unread.splice(0)) read();
  }

  /** In the bus's order: the name becomes free, then open calls fail, then the next server owns the name. */
  restart(): void {
    this.held.clear();
    this.#isStopped = false;
    this.#tellOwner(undefined);
    for (const { lose } of this.#unread.splice(0)) lose();
    this.#starts++;
    this.#tellOwner(this.#owner);
  }

  invoke(id: number, key: string): void {
    this.#signal("ActionInvoked", id, key);
  }

  /** By itself, into its list, or by the person. */
  leaves(id: number, isExpired: boolean): void {
    const held = this.held.get(id);
    if (held === undefined) return;
    if (isExpired) held.isInList = true;
    else this.held.delete(id);
    this.#signal("NotificationClosed", id, isExpired ? 1 : 2);
  }

  call({ destination, member, body = [] }: BusCall): Promise<readonly unknown[]> {
    if (destination !== SERVER) return Promise.resolve(member === "GetNameOwner" ? [this.#owner] : ["bus"]);
    return new Promise((resolve, reject) => {
      const read = (): void => resolve(this.#answer(member, body));
      const lose = (): void => reject(new BusError("org.freedesktop.DBus.Error.NoReply", "gone"));
      if (this.#isStopped) this.#unread.push({ read, lose });
      else read();
    });
  }

  property(): Promise<unknown> {
    return Promise.reject(new Error("nobody asks"));
  }

  onSignal({ member }: SignalMatch, listener: Parameters<Bus["onSignal"]>[1]): () => void {
    this.#listeners.set(member, listener);
    return () => this.#listeners.delete(member);
  }

  onNameOwner(_name: string, listener: (owner: string | undefined) => void): () => void {
    this.#tellOwner = listener;
    queueMicrotask(() => listener(this.#owner));
    return () => {
      this.#tellOwner = () => {};
    };
  }

  close(): void {}

  get #owner(): string {
    return `:1.${this.#starts}`;
  }

  #signal(member: string, ...body: unknown[]): void {
    this.#listeners.get(member)?.(body, "/");
  }

  #answer(member: string, args: readonly unknown[]): readonly unknown[] {
    switch (member) {
      case "GetCapabilities":
        return [["actions", "body"]];
      case "GetServerInformation":
        return ["simulated", "example.com", "1", "1.2"];
      case "CloseNotification":
        this.held.delete(Number(args[0]));
        return [];
      default: {
        const [, replaces, , summary, body] = args;
        const before = this.held.get(Number(replaces));
        const id = before !== undefined && !before.isInList ? before.id : ++this.#ids;
        this.held.set(id, { id, summary: String(summary), body: String(body), isInList: false });
        return [id];
      }
    }
  }
}
