/** What a connection to the broker gives and tells, in the words of whoever reads from it. */

/**
 * Under which subject the broker stored a message, by its own word: the only value of the header `Nats-Subject`, which
 * the server adds to every stored message that it sends. Undefined when there is none, or more than one: somebody put
 * one in. A direct get is answered wherever the asker wants, with the server's own rights, so the subject on which a
 * message arrives proves nothing.
 */
export type Origin = string | undefined;

/** What a direct get was answered. */
export type Reply =
  | { readonly kind: "message"; readonly origin: Origin; readonly payload: Uint8Array }
  /** There is no retained message (404). */
  | { readonly kind: "none" }
  /** Nobody serves the stream now (503, or no answer in time). */
  | { readonly kind: "unavailable" }
  | { readonly kind: "denied" };

/** What happens to a connection that once stood. The link reconnects by itself until it is closed. */
export type ConnectionEvent<Cause> =
  | { readonly kind: "disconnected" }
  | { readonly kind: "reconnected" }
  /** The broker was heard. */
  | { readonly kind: "heard" }
  | { readonly kind: "failed"; readonly cause: Cause }
  /** The link gave up; dial again. */
  | { readonly kind: "closed" };

/** The server at the other end. */
export interface Server {
  readonly server: string;
  /** Whether it is one of a cluster: one that stands alone cannot be cut off from the others. */
  readonly isClustered: boolean;
}
