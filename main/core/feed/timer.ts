/** What is waited for. */
export type Due =
  /** Dial again. */
  | { readonly kind: "dial" }
  /** Leave a link that does not come back for a new one. */
  | { readonly kind: "give-up" }
  /** Ask a server without a heartbeat whether it is there. */
  | { readonly kind: "ask" }
  /** Subscribe again, after a denial. */
  | { readonly kind: "subscribe" }
  | { readonly kind: "read-soon" }
  | { readonly kind: "reconcile" }
  | { readonly kind: "catalog" }
  | { readonly kind: "heartbeat" }
  /** Move to another server. */
  | { readonly kind: "move" }
  | { readonly kind: "unread"; readonly service: string }
  | { readonly kind: "round"; readonly reading: number; readonly part: "catalog" | "services" }
  | { readonly kind: "get"; readonly get: number };

/** Another object is another timer, though it waits for the same. */
export interface Timer {
  /** Milliseconds from the event on that set it, whatever somebody sets the clock to. */
  readonly delay: number;
  readonly due: Due;
}

/** The name under which a timer stands in the state: there is one for each thing that is waited for. */
export function keyOf(due: Due): string {
  return Object.values(due).join(" ");
}
