/** The message bus of a Linux desktop, as the rest of the app uses it. */

export interface BusObject {
  /** Well-known name, such as `org.freedesktop.Notifications`. */
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
}

export interface BusCall extends BusObject {
  readonly member: string;
  /** D-Bus signature of the body. Values of type `v` are created with `variant`. */
  readonly signature?: string;
  readonly body?: readonly unknown[];
  /** False: the bus does not start the program if it is not running. */
  readonly mayStart?: boolean;
}

export interface SignalMatch {
  /**
   * Well-known name of the sender. A match rule does not guarantee it: a signal that is addressed to this connection
   * passes the rules, whoever sent it. So the sender is compared with the owner of the name at that moment.
   */
  readonly sender: string;
  /** Any path when omitted. */
  readonly path?: string;
  readonly interface: string;
  readonly member: string;
}

/** A connection to a message bus. 64-bit integers are bigints. */
export interface Bus {
  /**
   * Calls a method and returns the body of the reply. Variants are unwrapped.
   * @param timeout milliseconds, 5,000 by default; `Infinity` waits until the bus or the called program is gone
   * @throws a `BusError` with the error reply, {@link BUS_TIMEOUT} or {@link BUS_GONE}
   */
  call(call: BusCall, timeout?: number): Promise<readonly unknown[]>;
  /** Reads one property. Times out and throws as `call` does. */
  property(of: BusObject & { readonly mayStart?: boolean }, name: string, timeout?: number): Promise<unknown>;
  /**
   * Listens to signals whose sender owns the name. The listener receives the body, with variants unwrapped, and the
   * object path. Returns the undo.
   */
  onSignal(match: SignalMatch, listener: (body: readonly unknown[], path: string) => void): () => void;
  /**
   * Reports the owner of a name (`:1.7`), soon and at every change. Undefined while it has no owner, and when the bus
   * itself is gone. No program is started. Returns the undo.
   */
  onNameOwner(name: string, listener: (owner: string | undefined) => void): () => void;
  close(): void;
}

/**
 * `name` is the D-Bus error, such as `org.freedesktop.DBus.Error.ServiceUnknown`, or one of the two constants below.
 */
export class BusError extends Error {
  constructor(name: string, message: string) {
    super(message === "" ? name : message);
    this.name = name;
  }
}

/** Error name: the connection to the bus is lost. */
export const BUS_GONE = "alrimi.BusGone";
/** Error name: no reply came in time. */
export const BUS_TIMEOUT = "alrimi.Timeout";
