import type { Language } from "../catalog.ts";
import { digits } from "../messages/digits.ts";
import { describeProblem, messagesIn } from "../messages/index.ts";
import { type HelpView, helpView, type MenuView, pauseMenu } from "./board-menu.ts";
import { type BoardRow, boardRow } from "./board-row.ts";
import { boardOrder } from "./order.ts";
import { type Situation, shownServices, totalOf } from "./situation.ts";
import { type StatusView, statusView } from "./status.ts";
import { momentText } from "./time.ts";

export type { BoardRow } from "./board-row.ts";

/** The whole board, ready to be drawn: the renderer decides nothing. */
export interface BoardView {
  readonly language: Language;
  readonly title: string;
  readonly total: number;
  readonly totalDigits: string;
  readonly totalText: string;
  readonly status: StatusView;
  /** "as of" the last contact. */
  readonly asOf: string;
  /** Whether the counts are the truth of now. */
  readonly isFresh: boolean;
  readonly rows: readonly BoardRow[];
  readonly empty?: { readonly text: string; readonly hint: string };
  readonly paused?: { readonly text: string; readonly resume: string };
  readonly problems: readonly string[];
  /** What the buttons of the header are called, and what they open. */
  readonly header: {
    readonly help: HelpView;
    readonly pause: MenuView;
    readonly settings: string;
    readonly close: string;
  };
}

/** @param now milliseconds since the Unix epoch */
export function boardView(situation: Situation, now: number): BoardView {
  const { language, connection, pausedUntil, preferences } = situation;
  const messages = messagesIn(language);
  const services = shownServices(situation);
  const total = totalOf(services);
  const { lastContact } = connection;
  return {
    language,
    title: messages.appName,
    total,
    totalDigits: digits(language, total),
    totalText: total === 0 && connection.kind === "fresh" ? messages.nothingWaits : messages.waiting(total),
    status: statusView(connection, messages),
    asOf:
      lastContact === null ? messages.neverConnected : messages.asOf(momentText(language, lastContact, now)),
    isFresh: connection.kind === "fresh",
    rows: boardOrder(services, new Set(preferences.mutedServices)).map((shown) =>
      boardRow(shown, situation, messages, now),
    ),
    ...(services.length > 0 ? {} : { empty: { text: messages.noServices, hint: messages.noServicesHint } }),
    ...(pausedUntil === null
      ? {}
      : {
          paused: {
            text: messages.pausedUntil(momentText(language, pausedUntil, now)),
            resume: messages.resume,
          },
        }),
    problems: situation.problems.map((problem) => describeProblem(messages, problem)),
    header: {
      help: helpView(messages),
      pause: pauseMenu(pausedUntil !== null, messages),
      settings: messages.board.settings,
      close: messages.close,
    },
  };
}
