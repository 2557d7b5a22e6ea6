import { unreachable } from "../../contract/result.ts";
import { attend } from "../attention/attend.ts";
import type { Attention, AttentionInput, Decision } from "../attention/attention.ts";
import { remember } from "../attention/history.ts";
import type { Effect } from "./effect.ts";
import type { Knowledge } from "./knowledge.ts";
import { HINT_TAG, onScreen, withNotice, withoutServices } from "./notices.ts";

/** Lets attention decide on the present knowledge, and turns its decisions into effects. */
export function announce(state: Knowledge, input: AttentionInput, now: number, effects: Effect[]): Knowledge {
  const before = cleared(state, input, effects);
  const { attention, decisions, wakeAt } = attend(
    before.attention,
    input.kind === "presence" ? { ...input, onScreen: onScreen(before.notices) } : input,
    {
      counts: before.ledger,
      unsure: before.unsure,
      preferences: before.preferences,
      calendar: before.person.calendar,
      isFresh: before.connection.kind === "fresh",
      now,
    },
  );
  const history = remember(before.history, decisions, now);
  const after = decisions.reduce((each, decision) => carryOut(each, decision, effects), {
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

/** Withdraws the notices of services that the person has looked at or snoozed. */
function cleared(state: Knowledge, input: AttentionInput, effects: Effect[]): Knowledge {
  if (input.kind !== "seen" && input.kind !== "snooze") return state;
  if (input.services === "all") return withoutNotices(state, effects);
  return { ...state, notices: withoutServices(state.notices, input.services, effects) };
}

function carryOut(state: Knowledge, decision: Decision, effects: Effect[]): Knowledge {
  const log = (line: string): void => void effects.push({ kind: "log", level: "info", line });
  switch (decision.kind) {
    case "notice":
    case "digest":
    case "deadline":
    case "hint":
      log(`told: ${JSON.stringify(decision)}`);
      return { ...state, notices: withNotice(state.notices, decision, effects) };
    case "withdraw":
      log(`withdrawn: ${decision.service}: ${decision.reason}`);
      return { ...state, notices: withoutServices(state.notices, [decision.service], effects) };
    case "withdraw-all":
      return withoutNotices(state, effects);
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

function withoutNotices(state: Knowledge, effects: Effect[]): Knowledge {
  effects.push({ kind: "withdraw-all" });
  return { ...state, notices: new Map() };
}

function isToBeSaved(attention: Attention, before: Attention): boolean {
  return (
    attention.told !== before.told ||
    attention.snoozed !== before.snoozed ||
    attention.deadlines !== before.deadlines ||
    attention.digestDays !== before.digestDays ||
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
