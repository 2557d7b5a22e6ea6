import { unreachable } from "../contract/result.ts";
import type { Connection } from "../core/connection.ts";
import { describeProblem, type Words } from "../words/index.ts";

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
export function statusView(connection: Connection, unsure: number, words: Words): StatusView {
  switch (connection.kind) {
    case "connecting":
      return { kind: "connecting", text: words.connection.connecting };
    case "syncing":
      return { kind: "syncing", text: words.connection.syncing };
    case "fresh":
      return unsure === 0
        ? { kind: "fresh", text: words.connection.fresh }
        : {
            kind: "unsure",
            text: words.connection.unsureServices(unsure),
            hint: words.connection.unsureHint,
          };
    case "stale":
      return {
        kind: "stale",
        text: words.connection.stale,
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
