import type { StreamName } from "./reading.ts";

/** The purpose of a timer. */
export type Due =
  /** Dial again. */
  | { readonly kind: "dial" }
  /** Ping a server without a heartbeat. */
  | { readonly kind: "ask" }
  /** Subscribe again after a denial. */
  | { readonly kind: "subscribe" }
  | { readonly kind: "read-soon" }
  | { readonly kind: "reconcile" }
  | { readonly kind: "catalog" }
  | { readonly kind: "heartbeat" }
  | { readonly kind: "keeper" }
  /** Move to another server. */
  | { readonly kind: "move" }
  | { readonly kind: "unread"; readonly service: string }
  | { readonly kind: "round"; readonly reading: number; readonly part: "catalog" | "services" }
  | { readonly kind: "get"; readonly get: number }
  /** A stream of a cluster must have a leader now. */
  | { readonly kind: "election"; readonly stream: StreamName }
  /** Ask a stream that has a new leader. */
  | { readonly kind: "leader"; readonly stream: StreamName };

/** The shell compares timers by identity: another object is another timer, even with the same `due`. */
export interface Timer {
  /** Milliseconds from the event that set it, independent of changes of the clock. */
  readonly delay: number;
  readonly due: Due;
}

/** The key of a timer in the state. There is at most one timer per purpose. */
export function keyOf(due: Due): string {
  return Object.values(due).join(" ");
}
