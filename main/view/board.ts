import type { Language } from "../contract/catalog.ts";
import type { SomePreferences } from "../core/preferences/preferences.ts";
import { describeProblem, wordsIn } from "../words/index.ts";
import { type HelpView, helpView, type MenuItemView, type MenuView, pauseMenu } from "./board-menu.ts";
import { type BoardRow, boardRow } from "./board-row.ts";
import { boardOrder } from "./order.ts";
import { type Situation, shownServices } from "./situation.ts";
import { type StatusView, statusView } from "./status.ts";
import { momentText } from "./time.ts";
import { type TotalView, tallyOf, totalView } from "./total.ts";

export type { BoardRow } from "./board-row.ts";

/** The whole board, ready to be drawn: the renderer decides nothing. */
export interface BoardView {
  readonly language: Language;
  readonly title: string;
  readonly total: TotalView;
  readonly status: StatusView;
  /** "as of" the last contact. */
  readonly asOf: string;
  /** Whether the counts are the truth of now. */
  readonly isFresh: boolean;
  readonly rows: readonly BoardRow[];
  /** What the line is called that stands for the rows of services that never said anything; those are the last rows. */
  readonly unheard?: string;
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
  const words = wordsIn(language);
  const services = shownServices(situation);
  const tally = tallyOf(services);
  const isFresh = connection.kind === "fresh";
  const { lastContact } = connection;
  return {
    language,
    title: words.app.name,
    total: totalView(tally, isFresh, language, words),
    status: statusView(connection, tally.unsure, words),
    asOf:
      lastContact === null
        ? words.counts.neverConnected
        : words.counts.asOf(momentText(situation, lastContact, now)),
    isFresh,
    rows: boardOrder(services, new Set(preferences.mutedServices)).map((shown) =>
      boardRow(shown, situation, words, now),
    ),
    ...(tally.unheard === 0 ? {} : { unheard: words.counts.unheard(tally.unheard) }),
    // Before the first contact nobody knows whether there are services.
    ...(services.length > 0 || lastContact === null
      ? {}
      : { empty: { text: words.board.noServices, hint: words.board.noServicesHint } }),
    ...(pausedUntil === null
      ? {}
      : {
          paused: {
            text: words.pause.until(momentText(situation, pausedUntil, now)),
            resume: words.pause.resume,
          },
        }),
    problems: situation.problems.map((problem) => describeProblem(words, problem)),
    header: {
      help: helpView(words),
      pause: pauseMenu(pausedUntil !== null, words),
      settings: words.board.settings,
      close: words.app.close,
    },
  };
}

/**
 * The board of a person whose muted services a policy fixes: muting stays in the menus, locked and with the reason, as it
 * is in the settings. (A choice would be kept, and change nothing.)
 */
export function withFixed(view: BoardView, fixed: SomePreferences): BoardView {
  if (fixed.mutedServices === undefined) return view;
  const { locked } = wordsIn(view.language).settings;
  const lock = (item: MenuItemView): MenuItemView =>
    item.command.kind === "mute" || item.command.kind === "unmute" ? { ...item, locked } : item;
  return {
    ...view,
    rows: view.rows.map((row) => ({ ...row, menu: { ...row.menu, items: row.menu.items.map(lock) } })),
  };
}
