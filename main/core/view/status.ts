import type { Connection } from "../connection.ts";
import { describeProblem, type Messages } from "../messages/index.ts";
import { unreachable } from "../result.ts";

export interface StatusView {
  readonly kind: Connection["kind"];
  /** The connection state in words. */
  readonly text: string;
  /** What to do about it. */
  readonly hint?: string;
  /** What the button that opens the connection dialog is called, where that is the way to mend it. */
  readonly account?: string;
}

export function statusView(connection: Connection, messages: Messages): StatusView {
  switch (connection.kind) {
    case "connecting":
      return { kind: "connecting", text: messages.connecting };
    case "syncing":
      return { kind: "syncing", text: messages.syncing };
    case "fresh":
      return { kind: "fresh", text: messages.fresh };
    case "stale":
      return {
        kind: "stale",
        text: messages.stale,
        hint: messages.staleHint[connection.cause],
      };
    case "refused":
      return {
        kind: "refused",
        text: messages.refused,
        hint: messages.refusedHint[connection.cause],
        account: messages.board.account,
      };
    case "misconfigured":
      return {
        kind: "misconfigured",
        text: messages.misconfigured,
        hint: describeProblem(messages, connection.problem),
        account: messages.board.account,
      };
    default:
      return unreachable(connection);
  }
}
