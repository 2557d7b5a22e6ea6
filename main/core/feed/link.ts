import type { ConnectionEvent, Reply } from "../../contract/connection.ts";
import type { DialCause, RefusalCause } from "../connection.ts";

/** The answer of a stream: the retained message of a subject, or none. */
export type RetainedReply = Extract<Reply, { kind: "message" | "none" }>;

/**
 * The result of reading a service's retained event. `settled`: it is known or newer. `older`: it is older than the
 * known one, and is read once more soon. `unreadable`: it is read again until it can be read.
 */
export type Found = "settled" | "older" | "unreadable";

export type LinkEvent = ConnectionEvent<DialFailure>;

/** Why a dial failed. `detail` is the technical cause. */
export type DialFailure =
  | {
      readonly kind: "lost";
      readonly cause: DialCause;
      readonly detail: string;
      /** With `tls`: encryption was demanded, but the server offers none. */
      readonly isWithoutTls?: boolean;
      /** With `unreachable`: the host answers that no server runs there. */
      readonly isDown?: boolean;
    }
  | { readonly kind: "refused"; readonly cause: RefusalCause; readonly detail: string }
  | { readonly kind: "file-unreadable"; readonly file: string; readonly detail: string };

export function isRetainedReply(reply: Reply): reply is RetainedReply {
  return reply.kind === "message" || reply.kind === "none";
}
