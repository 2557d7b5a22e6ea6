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
import { BUS_DAEMON } from "./bus-daemon.ts";
import { withoutVariants, withVariants } from "./dbus-values.ts";
import { NameOwners, type Owner } from "./name-owners.ts";

/** The message bus of a Linux desktop. Only this file uses the D-Bus library. */

const PATIENCE = 5_000;
type Library = typeof import("@jellybrick/dbus-next");

/**
 * Connects to the session bus (`DBUS_SESSION_BUS_ADDRESS`, else the desktop's default) or the system bus
 * (`DBUS_SYSTEM_BUS_ADDRESS`, else its default).
 * @returns undefined when there is no bus, or it does not answer within 5 s
 */
export async function connectBus(kind: "session" | "system"): Promise<Bus | undefined> {
  if (process.platform !== "linux") return undefined;
  const library = await import("@jellybrick/dbus-next"); // lazily, so that the tray does not wait for it
  const raw = kind === "session" ? library.sessionBus() : library.systemBus();
  const events = raw as unknown as EventEmitter; // its types omit "error"
  const isConnected = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, PATIENCE, false);
    const settle = (connected: boolean): void => {
      clearTimeout(timer);
      resolve(connected);
    };
    events.on("error", () => settle(false)); // stays attached: without a listener "error" throws
    events.once("connect", () => settle(true));
  });
  if (isConnected) return new LiveBus(library, raw);
  raw.disconnect();
  return undefined;
}

class LiveBus implements Bus {
  readonly #library: Library;
  readonly #raw: MessageBus;
  /** Calls without a reply, by serial. */
  readonly #calls = new Map<number, WaitingCall>();
  readonly #owners: NameOwners;
  #isGone = false;
  #isClosed = false;

  constructor(library: Library, raw: MessageBus) {
    this.#library = library;
    this.#raw = raw;
    (raw as unknown as EventEmitter).setMaxListeners(0); // one listener per followed signal
    // The library does not report the end of its stream.
    const { stream } = (raw as unknown as { _connection: { stream: EventEmitter } })._connection;
    stream.once("close", () => this.#gone());
    this.#owners = new NameOwners({
      follow: (name) =>
        this.#addMatch(`sender='${BUS_DAEMON.destination}',member='NameOwnerChanged',arg0='${name}'`),
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

  /** Only the bus itself announces owners, and no client can send in its name. */
  #ownerChanged({ type, sender, path, interface: from, member, body }: Message): void {
    if (type !== this.#library.MessageType.SIGNAL || sender !== BUS_DAEMON.destination) return;
    if (path !== BUS_DAEMON.path || from !== BUS_DAEMON.interface || member !== "NameOwnerChanged") return;
    const [name, before, now] = body.map(String);
    if (name !== undefined) this.#owners.changed(name, before || undefined, now || undefined);
  }

  /**
   * Accepts a reply only from the bus itself or from the owner of the called name. The policy of a session bus
   * (`eavesdrop="true"`) lets every client send replies, and the serials of calls are easy to guess.
   */
  #answered(message: Message): void {
    const { METHOD_RETURN, ERROR } = this.#library.MessageType;
    const { type, replySerial, sender } = message;
    if ((type !== METHOD_RETURN && type !== ERROR) || replySerial === undefined) return;
    const call = this.#calls.get(replySerial);
    if (call === undefined) return;
    if (sender === BUS_DAEMON.destination) call.answered(message);
    else if (call.destination !== BUS_DAEMON.destination) {
      this.#owners.whenKnown(call.destination, (owner) => {
        if (owner !== undefined && sender === owner && this.#calls.has(replySerial)) call.answered(message);
      });
    }
  }

  /** Follows the owner of a name, which has to send the replies. The bus itself needs no following. */
  #followUnlessBus(name: string): () => void {
    return name === BUS_DAEMON.destination ? () => {} : this.#owners.follow(name);
  }

  async #ownerOf(name: string): Promise<Owner | "unanswered"> {
    try {
      const [owner] = await this.call({
        ...BUS_DAEMON,
        member: "GetNameOwner",
        signature: "s",
        body: [name],
      });
      return String(owner);
    } catch (error) {
      return (error as BusError).name === BUS_TIMEOUT ? "unanswered" : undefined; // NameHasNoOwner, or the bus is gone
    }
  }

  #addMatch(rule: string): () => void {
    const tellBus = (member: "AddMatch" | "RemoveMatch"): void => {
      const call = { ...BUS_DAEMON, member, signature: "s", body: [`type='signal',${rule}`] };
      this.call(call).catch(() => {}); // the bus is gone, and the rule with it
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

/** Throws a listener's error outside the library, which would swallow it. */
function loudly(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
