import { defined } from "../../contract/defined.ts";
import { unreachable } from "../../contract/result.ts";
import type { Attention, AttentionContext, AttentionInput, Term, Told } from "./attention.ts";
import { COLLECT_FOR, collectingSince, risen } from "./collecting.ts";
import type { Decision, SilentReason } from "./decision.ts";
import { deliveryOf, isTellable } from "./delivery.ts";
import { silenceOf } from "./silence.ts";
import { isPressing, stageOf } from "./waiting.ts";
import { without } from "./without.ts";

/** Applies an input, before anything is told. */
export function take(
  attention: Attention,
  input: AttentionInput,
  context: AttentionContext,
  decisions: Decision[],
): Attention {
  const { now } = context;
  switch (input.kind) {
    case "count":
      return takeCount(attention, input.service, context, decisions);
    case "removed": {
      if (attention.told.has(input.service)) {
        decisions.push({ kind: "withdraw", service: input.service, reason: "removed" });
      }
      const [told, deadlines, snoozed] = [attention.told, attention.deadlines, attention.snoozed].map((map) =>
        without(map as ReadonlyMap<string, unknown>, [input.service]),
      ) as [Attention["told"], Attention["deadlines"], Attention["snoozed"]];
      return { ...attention, told, deadlines, snoozed };
    }
    case "catching-up":
      return { ...attention, catchingUp: true, heldBy: "catching-up" };
    case "caught-up":
      if (!attention.catchingUp) return attention;
      // Increases during the absence are told now in one notice, so they need not be collected.
      return {
        ...attention,
        catchingUp: false,
        collecting: collectingSince(now - COLLECT_FOR),
        collectingUrgent: null,
      };
    case "pause":
      return { ...attention, pause: termUntil(input.until, now) };
    case "resume":
      return { ...attention, pause: null };
    case "snooze": {
      const snoozed = new Map(attention.snoozed);
      for (const service of input.services) snoozed.set(service, termUntil(input.until, now));
      return { ...attention, snoozed };
    }
    case "end-snooze":
      return { ...attention, snoozed: without(attention.snoozed, [input.service]) };
    case "presence":
      return takePresence(attention, input, context, decisions);
    case "seen":
      return takeSeen(attention, input.services, context, decisions);
    case "tick":
      return attention;
    default:
      return unreachable(input);
  }
}

function takeCount(
  attention: Attention,
  service: string,
  context: AttentionContext,
  decisions: Decision[],
): Attention {
  const { counts, now } = context;
  const count = counts.get(service)?.count ?? 0;
  const toldCount = attention.told.get(service)?.count ?? 0;
  if (count > toldCount) {
    const reason = silentReason(attention, service, context);
    decisions.push({ kind: "silent", service, reason });
    if (isHeldBack(reason)) return attention;
    const isUrgent = reason === "off-hours" && isPressing(counts.get(service) ?? {}, now);
    return {
      ...attention,
      collecting: risen(attention.collecting, now),
      ...(isUrgent ? { collectingUrgent: risen(attention.collectingUrgent, now) } : {}),
    };
  }
  if (count === toldCount) {
    decisions.push({ kind: "silent", service, reason: "nothing-new" });
    const isNumberLower =
      (counts.get(service)?.overdue ?? 0) < (attention.deadlines.get(service)?.overdue ?? 0);
    return isNumberLower
      ? { ...attention, deadlines: deadlinesAfterFall(attention, service, context) }
      : attention;
  }
  if (count === 0) decisions.push({ kind: "withdraw", service, reason: "nothing-waits" });
  else decisions.push({ kind: "silent", service, reason: "fell-back" });
  // A person who approved something knows what is left. The next increase and the next reminder count from there.
  return {
    ...attention,
    told: new Map(attention.told).set(service, { count, at: now }),
    deadlines: deadlinesAfterFall(attention, service, context),
  };
}

/**
 * After an approval, or when fewer are late, the next deadline counts as told at its present stage. Otherwise ten approvals in a row would cause
 * ten urgent notices. Its next stage is still told.
 */
