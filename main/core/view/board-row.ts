import { stageOf } from "../attention/rows.ts";
import { digits } from "../messages/digits.ts";
import type { Messages } from "../messages/index.ts";
import { type MenuView, rowMenu } from "./board-menu.ts";
import type { ShownService, Situation } from "./situation.ts";
import { agoText, momentText } from "./time.ts";

export interface BoardRow {
  readonly service: string;
  readonly name: string;
  /** The owning system's name, where the catalog has one. */
  readonly system?: string;
  readonly count: number;
  /** The count as it is drawn; formatted here, for the page would have to load the means for it first. */
  readonly digits: string;
  /** The count for a screen reader. */
  readonly countText: string;
  /** How long ago the count changed, or that nothing was heard yet. */
  readonly changed: string;
  /** The earliest deadline, while something waits. */
  readonly due?: { readonly text: string; readonly urgency: "far" | "soon" | "overdue" };
  /** Why nothing is told of it, in words. */
  readonly silence?: { readonly kind: "snoozed" | "muted"; readonly text: string };
  /** What a click does, in words; `canOpen` says whether it does anything. */
  readonly action: string;
  readonly canOpen: boolean;
  readonly menu: MenuView;
}

/** @param now milliseconds since the Unix epoch */
export function boardRow(
  shown: ShownService,
  situation: Pick<Situation, "language" | "snoozed" | "preferences">,
  messages: Messages,
  now: number,
): BoardRow {
  const { service, name, count, event, link } = shown;
  const { language } = situation;
  const silence = silenceOf(service.id, situation, messages, now);
  const due = count === 0 || event?.dueAt === undefined ? undefined : dueOf(event.dueAt);
  return {
    service: service.id,
    name,
    ...(service.system === undefined
      ? {}
      : { system: service.system[language] ?? service.system.ko ?? service.system.en ?? "" }),
    count,
    digits: digits(language, count),
    countText: messages.count(count),
    changed:
      event === undefined
        ? messages.neverReported
        : messages.changed(agoText(language, event.occurredAt, now)),
    ...(due === undefined ? {} : { due }),
    ...(silence === undefined ? {} : { silence }),
    action: link === undefined ? messages.noPage : messages.openPage(name),
    canOpen: link !== undefined,
    menu: rowMenu(shown, silence?.kind ?? "told", messages),
  };

  function dueOf(dueAt: number): NonNullable<BoardRow["due"]> {
    const moment = momentText(language, dueAt, now);
    return dueAt <= now
      ? { text: messages.board.overdue(moment), urgency: "overdue" }
      : { text: messages.dueBy(moment), urgency: stageOf(dueAt, now) === "hours" ? "soon" : "far" };
  }
}

function silenceOf(
  service: string,
  { language, snoozed, preferences }: Pick<Situation, "language" | "snoozed" | "preferences">,
  messages: Messages,
  now: number,
): BoardRow["silence"] {
  const { board } = messages;
  if (preferences.mutedServices.includes(service)) return { kind: "muted", text: board.muted };
  const until = snoozed.get(service);
  if (until === undefined || until <= now) return undefined;
  return { kind: "snoozed", text: board.snoozedUntil(momentText(language, until, now)) };
}
