import { unreachable } from "../contract/result.ts";
import type { Connection } from "../core/connection.ts";
import { describeProblem, type Messages } from "../words/index.ts";

/** The connection state in words. */
export interface StatusView {
  /** `unsure`: the connection is fresh, but some counts are unsure. */
  readonly kind: Connection["kind"] | "unsure";
  /** The text of the connection state. */
  readonly text: string;
  /** The advice. */
  readonly hint?: string;
  /** The label of the button that opens the account dialog, if that can fix the problem. */
  readonly account?: string;
}

/** @param unsure the number of services with an unsure count */
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