function deadlinesAfterFall(
  { deadlines }: Attention,
  service: string,
  { counts, now }: AttentionContext,
): Attention["deadlines"] {
  const { count = 0, dueAt, overdue } = counts.get(service) ?? {};
  const told = deadlines.get(service);
  if (told === undefined) return deadlines;
  const deadline = defined({ dueAt, overdue });
  if (count === 0 || (dueAt === undefined && !overdue)) return without(deadlines, [service]);
  const stage = stageOf(deadline, now);
  const isEarlier = dueAt !== undefined && told.dueAt !== undefined && dueAt < told.dueAt;
  // A deadline that was told as late by its number alone has its own stages before it.
  if (stage === null) return told.overdue ? without(deadlines, [service]) : deadlines;
  return isEarlier ? deadlines : new Map(deadlines).set(service, { ...deadline, stage });
}

/** Why an increase is not told at once. */
function silentReason(attention: Attention, service: string, context: AttentionContext): SilentReason {
  const delivery = deliveryOf(service, context);
  if (delivery === "off") return "muted";
  if (attention.snoozed.has(service)) return "snoozed";
  if (!isTellableNow(attention, service, context)) return delivery === "batched" ? "batched" : "not-urgent";
  const silence = silenceOf(attention, context);
  if (silence !== null) return silence.reason;
  return attention.catchingUp ? "catching-up" : "collecting";
}

/** Reasons that hold the news of one service back. */
function isHeldBack(reason: SilentReason): boolean {
  return reason === "muted" || reason === "snoozed" || reason === "batched" || reason === "not-urgent";
}

function isTellableNow(attention: Attention, service: string, context: AttentionContext): boolean {
  const { count = 0, dueAt, overdue } = context.counts.get(service) ?? {};
  return isTellable({ service, count, toldCount: 0, ...defined({ dueAt, overdue }) }, attention, context);
}

/**
 * Looking at a service restarts the timer of its reminder. News that a silence, a snooze or muting holds back counts as
 * told. News that is about to be told is still told.
 */
function takeSeen(
  attention: Attention,
  services: readonly string[] | "all",
  context: AttentionContext,
  decisions: Decision[],
): Attention {
  const { counts, now } = context;
  const isSilent = silenceOf(attention, context) !== null;
  const told = new Map<string, Told>(attention.told);
  const covered = new Set(attention.covered);
  for (const [service, { count }] of counts) {
    if (services !== "all" && !services.includes(service)) continue;
    covered.delete(service);
    const isNews = count > (told.get(service)?.count ?? 0);
    const isHeld = isSilent || attention.snoozed.has(service) || !isTellableNow(attention, service, context);
    if (isNews && !isHeld) continue;
    if (isNews) decisions.push({ kind: "silent", service, reason: "seen" });
    told.set(service, { count, at: now });
  }
  return { ...attention, told, covered };
}

/** A lock screen must show no names. The notices on it are withdrawn, and told again after it is unlocked. */
function takePresence(
  attention: Attention,
  { presence, onScreen = [] }: Extract<AttentionInput, { kind: "presence" }>,
  { preferences }: AttentionContext,
  decisions: Decision[],
): Attention {
  const isLocking = presence.isLocked && !attention.presence.isLocked;
  if (!isLocking || !preferences.hideNamesWhenLocked || onScreen.length === 0)
    return { ...attention, presence };
  decisions.push({ kind: "withdraw-all" });
  return { ...coveredBy(attention, onScreen), presence };
}

/** What a notice says that the app took off the screen is told again. */
export function coveredBy(attention: Attention, services: readonly string[]): Attention {
  return { ...attention, covered: new Set([...attention.covered, ...services]) };
}

/** Ends a pause that is over, and snoozes that are over of services where nothing waits or that are muted. */
export function expire(attention: Attention, context: AttentionContext): Attention {
  const { counts, now } = context;
  const { pause, snoozed } = attention;
  const isPaused = pause !== null && now < pause.until;
  const over = [...snoozed].filter(
    ([service, { until }]) =>
      until <= now && (!counts.get(service)?.count || deliveryOf(service, context) === "off"),
  );
  if (isPaused === (pause !== null) && over.length === 0) return attention;
  return {
    ...attention,
    pause: isPaused ? pause : null,
    snoozed: without(
      snoozed,
      over.map(([service]) => service),
    ),
  };
}

function termUntil(until: number, now: number): Term {
  return { until, length: Math.max(0, until - now) };
}
