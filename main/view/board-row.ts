import { defined } from "../contract/defined.ts";
import type { ApprovalEvent } from "../contract/event.ts";
import { factsNow, stageOf } from "../core/attention/waiting.ts";
import type { Words } from "../words/index.ts";
import { type MenuView, rowMenu } from "./board-menu.ts";
import { countDigits } from "./count.ts";
import { factTexts } from "./facts.ts";
import type { Certainty, ShownService, Situation } from "./situation.ts";
import { agoText, dueSoonText, momentText, nearText } from "./time.ts";

/** One service on the board. */
export interface BoardRow {
  readonly service: string;
  readonly name: string;
  /** The name of the owning system, if the catalog has one. */
  readonly system?: string;
  /** Undefined when unknown. */
  readonly count: number | undefined;
  readonly certainty: Certainty;
  /** Whether it is drawn as an outdated count. */
  readonly isDated: boolean;
  /** The count as text, or –. It is formatted here, so that the page need not load a formatter. */
  readonly digits: string;
  /** The count for a screen reader. */
  readonly countText: string;
  /** The text that marks an unsure count. */
  readonly doubt?: string;
  /** How long ago the count changed; for an unsure count, its "as of" time. */
  readonly changed?: string;
  /** The deadlines and the age of the oldest approval, if the count is above 0. */
  readonly due?: { readonly text: string; readonly urgency: "far" | "soon" | "overdue" };
  /** Why the service is not told, as text. */
  readonly silence?: { readonly kind: "snoozed" | "muted"; readonly text: string };
  /** The text of what a click does. Without `canOpen` a click does nothing. */
  readonly action: string;
  readonly canOpen: boolean;
  readonly menu: MenuView;
}

/** @param now milliseconds since the Unix epoch */
export function boardRow(
  shown: ShownService,
  situation: Pick<Situation, "language" | "calendar" | "connection" | "snoozed" | "preferences">,
  words: Words,
  now: number,
): BoardRow {
  const { service, name, count, certainty, event, link } = shown;
  const { language, connection } = situation;
  const isFresh = connection.kind === "fresh";
  const isUnsure = certainty === "unsure";
  const silence = silenceOf(shown, situation, words, now);
  const due = !count || event === undefined ? undefined : dueOf(event);
  return {
    service: service.id,
    name,
    ...defined({
      system: service.system && (service.system[language] ?? service.system.ko ?? service.system.en ?? ""),
    }),
    count,
    certainty,
    isDated: isUnsure || (!isFresh && certainty === "sure"),
    digits: countDigits(language, shown, isFresh),
    countText: countText(),
    ...(isUnsure ? { doubt: words.counts.unsure } : {}),
    ...defined({ changed: event && changedText(event), due, silence }),
    action: link === undefined ? words.board.noPage : words.board.openPage(name),
    canOpen: link !== undefined,
    menu: rowMenu(shown, silence?.kind ?? "told", situation, words, now),
  };

  /** Does not mention an unsure count; `doubt` does. */
  function countText(): string {
    if (certainty === "unheard") return words.counts.noData;
    return count === undefined || (count === 0 && !isFresh)
      ? words.counts.unknownNow
      : words.counts.count(count);
  }

  function changedText({ occurredAt, unsureSince = occurredAt }: ApprovalEvent): string {
    return isUnsure
      ? words.counts.asOf(momentText(situation, unsureSince, now))
      : words.board.changed(agoText(situation, occurredAt, now));
  }

  function dueOf(held: ApprovalEvent): BoardRow["due"] {
    const facts = { count: held.count, ...factsNow(held, situation.calendar, now) };
    const text = factTexts(situation, facts, now, dueSoonText).join(" · ");
    if (text === "") return undefined;
    const stage = stageOf(facts, now);
    return { text, urgency: stage === "overdue" ? stage : stage === "hours" ? "soon" : "far" };
  }
}

function silenceOf(
  { service, delivery }: ShownService,
  situation: Pick<Situation, "language" | "calendar" | "snoozed">,
  words: Words,
  now: number,
): BoardRow["silence"] {
  const { snoozed } = situation;
  const { board } = words;
  if (delivery === "off") return { kind: "muted", text: board.muted };
  const until = snoozed.get(service.id);
  if (until === undefined || until <= now) return undefined;
  return { kind: "snoozed", text: board.snoozedUntil(nearText(situation, until, now)) };
}
