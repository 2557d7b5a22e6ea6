import type { Language } from "../catalog.ts";
import { describeProblem, messagesIn } from "../messages/index.ts";
import { type Situation, shownServices, totalOf } from "./situation.ts";
import { type StatusView, statusView } from "./status.ts";
import { agoText, momentText } from "./time.ts";

export interface BoardRow {
  readonly service: string;
  readonly name: string;
  /** The owning system's name, where the catalog has one. */
  readonly system?: string;
  readonly count: number;
  /** The count for a screen reader. */
  readonly countText: string;
  /** How long ago the count changed, or that nothing was heard yet. */
  readonly changed: string;
  readonly due?: string;
  /** What a click does, in words; `canOpen` says whether it does anything. */
  readonly action: string;
  readonly canOpen: boolean;
}

/** The whole board, ready to be drawn: the renderer decides nothing. */
export interface BoardView {
  readonly language: Language;
  readonly title: string;
  readonly total: number;
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
  readonly close: string;
}

/** @param now milliseconds since the Unix epoch */
export function boardView(situation: Situation, now: number): BoardView {
  const { language, connection, pausedUntil } = situation;
  const messages = messagesIn(language);
  const services = shownServices(situation);
  const total = totalOf(services);
  const { lastContact } = connection;
  return {
    language,
    title: messages.appName,
    total,
    totalText: total === 0 && connection.kind === "fresh" ? messages.nothingWaits : messages.waiting(total),
    status: statusView(connection, messages),
    asOf:
      lastContact === null ? messages.neverConnected : messages.asOf(momentText(language, lastContact, now)),
    isFresh: connection.kind === "fresh",
    rows: services.map(({ service, name, count, event, link }) => ({
      service: service.id,
      name,
      ...(service.system === undefined
        ? {}
        : { system: service.system[language] ?? service.system.ko ?? service.system.en ?? "" }),
      count,
      countText: messages.count(count),
      changed:
        event === undefined
          ? messages.neverReported
          : messages.changed(agoText(language, event.occurredAt, now)),
      ...(event?.dueAt === undefined || count === 0
        ? {}
        : { due: messages.dueBy(momentText(language, event.dueAt, now)) }),
      action: link === undefined ? messages.noPage : messages.openPage(name),
      canOpen: link !== undefined,
    })),
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
    close: messages.close,
  };
}
