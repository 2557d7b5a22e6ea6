import type { EventEmitter } from "node:events";
import type { Message, MessageBus } from "@jellybrick/dbus-next";
import { withoutVariants, withVariants } from "./dbus-values.ts";

/** The desktop's message bus (Linux). Everything of the app that speaks D-Bus speaks it here. */

export interface BusObject {
  /** A well-known name such as `org.freedesktop.Notifications`. */
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
}

export interface BusCall extends BusObject {
  readonly member: string;
  /** Of the body, in D-Bus's own letters; a value of type `v` is given by `variant`. */
  readonly signature?: string;
  readonly body?: readonly unknown[];
  /** False: a program that is not running is not started for this. */
  readonly mayStart?: boolean;
}

export interface SignalMatch {
  /** The well-known name it comes from; the bus sees to that. */
  readonly sender: string;
  /** Any path when left out. */
  readonly path?: string;
  readonly interface: string;
  readonly member: string;
}

export interface Bus {
  /**
   * Calls a method and returns the body of its answer, without the variants around the values.
   * @param timeout in milliseconds, 5,000 by default
   * @throws a `BusError`: what was answered, or that nothing was in time, or that the bus is gone
   */
  call(call: BusCall, timeout?: number): Promise<readonly unknown[]>;
  /** Reads one property; times out and throws as `call` does. */
  property(of: BusObject & { readonly mayStart?: boolean }, name: string): Promise<unknown>;
  /** The listener is given the body, without variants, and the path it came from. Returns the undo. */
  onSignal(match: SignalMatch, listener: (body: readonly unknown[], path: string) => void): () => void;
  /**
   * Tells who owns a name (`:1.7`), soon and at every change; undefined when nobody does, which is also what is told
   * when the bus itself is gone. Nobody is started for it. Returns the undo.
   */
  onNameOwner(name: string, listener: (owner: string | undefined) => void): () => void;
  close(): void;
}

/** `name` is the D-Bus error, such as `org.freedesktop.DBus.Error.ServiceUnknown`, or one of the two below. */
export class BusError extends Error {
  constructor(name: string, message: string) {
    super(message === "" ? name : message);
    this.name = name;
  }
}
export const BUS_GONE = "alrimi.BusGone";
export const BUS_TIMEOUT = "alrimi.Timeout";

const PATIENCE = 5_000;
const DAEMON = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
} as const;
type Library = typeof import("@jellybrick/dbus-next");

/**
 * Connects to the bus of the person's session (`DBUS_SESSION_BUS_ADDRESS`, else where the desktop keeps it) or of the
 * system (`DBUS_SYSTEM_BUS_ADDRESS`, else its usual place).
 * @returns undefined when there is none, or none that answers within 5 s
 */
export async function connectBus(kind: "session" | "system"): Promise<Bus | undefined> {
  if (process.platform !== "linux") return undefined;
  const library = await import("@jellybrick/dbus-next"); // only now: the tray does not wait for it
  const raw = kind === "session" ? library.sessionBus() : library.systemBus();
  const events = raw as unknown as EventEmitter; // its types leave out "error"
  const isConnected = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, PATIENCE, false);
    const settle = (connected: boolean): void => {
      clearTimeout(timer);
      resolve(connected);
    };
    events.on("error", () => settle(false)); // for good: later errors end in "close" and have no other reader
    events.once("connect", () => settle(true));
  });
  if (isConnected) return new LiveBus(library, raw);
  raw.disconnect();
  return undefined;
}

class LiveBus implements Bus {
  readonly #library: Library;
  readonly #raw: MessageBus;
  /** What ends with the bus: calls without an answer, and those who watch a name. */
  readonly #onGone = new Set<() => void>();
  #isGone = false;
  #isClosed = false;

