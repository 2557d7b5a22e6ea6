import { parseEventAt } from "../../contract/event.ts";
import { approvalsSubject, parseApprovalsSubject } from "../../contract/subject.ts";
import type { Found, RetainedReply } from "../feed/link.ts";
import type { Effect } from "./effect.ts";
import type { Knowledge, StoredMessage } from "./knowledge.ts";
import { judgeEvent, MAX_LEDGER_SERVICES, type Verdict } from "./ledger.ts";
import { settled, withDoubt, withReadable } from "./sureness.ts";

/** Maximum number of cached values in {@link remembering}. */
const MAX_REMEMBERED = 1_000;
const addressOf = remembering(parseApprovalsSubject);

interface Heard {
  readonly state: Knowledge;
  /** Canonical ids of services whose counts have changed. */
  readonly changed: ReadonlySet<string>;
  /** The verdict on the last message; undefined if it was refused. */
  readonly verdict: Verdict | undefined;
}

/** Takes live events in their order. */
export function hearLive(
  before: Knowledge,
  messages: readonly StoredMessage[],
  now: number,
  effects: Effect[],
): Knowledge {
  const { state, changed } = hear(before, messages, now, effects);
  return settled(before, state, changed, now, effects);
}

/**
 * Takes a service's retained event. If two readings in a row are older than the known event, the count becomes unsure.
 */
export function hearRetained(
  before: Knowledge,
  service: string,
  retained: RetainedReply,
  now: number,
  effects: Effect[],
): Knowledge {
  if (before.retired.has(service)) {
    // It left the catalog during this reading, so it is not read again.
    effects.push({ kind: "found", found: "settled" });
    return before;
  }
  const { state, changed, verdict } = find(before, service, retained, now, effects);
  const readable = withReadable(state, service, verdict !== undefined, effects);
  const after = verdict === undefined ? readable : withDoubt(readable, service, verdict, now, effects);
  effects.push({ kind: "found", found: foundOf(verdict, after !== readable && after.doubts.has(service)) });
  return settled(before, after, changed, now, effects);
}

/**
 * @param isDoubted the doubt is new or newly confirmed; both lead to a reading, as two may come from one late replica
 */
function foundOf(verdict: Verdict | undefined, isDoubted: boolean): Found {
  if (verdict === undefined) return "unreadable";
  return isDoubted ? "older" : "settled";
}

function find(
  before: Knowledge,
  service: string,
  retained: RetainedReply,
  now: number,
  effects: Effect[],
): Heard {
  const nothing = { state: before, changed: new Set<string>() };
  if (retained.kind === "none") {
    return { ...nothing, verdict: before.ledger.has(service) ? "stale" : "duplicate" };
  }
  const subject = approvalsSubject(before.person.user, service);
  if (subject.ok && retained.origin === subject.value) {
    return hear(before, [{ origin: subject.value, payload: retained.payload }], now, effects);
  }
  refuseUnproven(subject.ok ? subject.value : service, effects);
  return { ...nothing, verdict: undefined };
}

/** Counts a message that does not prove its origin. It has no other effect. */
export function refuseUnproven(subject: string, effects: Effect[]): void {
  effects.push({
    kind: "refused",
    reason: "unproven",
    line: `refused: no proof of where a message on ${subject.slice(0, 200)} comes from`,
  });
}

/**
 * Takes every event, live or retained. A bad event is refused with its reason. The known count stays but becomes
 * unsure, because the broker now retains the bad event instead of the good one.
 */
function hear(before: Knowledge, messages: readonly StoredMessage[], now: number, effects: Effect[]): Heard {
  const ledger = new Map(before.ledger); // one copy for all messages of a burst
  const changed = new Set<string>();
  let state: Knowledge = { ...before, ledger };

  function take({ origin, payload }: StoredMessage): Verdict | undefined {
    const address = addressOf(origin);
    if (!address.ok || address.value.user !== before.person.user) {
      const reason = address.ok ? "other-user" : address.reason;
      return refused(reason, `${reason}: ${origin.slice(0, 200)}`);
    }
    const { service } = address.value;
    if (before.retired.has(service)) return undefined;
    const event = parseEventAt(address.value, payload);
    if (!event.ok) {
      refused(event.reason, `${event.reason}: ${service}: ${event.detail}`);
      state = withReadable(state, service, false, effects);
      return undefined;
    }
    const verdict = judgeEvent(ledger, event.value);
    if (verdict === "stale") return verdict;
    state = withReadable(state, service, true, effects);
    if (verdict === "duplicate") return verdict;
    if (ledger.size >= MAX_LEDGER_SERVICES && !ledger.has(service)) {
      effects.push({
        kind: "problem",
        problem: { key: "too-many-services", args: [String(MAX_LEDGER_SERVICES)] },
      });
      return refused("too-many-services", `too-many-services: ${service}`);
    }
    ledger.set(service, event.value);
    changed.add(service);
    state = withDoubt(state, service, verdict, now, effects);
    return verdict;
  }

  function refused(reason: string, what: string): undefined {
    effects.push({ kind: "refused", reason, line: `event refused: ${what}` });
  }

  let verdict: Verdict | undefined;
  for (const message of messages) verdict = take(message);
  if (changed.size === 0) return { state: { ...state, ledger: before.ledger }, changed, verdict };
  effects.push({ kind: "save", isDue: false }, { kind: "draw" });
  return { state, changed, verdict };
}

/** A function with a cache, because most events arrive on a few subjects. */
function remembering<T>(read: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const old = known.get(key);
    if (old !== undefined) return old;
    if (known.size >= MAX_REMEMBERED) known.clear();
    const value = read(key);
    known.set(key, value);
    return value;
  };
}
