import type { DialCause, RefusalCause } from "../connection.ts";

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

/** What a stream holds of a subject, when it was answered. */
export type Retained = Extract<Reply, { kind: "message" | "none" }>;

/**
 * What a service's retained event was found to be: known or newer; older than what is known, to be read once more soon;
 * or none that can be read, to be read again until it can.
 */
export type Found = "settled" | "older" | "unreadable";

/** What happens to a connection that once stood. The link reconnects by itself until it is closed. */
export type LinkEvent =
  | { readonly kind: "disconnected" }
  | { readonly kind: "reconnected" }
  /** The broker was heard. */
  | { readonly kind: "heard" }
  | { readonly kind: "failed"; readonly cause: DialFailure }
  /** The link gave up; dial again. */
  | { readonly kind: "closed" };

export type DialFailure =
  | { readonly kind: "lost"; readonly cause: DialCause; readonly detail: string }
  | { readonly kind: "refused"; readonly cause: RefusalCause; readonly detail: string }
  | { readonly kind: "file-unreadable"; readonly file: string; readonly detail: string };

/** The server at the other end. */
export interface Server {
  readonly server: string;
  /** Whether it is one of a cluster: one that stands alone cannot be cut off from the others. */
  readonly isClustered: boolean;
}

export function isRetained(reply: Reply): reply is Retained {
  return reply.kind === "message" || reply.kind === "none";
}
