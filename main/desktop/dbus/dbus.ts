import type { EventEmitter } from "node:events";
import type { Message, MessageBus } from "@jellybrick/dbus-next";
import {
  BUS_GONE,
  BUS_TIMEOUT,
  type Bus,
  type BusCall,
  BusError,
  type BusObject,
  type SignalMatch,
} from "./bus.ts";
import { withoutVariants, withVariants } from "./dbus-values.ts";
import { NameOwners, type Owner } from "./name-owners.ts";

/** The desktop's message bus (Linux). Everything of the app that speaks D-Bus speaks it here. */

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
  /** Calls without an answer, by their serials. */
  readonly #calls = new Map<number, WaitingCall>();
  readonly #owners: NameOwners;
  #isGone = false;
  #isClosed = false;

  constructor(library: Library, raw: MessageBus) {
    this.#library = library;
    this.#raw = raw;
    (raw as unknown as EventEmitter).setMaxListeners(0); // one for each signal that is listened to
    // The library tells nobody of the end of its stream.
    const { stream } = (raw as unknown as { _connection: { stream: EventEmitter } })._connection;
    stream.once("close", () => this.#gone());
    this.#owners = new NameOwners({
      follow: (name) =>
        this.#addMatch(`sender='${DAEMON.destination}',member='NameOwnerChanged',arg0='${name}'`),
      ask: (name) => this.#ownerOf(name),
    });
    raw.on("message", (message) => {
      this.#ownerChanged(message);
      this.#answered(message);
    });
  }

  call(call: BusCall, timeout = PATIENCE): Promise<readonly unknown[]> {
    const { Message, MessageFlag, MessageType } = this.#library;
    return new Promise((resolve, reject) => {
      if (this.#isGone) return reject(gone());
      const { mayStart = true, body = [], ...rest } = call;
      const flags = mayStart ? {} : { flags: MessageFlag.NO_AUTO_START };
      const values = body.map((value) => withVariants(value, this.#library.Variant));
      const serial = this.#raw.newSerial();
      const message = new Message({ ...rest, ...flags, body: values, serial });
      const late = `${call.destination} did not answer ${call.member} within ${timeout} ms`;
      const timer = Number.isFinite(timeout)
        ? setTimeout(() => fail(new BusError(BUS_TIMEOUT, late)), timeout)
        : undefined;
      const leave = this.#followUnlessBus(call.destination);
      const settle = (): void => {
        clearTimeout(timer);
        leave();
        this.#calls.delete(serial);
      };
      const fail = (error: BusError): void => {
        settle();
        reject(error);
      };
      const answered = (answer: Message): void => {
        settle();
        const plain = answer.body.map((value) => withoutVariants(value, this.#library.Variant));
        if (answer.type === MessageType.METHOD_RETURN) resolve(plain);
        else reject(new BusError(answer.errorName ?? "Error", typeof plain[0] === "string" ? plain[0] : ""));
      };
      this.#calls.set(serial, { destination: call.destination, answered, fail });
      try {
        this.#raw.send(message);
      } catch (error) {
        fail(new BusError("Error", String(error)));
      }
    });
  }

  async property(
    of: BusObject & { readonly mayStart?: boolean },
    name: string,
    timeout?: number,
  ): Promise<unknown> {
    const body = [of.interface, name];
    const properties = { interface: "org.freedesktop.DBus.Properties", member: "Get" };
    const [value] = await this.call({ ...of, ...properties, signature: "ss", body }, timeout);
    return value;
  }

  onSignal(match: SignalMatch, listener: (body: readonly unknown[], path: string) => void): () => void {
    const { SIGNAL } = this.#library.MessageType;
    let isListening = true;
    const onMessage = ({ type, path, interface: from, member, body, sender }: Message): void => {
      if (type !== SIGNAL || member !== match.member || from !== match.interface) return;
      if (match.path !== undefined && match.path !== path) return;
      this.#owners.whenKnown(match.sender, (owner) => {
        if (!isListening || owner === undefined || sender !== owner) return;
        const values = body.map((value) => withoutVariants(value, this.#library.Variant));
        loudly(() => listener(values, path));
      });
    };
    this.#raw.on("message", onMessage);
    const leave = this.#owners.follow(match.sender);
    const rule = Object.entries(match).map(([key, value]) => `${key}='${value}'`);
    const stop = this.#addMatch(rule.join(","));
    return () => {
      isListening = false;
      this.#raw.off("message", onMessage);
      leave();
      stop();
    };
  }

  onNameOwner(name: string, listener: (owner: string | undefined) => void): () => void {
    return this.#owners.follow(name, (owner) => loudly(() => listener(owner)));
  }

  close(): void {
    this.#isClosed = true;
    this.#gone();
    this.#raw.disconnect();
  }

  /** Only the bus itself tells of owners, and nobody can send in its name. */
  #ownerChanged({ type, sender, path, interface: from, member, body }: Message): void {
    if (type !== this.#library.MessageType.SIGNAL || sender !== DAEMON.destination) return;
    if (path !== DAEMON.path || from !== DAEMON.interface || member !== "NameOwnerChanged") return;
    const [name, before, now] = body.map(String);
    if (name !== undefined) this.#owners.changed(name, before || undefined, now || undefined);
  }

  /**
   * An answer counts when it is of the bus itself or of the owner of the name that was called: the policy of a session's
   * bus (`eavesdrop="true"`) lets everybody answer anything, and the serials of calls are easy to guess.
   */
  #answered(message: Message): void {
    const { METHOD_RETURN, ERROR } = this.#library.MessageType;
    const { type, replySerial, sender } = message;
    if ((type !== METHOD_RETURN && type !== ERROR) || replySerial === undefined) return;
    const call = this.#calls.get(replySerial);
    if (call === undefined) return;
    if (sender === DAEMON.destination) call.answered(message);
    else if (call.destination !== DAEMON.destination) {
      this.#owners.whenKnown(call.destination, (owner) => {
        if (owner !== undefined && sender === owner && this.#calls.has(replySerial)) call.answered(message);
      });
    }
  }

  /** Whoever answers for a name is its owner; the bus answers for itself. */
  #followUnlessBus(name: string): () => void {
    return name === DAEMON.destination ? () => {} : this.#owners.follow(name);
  }

  async #ownerOf(name: string): Promise<Owner | "unanswered"> {
    try {
      const [owner] = await this.call({ ...DAEMON, member: "GetNameOwner", signature: "s", body: [name] });
      return String(owner);
    } catch (error) {
      return (error as BusError).name === BUS_TIMEOUT ? "unanswered" : undefined; // NameHasNoOwner, or the bus is gone
    }
  }

  #addMatch(rule: string): () => void {
    const tellBus = (member: "AddMatch" | "RemoveMatch"): void => {
      const call = { ...DAEMON, member, signature: "s", body: [`type='signal',${rule}`] };
      this.call(call).catch(() => {}); // gone with the bus
    };
    tellBus("AddMatch");
    return () => tellBus("RemoveMatch");
  }

  #gone(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const { fail } of [...this.#calls.values()]) fail(gone());
    if (!this.#isClosed) this.#owners.gone();
  }
}

interface WaitingCall {
  readonly destination: string;
  answered(answer: Message): void;
  fail(error: BusError): void;
}

function gone(): BusError {
  return new BusError(BUS_GONE, "the message bus is gone");
}

/** The library would swallow what a listener throws. */
function loudly(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
