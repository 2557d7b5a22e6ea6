import type { EventEmitter } from "node:events";
import { Message, type MessageBus, sessionBus, Variant } from "@jellybrick/dbus-next";

/** A method call. All interfaces are named, because Electron's tray objects support no introspection. */
export interface Call {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: unknown[];
}

const daemon = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
};

/** A connection to the private bus of a virtual desktop. */
export class SessionBus {
  private readonly bus: MessageBus;

  private constructor(bus: MessageBus) {
    this.bus = bus;
  }

  /** @throws when there is no bus at the address */
  static connect(busAddress: string): Promise<SessionBus> {
    const bus = sessionBus({ busAddress });
    const events: EventEmitter = bus as unknown as EventEmitter; // its types omit "error"
    return new Promise((resolve, reject) => {
      events.once("error", reject);
      events.once("connect", () => {
        events.off("error", reject);
        events.on("error", () => {}); // on disposal the bus ends before its clients
        resolve(new SessionBus(bus));
      });
    });
  }

  /**
   * Calls a method and returns the body of the reply.
   * @throws the error reply, or an error after 5 s without a reply
   */
  async call(call: Call): Promise<unknown[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const text = `${call.interface}.${call.member} of ${call.destination} did not answer within 5 s`;
      timer = setTimeout(() => reject(new Error(text)), 5_000);
    });
    try {
      const answer = await Promise.race([this.bus.call(new Message(call)), late]);
      return answer?.body ?? [];
    } finally {
      clearTimeout(timer);
    }
  }

  /** Reads one property. Variants are unwrapped. */
  async property(of: Omit<Call, "member" | "signature" | "body">, name: string): Promise<unknown> {
    const [value] = await this.call({
      ...of,
      interface: "org.freedesktop.DBus.Properties",
      member: "Get",
      signature: "ss",
      body: [of.interface, name],
    });
    return plain(value);
  }

  /** Whether a well-known name has an owner. */
  async hasOwner(name: string): Promise<boolean> {
    const [owned] = await this.call({ ...daemon, member: "NameHasOwner", signature: "s", body: [name] });
    return owned === true;
  }

  /** Process id of the owner of a name. */
  async ownerPid(name: string): Promise<number> {
    const member = "GetConnectionUnixProcessID";
    const [pid] = await this.call({ ...daemon, member, signature: "s", body: [name] });
    return Number(pid);
  }

  /**
   * Makes this connection a monitor: it can only listen from then on.
   * @param rules match rules of the messages to receive
   * @param listen also receives the replies to matching calls
   */
  async monitor(rules: readonly string[], listen: (message: Message) => void): Promise<void> {
    this.bus.addMethodHandler(() => true); // the bus disconnects a monitor that replies
    this.bus.on("message", listen);
    const monitoring = { ...daemon, interface: "org.freedesktop.DBus.Monitoring" };
    await this.call({ ...monitoring, member: "BecomeMonitor", signature: "asu", body: [rules, 0] });
  }

  close(): void {
    this.bus.disconnect();
  }
}

/** Unwraps variants, at any depth. */
export function plain(value: unknown): unknown {
  if (value instanceof Variant) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object" || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
