import { BUS_GONE, BUS_TIMEOUT, type Bus, type BusCall, BusError } from "../dbus/bus.ts";
import { BUS_DAEMON } from "../dbus/bus-daemon.ts";
import { NOTIFICATION_SERVER } from "../dbus/notification-server.ts";
import { drawsDefaultAsButton, NOTIFY_SIGNATURE, type ServerAbilities } from "./freedesktop-message.ts";

/** `NotificationClosed` reason: the notification expired. */
/** Why a notification left the screen. The specification's other reasons say nothing of the person. */
export type Closing = "expired" | "dismissed" | "other";
const CLOSINGS: Readonly<Record<number, Closing>> = { 1: "expired", 2: "dismissed" };

/** Error name: the called server is gone, or another one has taken its place. */
export const SERVER_GONE = "alrimi.ServerGone";

/** Errors without a server or an answer. The fallback would call the same server. */
const NOBODY: ReadonlySet<string> = new Set([
  SERVER_GONE,
  BUS_GONE,
  BUS_TIMEOUT,
  "org.freedesktop.DBus.Error.ServiceUnknown",
  "org.freedesktop.DBus.Error.NameHasNoOwner",
  "org.freedesktop.DBus.Error.NoReply",
  "org.freedesktop.DBus.Error.Disconnected",
  "org.freedesktop.DBus.Error.TimedOut",
]);

/** Whether an error means that there is no server, rather than that the server refused. */
export function isNobody(name: string): boolean {
  return NOBODY.has(name) || name.includes(".Error.Spawn.");
}

/** The server answers later calls, but not this one. */
export class Unanswered extends Error {
  /** Resolves to the server's id, if the answer comes after all. */
  readonly late: Promise<number>;

  constructor(late: Promise<number>) {
    super("the notification server did not answer");
    this.name = "Unanswered";
    this.late = late;
  }
}

/** Receives the events of a notification server. */
export interface ServerEvents {
  /** @param owner bus name (`:1.7`) of the current server; undefined while there is none */
  ownerChanged(owner: string | undefined): void;
  /** A call is not answered in time. The answer is still awaited. */
  late(): void;
  invoked(id: number, key: string): void;
  /** @param isInList the notification expired and may still be in the desktop's list */
  closed(id: number, reason: Closing): void;
}

/** Client of a Linux notification server (Desktop Notifications Specification 1.2). */
export class FreedesktopServer {
  readonly #bus: Bus;
  readonly #patience: number;
  readonly #events: ServerEvents;
  readonly #stops: readonly (() => void)[];
  /** Abandons calls to the current server that have no answer yet. */
  readonly #pending = new Set<() => void>();
  #owner: string | undefined;
  #abilities: ServerAbilities | undefined;

  /** @param patience milliseconds after which an answer is late */
  constructor(bus: Bus, patience: number, events: ServerEvents) {
    this.#bus = bus;
    this.#patience = patience;
    this.#events = events;
    const { destination, ...object } = NOTIFICATION_SERVER;
    const match = (member: string) => ({ ...object, sender: destination, member });
    // The answer to `Notify` may arrive in the same turn. It must be handled first, because it has the id.
    this.#stops = [
      bus.onSignal(match("ActionInvoked"), ([id, key]) => {
        setImmediate(() => events.invoked(Number(id), String(key)));
      }),
      bus.onSignal(match("NotificationClosed"), ([id, reason]) => {
        setImmediate(() => events.closed(Number(id), CLOSINGS[Number(reason)] ?? "other"));
      }),
      bus.onNameOwner(destination, (owner) => this.#ownerChanged(owner)),
    ];
  }

  get owner(): string | undefined {
    return this.#owner;
  }

  /**
   * Abilities of the current server.
   * @throws a `BusError`
   */
  async abilities(): Promise<ServerAbilities> {
    if (this.#abilities !== undefined) return this.#abilities;
    const [list] = await this.#ask({ member: "GetCapabilities" });
    const [name, vendor] = await this.#ask({ member: "GetServerInformation" }).catch((error: BusError) => {
      if (isNobody(error.name)) throw error;
      return []; // the server does not report it
    });
    this.#abilities = {
      capabilities: new Set(Array.isArray(list) ? list.map(String) : []),
      drawsDefault: drawsDefaultAsButton(String(name), String(vendor)),
    };
    return this.#abilities;
  }

  /**
   * Shows a notification. Waits for a late answer too, because the id is needed to remove the notification.
   * @param body arguments of `Notify`
   * @returns the server's id
   * @throws `Unanswered` when the server answers a later call first, otherwise a `BusError`
   */
  notify(body: readonly unknown[]): Promise<number> {
    return new Promise((resolve, reject) => {
      const probe = (): void => {
        this.#events.late();
        const call = { member: "GetCapabilities", mayStart: false };
        const isAlive = this.#ask(call, () => {});
        isAlive.then(
          () => reject(new Unanswered(id)),
          () => {},
        );
      };
      const answer = this.#ask({ member: "Notify", signature: NOTIFY_SIGNATURE, body }, probe);
      const id = answer.then(([given]) => Number(given));
      id.then(resolve, reject);
    });
  }

  /** Removes a notification from the screen and from the desktop's list. Never rejects. */
  async close(id: number): Promise<void> {
    const call = {
      ...NOTIFICATION_SERVER,
      member: "CloseNotification",
      signature: "u",
      body: [id],
      mayStart: false,
    };
    await this.#bus.call(call).catch(() => {}); // closed already, or the server is gone
  }

  /** Whether the bus can start a server. Some servers exit when they show nothing. */
  async isStartable(): Promise<boolean> {
    const [names] = await this.#bus.call({ ...BUS_DAEMON, member: "ListActivatableNames" }).catch(() => [[]]);
    return Array.isArray(names) && names.includes(NOTIFICATION_SERVER.destination);
  }

  /**
   * Identifies a server by its bus and its name there, because ids are valid for one server only. Undefined when there
   * is no server.
   */
  async identity(): Promise<{ readonly bus: string; readonly server: string } | undefined> {
    try {
      const [bus] = await this.#bus.call({ ...BUS_DAEMON, member: "GetId" });
      const name = { member: "GetNameOwner", signature: "s", body: [NOTIFICATION_SERVER.destination] };
      const [server] = await this.#bus.call({ ...BUS_DAEMON, ...name });
      return { bus: String(bus), server: String(server) };
    } catch {
      return undefined;
    }
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    for (const abandon of [...this.#pending]) abandon();
  }

  #ownerChanged(owner: string | undefined): void {
    const before = this.#owner;
    this.#owner = owner;
    this.#abilities = undefined;
    // Without a previous owner, the bus started this server for the pending call.
    if (before !== undefined) for (const abandon of [...this.#pending]) abandon();
    this.#events.ownerChanged(owner);
  }

  /** @param late called when the answer is late; reports it by default */
  #ask(
    call: Pick<BusCall, "member" | "signature" | "body" | "mayStart">,
    late = (): void => this.#events.late(),
  ): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(late, this.#patience);
      const leave = (): void => {
        clearTimeout(timer);
        this.#pending.delete(abandon);
      };
      const abandon = (): void => {
        leave();
        reject(new BusError(SERVER_GONE, "the notification server is gone"));
      };
      this.#pending.add(abandon);
      this.#bus
        .call({ ...NOTIFICATION_SERVER, ...call }, Number.POSITIVE_INFINITY)
        .finally(leave)
        .then(resolve, reject);
    });
  }
}
