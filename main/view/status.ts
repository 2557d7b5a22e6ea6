import { unreachable } from "../contract/result.ts";
import type { Connection } from "../core/connection.ts";
import { describeProblem, type Words } from "../words/index.ts";

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
export function statusView(connection: Connection, unsure: number, words: Words): StatusView {
  switch (connection.kind) {
    case "connecting":
      return { kind: "connecting", text: words.connection.connecting };
    case "syncing":
      return { kind: "syncing", text: words.connection.syncing };
    case "fresh":
      return unsure === 0
        ? {
            kind: "fresh",
            text: connection.awaitsKeeper ? words.connection.awaitsKeeper : words.connection.fresh,
          }
        : {
            kind: "unsure",
            text: words.connection.unsureServices(unsure),
            hint: words.connection.unsureHint,
          };
    case "stale":
      return {
        kind: "stale",
        text: connection.cause === "keeper-late" ? words.connection.late : words.connection.stale,
        hint: words.connection.staleHint[connection.cause],
      };
    case "refused":
      return {
        kind: "refused",
        text: words.connection.refused,
        hint: words.connection.refusedHint[connection.cause],
        account: words.board.account,
      };
    case "misconfigured":
      return {
        kind: "misconfigured",
        text:
          connection.problem.key === "keyring-waiting"
            ? words.connection.waitingForKeyring
            : words.connection.misconfigured,
        hint: describeProblem(words, connection.problem),
        account: words.board.account,
      };
    default:
      return unreachable(connection);
  }
}
