/** The replies and events of a connection to the broker, without the client library's types. */

/**
 * The subject under which the broker stored a message: the single value of the header `Nats-Subject`. The server adds
 * this header to every stored message that it sends. Undefined when there is no value, or more than one, because a
 * sender may have added one. The subject on which a message arrives proves nothing: an asker chooses where the answer
 * to a direct get goes, and the server publishes it with its own rights.
 */
export type Origin = string | undefined;

/** The reply to a direct get. */
export type Reply =
  /** @property revision its stream sequence */
  | {
      readonly kind: "message";
      readonly origin: Origin;
      readonly payload: Uint8Array;
      readonly revision?: number | undefined;
    }
  /** There is no retained message (404). */
  | { readonly kind: "none" }
  /** No server serves the stream now (503, or no answer in time). */
  | { readonly kind: "unavailable" }
  | { readonly kind: "denied" };

/** A change of an established connection. */
export type ConnectionEvent<Cause> =
  /** Any data arrived from the broker. */
  | { readonly kind: "heard" }
  | { readonly kind: "failed"; readonly cause: Cause }
  /** The connection is lost, or was closed. `isSilent`: because the server did not answer, and may only be out of reach. */
  | { readonly kind: "closed"; readonly isSilent?: boolean };

/** The server that a connection leads to. */
export interface Server {
  /** `host:port`. */
  readonly server: string;
  /** Whether it belongs to a cluster. A standalone server cannot be cut off from other servers. */
  readonly isClustered: boolean;
}