  constructor(library: Library, raw: MessageBus) {
    this.#library = library;
    this.#raw = raw;
    (raw as unknown as EventEmitter).setMaxListeners(0); // one for each signal that is listened to
    // The library tells nobody of the end of its stream.
    const { stream } = (raw as unknown as { _connection: { stream: EventEmitter } })._connection;
    stream.once("close", () => this.#gone());
  }

  call(call: BusCall, timeout = PATIENCE): Promise<readonly unknown[]> {
    const { Message, MessageFlag } = this.#library;
    return new Promise((resolve, reject) => {
      const gone = (): void => fail(new BusError(BUS_GONE, "the message bus is gone"));
      const late = `${call.destination} did not answer ${call.member} within ${timeout} ms`;
      const timer = setTimeout(() => fail(new BusError(BUS_TIMEOUT, late)), timeout);
      const settle = (): void => {
        clearTimeout(timer);
        this.#onGone.delete(gone);
      };
      const fail = (error: unknown): void => {
        settle();
        reject(error instanceof BusError ? error : busError(error));
      };
      if (this.#isGone) return gone();
      this.#onGone.add(gone);
      const { mayStart = true, body = [], ...rest } = call;
      const flags = mayStart ? {} : { flags: MessageFlag.NO_AUTO_START };
      const values = body.map((value) => withVariants(value, this.#library.Variant));
      this.#raw.call(new Message({ ...rest, ...flags, body: values })).then((answer) => {
        settle();
        resolve((answer?.body ?? []).map((value) => withoutVariants(value, this.#library.Variant)));
      }, fail);
    });
  }

  async property(of: BusObject & { readonly mayStart?: boolean }, name: string): Promise<unknown> {
    const body = [of.interface, name];
    const properties = { interface: "org.freedesktop.DBus.Properties", member: "Get" };
    const [value] = await this.call({ ...of, ...properties, signature: "ss", body });
    return value;
  }

  onSignal(match: SignalMatch, listener: (body: readonly unknown[], path: string) => void): () => void {
    const rule = Object.entries(match).map(([key, value]) => `${key}='${value}'`);
    return this.#listen(match, `type='signal',${rule.join(",")}`, listener);
  }

  onNameOwner(name: string, listener: (owner: string | undefined) => void): () => void {
    let known: string | undefined | null = null; // null: not told yet
    const tell = (owner: string | undefined): void => {
      if (owner !== known) listener(owner);
      known = owner;
    };
    const match = { path: DAEMON.path, interface: DAEMON.interface, member: "NameOwnerChanged" };
    const rule = `type='signal',sender='${DAEMON.destination}',member='${match.member}',arg0='${name}'`;
    const stop = this.#listen({ ...match, sender: DAEMON.destination }, rule, ([about, , owner]) => {
      if (about === name) tell(typeof owner === "string" && owner !== "" ? owner : undefined);
    });
    let isWatching = true;
    const gone = (): void => {
      if (!this.#isClosed) tell(undefined);
    };
    this.#onGone.add(gone);
    this.call({ ...DAEMON, member: "GetNameOwner", signature: "s", body: [name] }).then(
      ([owner]) => isWatching && tell(String(owner)),
      () => isWatching && tell(undefined), // NameHasNoOwner
    );
    return () => {
      isWatching = false;
      this.#onGone.delete(gone);
      stop();
    };
  }

  close(): void {
    this.#isClosed = true;
    this.#gone();
    this.#raw.disconnect();
  }

  #listen(match: SignalMatch, rule: string, listener: (body: unknown[], path: string) => void): () => void {
    const { SIGNAL } = this.#library.MessageType;
    const onMessage = ({ type, path, interface: from, member, body }: Message): void => {
      if (type !== SIGNAL || member !== match.member || from !== match.interface) return;
      if (match.path !== undefined && match.path !== path) return;
      const values = body.map((value) => withoutVariants(value, this.#library.Variant));
      try {
        listener(values, path);
      } catch (error) {
        queueMicrotask(() => {
          // the library would swallow it
          throw error;
        });
      }
    };
    this.#raw.on("message", onMessage);
    const tellBus = (member: "AddMatch" | "RemoveMatch"): void => {
      this.call({ ...DAEMON, member, signature: "s", body: [rule] }).catch(() => {}); // gone with the bus
    };
    tellBus("AddMatch");
    return () => {
      this.#raw.off("message", onMessage);
      tellBus("RemoveMatch");
    };
  }

  #gone(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const tell of [...this.#onGone]) tell();
    this.#onGone.clear();
  }
}

function busError(error: unknown): BusError {
  if (!(error instanceof Error)) return new BusError("Error", String(error));
  const type = "type" in error && typeof error.type === "string" ? error.type : error.name;
  return new BusError(type, error.message);
}
