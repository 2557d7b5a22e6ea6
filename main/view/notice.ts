import { nameOf } from "../contract/catalog.ts";
import { defined } from "../contract/defined.ts";
import { type Row, servicesOf } from "../core/attention/decision.ts";
import { isPressing, stageOf } from "../core/attention/waiting.ts";
import type { TellingDecision } from "../core/knowledge/effect.ts";
import { tagOf } from "../core/knowledge/living-notice.ts";
import { wordsIn } from "../words/index.ts";
import { dueTexts, factTexts } from "./facts.ts";
import { rowsInOrder } from "./order.ts";
import type { Situation } from "./situation.ts";

/** The content of an OS notification. */
export interface NoticeView {
  /** A later notice with the same tag replaces this one. All about approvals have one tag. */
  readonly tag: string;
  readonly title: string;
  /** Plain text. An adapter escapes it where the OS reads markup. */
  readonly body: string;
  /** A shorter body for toasts on Windows, which show about four lines. Undefined when `body` is short enough. */
  readonly brief?: string;
  /** The service whose page a click opens; undefined for the board. */
  readonly service?: string;
  /** The services that "later" snoozes; empty for a notice without that button. */
  readonly snoozes: readonly string[];
  readonly isUrgent: boolean;
  /** Whether it has no sound. */
  readonly isSilent: boolean;
  /** The labels of the buttons, where the OS shows buttons. */
  readonly buttons: { readonly open: string; readonly later: string; readonly tomorrow?: string };
}

/** Rows of `body` and of `brief`. */
const MAX_ROWS = 6;
const MAX_BRIEF_ROWS = 3;

/** @param now milliseconds since the Unix epoch */
export function noticeView(
  decision: TellingDecision,
  situation: Pick<Situation, "language" | "calendar" | "catalog" | "preferences" | "ledger">,
  now: number,
): NoticeView {
  const { language, catalog, preferences } = situation;
  const words = wordsIn(language);
  const named = (id: string): string => nameOf(language, catalog, id);
  const common = {
    tag: tagOf(decision),
    isUrgent: false,
    isSilent: !preferences.sound,
    buttons: { open: words.notice.open, later: words.notice.later, tomorrow: words.notice.tomorrow },
  };
  switch (decision.kind) {
    case "notice": {
      const { service, count, toldCount } = decision;
      return {
        ...common,
        title: words.notice.title(named(service)),
        body: [words.notice.body(count, count - toldCount), ...factsLine(decision)].join("\n"),
        service,
        snoozes: [service],
        isUrgent: isPressing(decision, now),
      };
    }
    case "deadline": {
      const { service, count, stage } = decision;
      return {
        ...common,
        title: words.notice.deadlineTitle(named(service), stage),
        body: words.notice.deadlineBody(count, dueTexts(situation, decision, now).join(" · ")),
        service,
        snoozes: [service],
        isUrgent: true,
      };
    }
    case "hint":
      return { ...common, title: words.app.name, body: words.notice.hint, snoozes: [] };
    case "digest": {
      const { occasion, isUrgent } = decision;
      const rows = rowsInOrder(decision.rows, situation, now);
      const [only] = rows;
      return {
        ...common,
        title: words.notice.digestTitle(occasion, totalsOf(rows)),
        body: rowLines(rows, MAX_ROWS),
        ...(rows.length > MAX_BRIEF_ROWS ? { brief: rowLines(rows, MAX_BRIEF_ROWS) } : {}),
        ...(rows.length === 1 && only !== undefined ? { service: only.service } : {}),
        snoozes: servicesOf(decision),
        isUrgent,
      };
    }
    default:
      return decision satisfies never;
  }

  /** Without a deadline that is more than a day away. */
  function shortFacts({ dueAt, ...row }: Row): readonly string[] {
    const deadline = defined({ dueAt });
    return factTexts(situation, stageOf(deadline, now) === null ? row : { ...row, ...deadline }, now);
  }

  function factsLine(row: Row): string[] {
    const facts = factTexts(situation, row, now);
    return facts.length === 0 ? [] : [facts.join(" · ")];
  }

  /** What is new is said of each row, unless all of the notice is. */
  function rowLines(rows: readonly Row[], most: number): string {
    const { waiting, fresh } = totalsOf(rows);
    const lines = rows.slice(0, most).map((row) => {
      const rise = waiting === fresh ? 0 : row.count - row.toldCount;
      return [words.notice.digestRow(named(row.service), row.count, rise), ...shortFacts(row)].join(" · ");
    });
    return [...lines, ...(rows.length > most ? [words.notice.digestMore(rows.length - most)] : [])].join(
      "\n",
    );
  }
}

/** How many wait in the rows of a notice, and how many of them are new. */
interface NoticeTotals {
  readonly waiting: number;
  readonly fresh: number;
}

function totalsOf(rows: readonly Row[]): NoticeTotals {
  return {
    waiting: rows.reduce((sum, { count }) => sum + count, 0),
    fresh: rows.reduce((sum, { count, toldCount }) => sum + count - toldCount, 0),
  };
}
