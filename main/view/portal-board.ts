import type { Language } from "../contract/catalog.ts";
import { defined } from "../contract/defined.ts";
import { wordsIn } from "../words/index.ts";
import { type BoardRow, boardRow } from "./board-row.ts";
import { UNKNOWN } from "./count.ts";
import { deadlineText } from "./deadlines.ts";
import { servicesInOrder } from "./order.ts";
import type { ShownService, Situation } from "./situation.ts";
import { type StatusView, statusView } from "./status.ts";
import { momentText } from "./time.ts";
import { type TotalView, tallyOf, totalView } from "./total.ts";

/** A service on the portal's board: the texts of the app's board, and what they were made of. */
export interface PortalRow
  extends Pick<
    BoardRow,
    | "name"
    | "system"
    | "certainty"
    | "isDated"
    | "digits"
    | "countText"
    | "doubt"
    | "changed"
    | "due"
    | "action"
  > {
  readonly id: string;
  /** Null when unknown, which is never a 0. */
  readonly count: number | null;
  /** The approval page, of the catalog alone. */
  readonly url?: string;
  /** RFC 3339. */
  readonly occurredAt?: string;
  readonly oldestAt?: string;
  readonly dueAt?: string;
  /** Since when the count is not confirmed. */
  readonly unsureSince?: string;
  readonly dueToday?: number;
  readonly overdue?: number;
}

/** One person's board in the company portal, in one language. */
export interface PortalBoard {
  readonly language: Language;
  readonly title: string;
  /** Whether the counts are current. If not, `asOf` says since when they may be old. */
  readonly isFresh: boolean;
  readonly status: Pick<StatusView, "kind" | "text">;
  readonly total: TotalView & { readonly count: number | null };
  /** In the order of the app's board. */
  readonly services: readonly PortalRow[];
  readonly deadlines?: string;
  /** The line that replaces the rows of `unheard` services, which are the last. */
  readonly unheard?: string;
  /** The line that replaces all rows, where nothing waits in any service. */
  readonly quiet?: string;
  readonly empty?: string;
  /** What is shown instead once the page has lost the server: a 0 is unknown then. */
  readonly ifLost: {
    readonly status: string;
    readonly total: TotalView;
    readonly digits: string;
    readonly countText: string;
  };
}

/** @param now milliseconds since the Unix epoch */
export function portalBoard(situation: Situation, now: number): PortalBoard {
  const { language, connection } = situation;
  const words = wordsIn(language);
  const services = servicesInOrder(situation, now);
  const tally = tallyOf(services);
  const isFresh = connection.kind === "fresh";
  const total = totalView(tally, isFresh, language, words);
  const { kind, text } = statusView(connection, tally.unsure, words);
  return {
    language,
    title: words.app.name,
    isFresh,
    status: { kind, text },
    total: { ...total, count: total.digits === UNKNOWN ? null : (tally.sum ?? null) },
    services: services.map((shown) => rowOf(shown, situation, now)),
    ...defined({ deadlines: isFresh ? deadlineText(services, situation, now) : undefined }),
    ...(tally.unheard === 0 ? {} : { unheard: words.counts.unheard(tally.unheard) }),
    ...(total.kind === "nothing" ? { quiet: words.counts.nothingIn(services.length) } : {}),
    ...(services.length > 0 || connection.lastContact === null ? {} : { empty: words.board.noServices }),
    ifLost: {
      status: words.connection.stale,
      total: totalView(tally, false, language, words),
      digits: UNKNOWN,
      countText: words.counts.unknownNow,
    },
  };
}

/** As of when the counts are: of the present for current ones, else of the last contact. */
export function portalAsOf(
  { language, calendar, connection }: Pick<Situation, "language" | "calendar" | "connection">,
  now: number,
): string {
  const { counts } = wordsIn(language);
  const { lastContact } = connection;
  return lastContact === null
    ? counts.neverConnected
    : counts.asOf(momentText({ language, calendar }, lastContact, now));
}

function rowOf(shown: ShownService, situation: Situation, now: number): PortalRow {
  const { event, link } = shown;
  const { service: id, count = null, ...row } = boardRow(shown, situation, wordsIn(situation.language), now);
  const { name, system, certainty, isDated, digits, countText, doubt, changed, due, action } = row;
  return {
    id,
    ...{ name, certainty, isDated, digits, countText, action },
    count: digits === UNKNOWN ? null : count,
    ...defined({ system, doubt, changed, due, url: link }),
    ...defined({
      occurredAt: timeText(event?.occurredAt),
      oldestAt: timeText(event?.oldestAt),
      dueAt: timeText(event?.dueAt),
      unsureSince: timeText(event?.unsureSince),
      dueToday: event?.dueToday,
      overdue: event?.overdue,
    }),
  };
}

function timeText(moment: number | undefined): string | undefined {
  return moment === undefined ? undefined : new Date(moment).toISOString();
}
