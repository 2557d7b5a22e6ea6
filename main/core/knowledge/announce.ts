import { unreachable } from "../../contract/result.ts";
import { attend } from "../attention/attend.ts";
import type { Attention, AttentionInput } from "../attention/attention.ts";
import type { Decision } from "../attention/decision.ts";
import { remember } from "../attention/history.ts";
import type { Effect } from "./effect.ts";
import type { Knowledge } from "./knowledge.ts";
import { HINT_TAG, onScreen, toldNow, withoutServices } from "./living-notice.ts";

/** Lets attention decide on the present knowledge, and turns its decisions into effects. */
export function announce(state: Knowledge, input: AttentionInput, now: number, effects: Effect[]): Knowledge {
  const before = cleared(state, input, now, effects);
  const { attention, decisions, wakeAt } = attend(
    before.attention,
    input.kind === "presence" ? { ...input, onScreen: onScreen(before.notice) } : input,
    {
      counts: before.ledger,
      unsure: before.unsure,
      preferences: before.preferences,
      presets: before.presets,
      calendar: before.person.calendar,
      isFresh: before.connection.kind === "fresh",
      isWatching: before.isWatching,
      now,
    },
  );
  const history = remember(before.history, decisions, now);
  const after = decisions.reduce((each, decision) => carryOut(each, decision, now, effects), {
    ...before,
    attention,
    wakeAt,
    history,
  });
  if (history !== before.history || isToBeSaved(attention, before.attention)) {
    effects.push({ kind: "save", isDue: isByHand(input) || decisions.some(isTelling) }, { kind: "draw" });
  }
  return after;
}

/** The notice no longer names services that the person has looked at or snoozed. */
function cleared(state: Knowledge, input: AttentionInput, now: number, effects: Effect[]): Knowledge {
  if (input.kind !== "seen" && input.kind !== "snooze") return state;
  if (input.services !== "all") {
    return { ...state, notice: withoutServices(state.notice, input.services, now) };
  }
  effects.push({ kind: "withdraw-all" });
  return { ...state, notice: null };
}

function carryOut(state: Knowledge, decision: Decision, now: number, effects: Effect[]): Knowledge {
  const log = (line: string): void => void effects.push({ kind: "log", level: "info", line });
  switch (decision.kind) {
    case "notice":
    case "digest":
    case "deadline": {
      log(`told: ${JSON.stringify(decision)}`);
      const present = { counts: state.ledger, calendar: state.person.calendar, now };
      const notice = toldNow(state.notice, decision, present);
      effects.push({ kind: "tell", decision: notice.says });
      return { ...state, notice };
    }
    case "hint":
      log(`told: ${JSON.stringify(decision)}`);
      effects.push({ kind: "tell", decision });
      return state;
    case "withdraw":
      log(`withdrawn: ${decision.service}: ${decision.reason}`);
      return { ...state, notice: withoutServices(state.notice, [decision.service], now) };
    case "withdraw-all":
      effects.push({ kind: "withdraw-all" });
      return { ...state, notice: state.notice && { ...state.notice, place: "gone" } };
    case "withdraw-hint":
      effects.push({ kind: "withdraw", tag: HINT_TAG });
      return state;
    case "silent": {
      const loggedSilence = `${decision.service}: ${decision.reason}`;
      if (loggedSilence === state.loggedSilence) return state;
      log(`not told: ${loggedSilence}`);
      return { ...state, loggedSilence };
    }
    default:
      return unreachable(decision);
  }
}

function isToBeSaved(attention: Attention, before: Attention): boolean {
  return (
    attention.told !== before.told ||
    attention.snoozed !== before.snoozed ||
    attention.deadlines !== before.deadlines ||
    attention.digestDays !== before.digestDays ||
    attention.batchedAt !== before.batchedAt ||
    attention.covered !== before.covered ||
    attention.pause?.until !== before.pause?.until
  );
}

/** Inputs of the person are saved at once. */
function isByHand({ kind }: AttentionInput): boolean {
  return (
    kind === "pause" || kind === "resume" || kind === "snooze" || kind === "end-snooze" || kind === "seen"
  );
}

/** Told decisions are saved at once, so that they are not told again after a crash. */
function isTelling({ kind }: Decision): boolean {
  return kind === "notice" || kind === "digest" || kind === "deadline";
}
