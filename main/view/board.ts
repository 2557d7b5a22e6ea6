import type { Language } from "../contract/catalog.ts";
import { defined } from "../contract/defined.ts";
import type { SomePreferences } from "../core/preferences/preferences.ts";
import { describeProblem, wordsIn } from "../words/index.ts";
import {
  type HelpView,
  helpView,
  type MenuItemView,
  type MenuView,
  moreMenu,
  pauseMenu,
} from "./board-menu.ts";
import { type BoardRow, boardRow } from "./board-row.ts";
import { deadlineText } from "./deadlines.ts";
import { type DeputyView, deputyView } from "./deputy.ts";
import { servicesInOrder } from "./order.ts";
import type { Situation } from "./situation.ts";
import { type StatusView, statusView } from "./status.ts";
import { momentText, nearText } from "./time.ts";
import { type TotalView, tallyOf, totalView } from "./total.ts";

import { type WeekView, weekView } from "./week.ts";

export type { BoardRow } from "./board-row.ts";

/** The whole board, ready to draw. The renderer decides nothing. */
export interface BoardView {
  readonly language: Language;
  readonly title: string;
  readonly total: TotalView;
  readonly status: StatusView;
  /** The text "as of" with the last contact. */
  readonly asOf: string;
  /** Whether the counts are current. */
  readonly isFresh: boolean;
  readonly rows: readonly BoardRow[];
  /** What is due today and late, in all; undefined where nothing is. */
  readonly deadlines?: string;
  /** The line that replaces the rows of `unheard` services. Those are the last rows. */
  readonly unheard?: string;
  /** The line that replaces all rows, where nothing waits in any service. */
  readonly quiet?: string;
  readonly empty?: { readonly text: string; readonly hint: string };
  readonly paused?: { readonly text: string; readonly resume: string; readonly deputy?: DeputyView };
  /** Another version is installed, and the button to restart into it. */
  readonly update?: { readonly text: string; readonly restart: string };
  /** The summary of the week, on Friday afternoon. */
  readonly week?: WeekView;
  readonly problems: readonly string[];
  /** The labels of the header's buttons, and their menus. */
  readonly header: {
    readonly help: HelpView;
    readonly pause: MenuView;
    readonly more: MenuView;
    readonly settings: string;
    readonly close: string;
  };
}

/** @param now milliseconds since the Unix epoch */
export function boardView(situation: Situation, now: number): BoardView {
  const { language, connection, pausedUntil, update } = situation;
  const words = wordsIn(language);
  const services = servicesInOrder(situation, now);
  const tally = tallyOf(services);
  const isFresh = connection.kind === "fresh";
  const { lastContact } = connection;
  const total = totalView(tally, isFresh, language, words);
  return {
    language,
    title: words.app.name,
    total,
    ...defined({ deadlines: deadlineText(services, situation, now) }),
    status: statusView(connection, tally.unsure, words),
    asOf:
      lastContact === null
        ? words.counts.neverConnected
        : words.counts.asOf(momentText(situation, lastContact, now)),
    isFresh,
    rows: services.map((shown) => boardRow(shown, situation, words, now)),
    ...(tally.unheard === 0 ? {} : { unheard: words.counts.unheard(tally.unheard) }),
    ...(total.kind === "nothing" ? { quiet: words.counts.nothingIn(services.length) } : {}),
    // Before the first contact it is unknown whether there are services.
    ...(services.length > 0 || lastContact === null
      ? {}
      : { empty: { text: words.board.noServices, hint: words.board.noServicesHint } }),
    ...(pausedUntil === null
      ? {}
      : {
          paused: {
            text: words.pause.until(nearText(situation, pausedUntil, now)),
            resume: words.pause.resume,
            ...defined({ deputy: deputyView(situation, now) }),
          },
        }),
    ...(update === null
      ? {}
      : { update: { text: words.update.installed(update), restart: words.update.restart } }),
    ...defined({ week: weekView(situation, now) }),
    problems: situation.problems.map((problem) => describeProblem(words, problem)),
    header: {
      help: helpView(words),
      pause: pauseMenu(pausedUntil !== null, words),
      more: moreMenu(words),
      settings: words.board.settings,
      close: words.app.close,
    },
  };
}

/**
 * Locks in the menus how services are told when a policy fixes it, and gives the reason, as the settings do. Otherwise
 * the choice would be saved without effect.
 */
export function withFixed(view: BoardView, fixed: SomePreferences): BoardView {
  if (fixed.delivery === undefined) return view;
  const { locked } = wordsIn(view.language).settings;
  const lock = (item: MenuItemView): MenuItemView =>
    item.command.kind === "deliver" ? { ...item, locked } : item;
  return {
    ...view,
    rows: view.rows.map((row) => ({ ...row, menu: { ...row.menu, items: row.menu.items.map(lock) } })),
  };
}
