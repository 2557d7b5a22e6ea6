import { unreachable } from "../../contract/result.ts";
import { rememberEvent } from "../attention/history.ts";
import { earliestOf } from "../attention/hours.ts";
import { coveredBy } from "../attention/take.ts";
import { type ConnectionSignal, nextConnection } from "../connection.ts";
import { announce } from "./announce.ts";
import type { Effect } from "./effect.ts";
import { hearLive, hearRetained, refuseUnproven } from "./hear.ts";
import { hearCatalog } from "./hear-catalog.ts";
import type { Knowledge, KnowledgeInput } from "./knowledge.ts";
import { closed, onScreen, settledNotice, upToDate } from "./living-notice.ts";
import { obey, pageOpened } from "./obey.ts";
import { lookAtOutage, outageAfter, outageDueAt } from "./outage.ts";
import { settled, withReadable } from "./sureness.ts";
import { isThisWeek, weekAfter } from "./weekly.ts";

/**
 * Longest time to the next tick, in milliseconds: the clock may have been changed, or the timer may have stopped while
 * the computer slept.
 */
const LOOK_AT_LEAST_EVERY = 15 * 60_000;
/** The last contact is drawn in minutes ("as of 14:05"), so a new minute is drawn again. Milliseconds. */
const MINUTE = 60_000;
/** The last contact alone is saved at most this often, so that it does not wake a sleeping disk. Milliseconds. */
const SAVE_CONTACT_EVERY = 15 * MINUTE;

/** The result of {@link next}. */
export interface Step {
  readonly state: Knowledge;
  readonly effects: readonly Effect[];
}

/**
 * The app's reducer: the knowledge after an input, and the effects to carry out. Pure, never throws.
 * @param now milliseconds since the Unix epoch
 */
export function next(before: Knowledge, input: KnowledgeInput, now: number): Step {
  const effects: Effect[] = [];
  const state = withWeek(before, withNotice(before, take(before, input, now, effects), now, effects), now);
  if (state.attention === before.attention && state.outage === before.outage) return { state, effects }; // nothing was decided
  const wakeAt = earliestOf([state.wakeAt, outageDueAt(state)].filter((time) => time !== null));
  const after = wakeAt === null ? null : Math.min(Math.max(0, wakeAt - now), LOOK_AT_LEAST_EVERY);
  return { state, effects: [...effects, { kind: "wake", after }] };
}

/** Lets the notice follow the counts. */
function withNotice(before: Knowledge, after: Knowledge, now: number, effects: Effect[]): Knowledge {
  const { ledger: counts, person } = after;
  const present = upToDate(after.notice, { counts, calendar: person.calendar, now });
  const notice = settledNotice(before.notice, present, effects);
  return notice === after.notice ? after : { ...after, notice };
}

/** Counts the week, while the person wants its summary. */
function withWeek(before: Knowledge, after: Knowledge, now: number): Knowledge {
  if (!after.preferences.weeklySummary) return after.week === null ? after : { ...after, week: null };
  const { calendar } = after.person;
  if (after.ledger === before.ledger && after.week !== null && isThisWeek(after.week, calendar, now))
    return after;
  return { ...after, week: weekAfter(after.week, before.ledger, after.ledger, calendar, now) };
}

function take(before: Knowledge, input: KnowledgeInput, now: number, effects: Effect[]): Knowledge {
  switch (input.kind) {
    case "started":
      return announce(
        noteVersion({ ...before, outage: outageAfter(before, now, effects) }, now, effects),
        { kind: "catching-up" },
        now,
        effects,
      );
    case "live":
      return hearLive(before, input.messages, now, effects);
    case "retained":
      return hearRetained(before, input.service, input.retained, now, effects);
    case "unanswered":
      return settled(before, withReadable(before, input.service, false, effects), [], now, effects);
    case "unproven":
      refuseUnproven(input.subject, effects);
      return before;
    case "catalog":
      return hearCatalog(before, input, now, effects);
    case "signal":
      return hearSignal(before, input.signal, now, effects);
    case "command":
      return obey(before, input.command, now, effects);
    case "page-opened":
      return pageOpened(before, input, now, effects);
    case "board-opened":
      return announce(before, { kind: "seen", services: "all" }, now, effects);
    case "preferences":
      effects.push({ kind: "draw" });
      return announce({ ...before, preferences: input.preferences }, { kind: "tick" }, now, effects);
    case "presence": {
      const { presence } = input;
      effects.push({ kind: "log", level: "info", line: `presence: ${JSON.stringify(presence)}` });
      return announce(before, { kind: "presence", presence }, now, effects);
    }
    case "handed-over":
      effects.push({ kind: "save", isDue: true });
      return { ...before, attention: coveredBy(before.attention, onScreen(before.notice)) };
    case "notice-closed":
      return { ...before, notice: closed(before.notice, input.tag, input.isDismissed) };
    case "tested":
      effects.push({ kind: "save", isDue: true });
      return { ...before, history: rememberEvent(before.history, input.tested, now) };
    case "tick": {
      const outage = lookAtOutage(before, input.isOnline, now, effects);
      return announce({ ...before, outage }, { kind: "tick" }, now, effects);
    }
    default:
      return unreachable(input);
  }
}

/** Notes the first start of another version in the history. */
function noteVersion(before: Knowledge, now: number, effects: Effect[]): Knowledge {
  const { savedBy: from, person, history } = before;
  const { version: to } = person;
  if (from === to) return before;
  const state = { ...before, savedBy: to };
  if (from === null) return state;
  effects.push(
    { kind: "log", level: "info", line: `updated: ${from} to ${to}` },
    { kind: "save", isDue: true },
  );
  return { ...state, history: rememberEvent(history, { kind: "updated", from, to }, now) };
}

function hearSignal(before: Knowledge, signal: ConnectionSignal, now: number, effects: Effect[]): Knowledge {
  const [was, connection] = [before.connection, nextConnection(before.connection, signal, now)];
  let state: Knowledge = { ...before, connection };
  state = { ...state, outage: outageAfter(state, now, effects) };
  if (signal.kind === "connected") state = announce(state, { kind: "catching-up" }, now, effects);
  if (signal.kind === "synced") state = announce(state, { kind: "caught-up" }, now, effects);
  const isOther = connection.kind !== was.kind;
  if (isOther) effects.push({ kind: "log", level: "info", line: `connection: ${connection.kind}` });
  const isNew = isOther || ["lost", "refused", "kept"].includes(signal.kind);
  const isNewIn = (step: number): boolean =>
    stepOf(connection.lastContact, step) !== stepOf(was.lastContact, step);
  if (isNew || isNewIn(SAVE_CONTACT_EVERY)) effects.push({ kind: "save", isDue: false });
  if (isNew || isNewIn(MINUTE)) effects.push({ kind: "draw" });
  return state;
}

function stepOf(time: number | null, step: number): number {
  return time === null ? -1 : Math.floor(time / step);
}
