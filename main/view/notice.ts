import { nameOf } from "../contract/catalog.ts";
import { type DigestOccasion, type Row, servicesOf } from "../core/attention/attention.ts";
import { stageOf } from "../core/attention/rows.ts";
import type { TellingDecision } from "../core/knowledge/effect.ts";
import { tagOf } from "../core/knowledge/notices.ts";
import { wordsIn } from "../words/index.ts";
import type { Situation } from "./situation.ts";
import { momentText } from "./time.ts";

/** The content of an OS notification. */
export interface NoticeView {
  /** A later notice with the same tag replaces this one. */
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
  readonly buttons: { readonly open: string; readonly later: string };
}

/** Rows of `body` and of `brief`. */
const MAX_ROWS = 6;
const MAX_BRIEF_ROWS = 3;

/** @param now milliseconds since the Unix epoch */
export function noticeView(
  decision: TellingDecision,
  situation: Pick<Situation, "language" | "calendar" | "catalog" | "preferences">,
  now: number,
): NoticeView {
  const { language, catalog, preferences } = situation;
  const words = wordsIn(language);
  const named = (id: string): string => nameOf(language, catalog, id);
  const common = {
    tag: tagOf(decision),
    isUrgent: false,
    isSilent: !preferences.sound,
    buttons: { open: words.notice.open, later: words.notice.later },
  };
  switch (decision.kind) {
    case "notice": {
      const { service, count, toldCount } = decision;
      return {
        ...common,
        title: words.notice.title(named(service)),
        body: [words.notice.body(count, count - toldCount), ...dueLine(decision)].join("\n"),
        service,
        snoozes: [service],
        isUrgent: stageOf(decision.dueAt, now) === "hours",
      };
    }
    case "deadline": {
      const { service, count, dueAt, stage } = decision;
      return {
        ...common,
        title: words.notice.deadlineTitle(named(service), stage),
        body: words.notice.deadlineBody(count, dueOf(count, dueAt)),
        service,
        snoozes: [service],
        isUrgent: true,
      };
    }
    case "hint":
      return { ...common, title: words.app.name, body: words.notice.hint, snoozes: [] };
    case "digest": {
      const { rows, occasion, isUrgent } = decision;
      const [only] = rows;
      return {
        ...common,
        title: words.notice.digestTitle(occasion, totalOf(occasion, rows)),
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

  /** By the clock or the date: a notice may be read much later. */
  function dueOf(count: number, dueAt: number): string {
    return words.notice.due(count, momentText(situation, dueAt, now));
  }

  function dueLine({ count, dueAt }: Row): string[] {
    return dueAt === undefined ? [] : [dueOf(count, dueAt)];
  }

  function rowLines(rows: readonly Row[], most: number): string {
    const lines = rows
      .slice(0, most)
      .map((row) => [words.notice.digestRow(named(row.service), row.count), ...dueSoon(row)].join(" · "));
    return [...lines, ...(rows.length > most ? [words.notice.digestMore(rows.length - most)] : [])].join(
      "\n",
    );
  }

  function dueSoon(row: Row): string[] {
    return stageOf(row.dueAt, now) === null ? [] : dueLine(row);
  }
}

/** Whether the title of a digest counts new approvals (true) or all waiting ones. */
const COUNTS_NEW: Readonly<Record<DigestOccasion, boolean>> = {
  news: true,
  "while-away": true,
  "while-paused": true,
  "while-quiet": true,
  "while-presenting": true,
  "while-locked": true,
  reminder: false,
  deadline: false,
  morning: false,
  leaving: false,
  together: false,
};

function totalOf(occasion: DigestOccasion, rows: readonly Row[]): number {
  const isNew = COUNTS_NEW[occasion];
  return rows.reduce((sum, { count, toldCount }) => sum + count - (isNew ? toldCount : 0), 0);
}
