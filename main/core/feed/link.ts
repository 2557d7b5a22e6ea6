import type { ConnectionEvent, Reply } from "../../contract/connection.ts";
import type { DialCause, RefusalCause } from "../connection.ts";

/** What a stream holds of a subject, when it was answered. */
export type RetainedReply = Extract<Reply, { kind: "message" | "none" }>;

/**
 * What a service's retained event was found to be: known or newer; older than what is known, to be read once more soon;
 * or none that can be read, to be read again until it can.
 */
export type Found = "settled" | "older" | "unreadable";

export type LinkEvent = ConnectionEvent<DialFailure>;

export type DialFailure =
  | {
      readonly kind: "lost";
      readonly cause: DialCause;
      readonly detail: string;
      /** Of `tls`: it was demanded, and the server has none. */
      readonly isWithoutTls?: boolean;
    }
  | { readonly kind: "refused"; readonly cause: RefusalCause; readonly detail: string }
  | { readonly kind: "file-unreadable"; readonly file: string; readonly detail: string };

export function isRetainedReply(reply: Reply): reply is RetainedReply {
  return reply.kind === "message" || reply.kind === "none";
}
