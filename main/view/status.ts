import { unreachable } from "../contract/result.ts";
import type { Connection } from "../core/connection.ts";
import { describeProblem, type Messages } from "../words/index.ts";

export interface StatusView {
  /** `unsure`: the connection is fresh, but not every count. */
  readonly kind: Connection["kind"] | "unsure";
  /** The connection state in words. */
  readonly text: string;
  /** What to do about it. */
  readonly hint?: string;
  /** What the button that opens the connection dialog is called, where that is the way to mend it. */
  readonly account?: string;
}

/** @param unsure of how many services the count is not sure */
export function statusView(connection: Connection, unsure: number, messages: Messages): StatusView {
  switch (connection.kind) {
    case "connecting":
      return { kind: "connecting", text: messages.connecting };
    case "syncing":
      return { kind: "syncing", text: messages.syncing };
    case "fresh":
      return unsure === 0
        ? { kind: "fresh", text: messages.fresh }
        : { kind: "unsure", text: messages.unsureServices(unsure), hint: messages.unsureHint };
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
        text:
          connection.problem.key === "keyring-waiting" ? messages.waitingForKeyring : messages.misconfigured,
        hint: describeProblem(messages, connection.problem),
        account: messages.board.account,
      };
    default:
      return unreachable(connection);
  }
}
