import { nameOf } from "../../contract/catalog.ts";
import { checkLink } from "../../contract/link.ts";
import { unreachable } from "../../contract/result.ts";
import { nextTime } from "../attention/hours.ts";
import { endAt, endOfSilence } from "../attention/pause.ts";
import type { Command } from "../command.ts";
import { languageFor } from "../preferences/preferences.ts";
import { announce } from "./announce.ts";
import type { Effect } from "./effect.ts";
import { type Knowledge, type KnowledgeInput, servicesIn } from "./knowledge.ts";

/** Carries out a person's command. */
export function obey(state: Knowledge, command: Command, now: number, effects: Effect[]): Knowledge {
  const { preferences, person } = state;
  const { calendar } = person;
  switch (command.kind) {
    case "open-service":
      return openService(state, command.service, now, effects);
    case "open-board":
      return openBoard(state, now, effects);
    case "toggle-board":
    case "keep-board":
    case "open-settings":
    case "open-account":
    case "restart":
    case "quit":
      effects.push(command);
      return state;
    case "pause": {
      const until = endOfSilence(calendar, command.choice, preferences, now);
      return announce(state, { kind: "pause", until }, now, effects);
    }
    case "pause-until": {
      const { date, time } = command;
      const until = date === undefined ? nextTime(calendar, now, time) : endAt(calendar, date, time, now);
      return until === null ? state : announce(state, { kind: "pause", until }, now, effects);
    }
    case "open-delegate": {
      const { delegateUrl } = state.catalog.find(({ id }) => id === command.service) ?? {};
      const link = checkLink(delegateUrl, person.linkOrigins);
      if (link.ok) effects.push({ kind: "open-link", link: link.value });
      return state;
    }
    case "resume":
      return announce(state, { kind: "resume" }, now, effects);
    case "snooze":
      return snooze(state, known(command.services), endOfSilence(calendar, command.choice, preferences, now));
    case "snooze-until":
      return snooze(state, known(command.services), endAt(calendar, command.date, command.time, now));
    case "end-snooze":
      return announce(state, { kind: "end-snooze", service: command.service }, now, effects);
    case "deliver": {
      if (known([command.service]).length === 0) return state;
      const delivery = { ...preferences.delivery, [command.service]: command.delivery };
      effects.push({ kind: "prefer", some: { delivery } });
      return state;
    }
    default:
      return unreachable(command);
  }

  /** A page must not fill the saved state, or the preferences, with services of its own. */
  function known(services: readonly string[]): readonly string[] {
    const shown = new Set(servicesIn(state));
    return services.filter((service) => shown.has(service));
  }

  function snooze(of: Knowledge, services: readonly string[], until: number | null): Knowledge {
    if (until === null || services.length === 0) return of;
    effects.push({ kind: "log", level: "info", line: `snoozed: ${services.join(" ").slice(0, 200)}` });
    return announce(of, { kind: "snooze", services, until }, now, effects);
  }
}

function openService(state: Knowledge, service: string, now: number, effects: Effect[]): Knowledge {
  const { catalog, ledger, person } = state;
  const link = checkLink(catalog.find(({ id }) => id === service)?.url, person.linkOrigins);
  if (link.ok) {
    effects.push(
      { kind: "close-board" },
      { kind: "open-page", service, link: link.value, event: ledger.get(service) },
    );
    return state;
  }
  const line = `no approval page to open for ${JSON.stringify(service)}`;
  effects.push({ kind: "log", level: "warn", line });
  return openBoard(state, now, effects);
}

function openBoard(state: Knowledge, now: number, effects: Effect[]): Knowledge {
  effects.push({ kind: "open-board" });
  return announce(state, { kind: "seen", services: "all" }, now, effects);
}

/**
 * Marks a service as seen if its page opened. If not, its notice and reminders stay, and the board shows the problem.
 */
export function pageOpened(
  state: Knowledge,
  { isOpen, service, event }: Extract<KnowledgeInput, { kind: "page-opened" }>,
  now: number,
  effects: Effect[],
): Knowledge {
  if (!isOpen) {
    const { person, preferences, catalog } = state;
    const name = nameOf(languageFor(preferences, person.systemLanguage), catalog, service);
    effects.push(
      { kind: "problem", problem: { key: "page-not-opened", args: [name] } },
      { kind: "open-board" },
    );
    return state;
  }
  effects.push({ kind: "problem-over", key: "page-not-opened" });
  // Opening may take seconds. An event that arrived meanwhile has not been seen.
  if (state.ledger.get(service) !== event) return state;
  return announce(state, { kind: "seen", services: [service] }, now, effects);
}
