/** The desktop's message bus (Linux), as the rest of the app sees it. */

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
  /**
   * The well-known name it comes from. A match rule alone does not see to that: a signal that is addressed to this
   * connection passes the rules whoever sent it. So the sender is compared with the owner of the name at that moment.
   */
  readonly sender: string;
  /** Any path when left out. */
  readonly path?: string;
  readonly interface: string;
  readonly member: string;
}

export interface Bus {
  /**
   * Calls a method and returns the body of its answer, without the variants around the values.
   * @param timeout in milliseconds, 5,000 by default; `Infinity` waits until the bus or the one who is called is gone
   * @throws a `BusError`: what was answered, or that nothing was in time, or that the bus is gone
   */
  call(call: BusCall, timeout?: number): Promise<readonly unknown[]>;
  /** Reads one property; times out and throws as `call` does. */
  property(of: BusObject & { readonly mayStart?: boolean }, name: string, timeout?: number): Promise<unknown>;
  /**
   * The listener is given the body, without variants, and the path it came from; only of signals whose sender owns the
   * name. Returns the undo.
   */
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
