import * as v from "valibot";
import { type Catalog, parseCatalog } from "../../contract/catalog.ts";
import { defined } from "../../contract/defined.ts";
import { formatEvent, parseEvent } from "../../contract/event.ts";
import { accept, type Result, refuse } from "../../contract/result.ts";
import { approvalsSubject } from "../../contract/subject.ts";
import { type KeptAttention, NOTHING_TOLD } from "../attention/attention.ts";
import { DEADLINE_STAGES } from "../attention/decision.ts";
import { type History, SavedHistory } from "../attention/history.ts";
import { applyEvent, type Ledger } from "./ledger.ts";
import { SavedWeek, type Week } from "./weekly.ts";

/** The knowledge that is saved for the next start. It belongs to one user on one broker. */
export interface Remembered {
  readonly catalog: Catalog;
  /** The catalog's stream sequence; null when unknown. */
  readonly catalogRevision: number | null;
  readonly ledger: Ledger;
  readonly attention: KeptAttention;
  readonly history: History;
  /** Canonical ids of services that left the catalog. */
  readonly retired: ReadonlySet<string>;
  /** Milliseconds since the Unix epoch. */
  readonly lastContact: number | null;
  /** Version of the app that saved it; null when unknown. */
  readonly savedBy: string | null;
  readonly week: Week | null;
  /** Keys of a later version, which are kept for its next run. */
  readonly unknown: Readonly<Record<string, unknown>>;
}

/** The state of a first start. */
export const NOTHING_REMEMBERED: Remembered = {
  catalog: [],
  catalogRevision: null,
  ledger: new Map(),
  attention: NOTHING_TOLD,
  history: [],
  retired: new Set(),
  lastContact: null,
  savedBy: null,
  week: null,
  unknown: {},
};

const HOUR = 3_600_000;
/** The range of Date in milliseconds (ECMA-262). A damaged file may hold a larger number, which could not be drawn. */
const LAST_MOMENT = 8_640_000_000_000_000;
const moment = v.pipe(v.number(), v.minValue(-LAST_MOMENT), v.maxValue(LAST_MOMENT));
const time = v.nullable(moment);
const day = v.nullable(v.string());
const length = v.pipe(v.number(), v.minValue(0), v.maxValue(LAST_MOMENT));
const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));

const Saved = v.looseObject({
  version: v.literal(1),
  owner: v.string(),
  /** Catalog and events are JSON in their wire form, so that the same parsers check them. */
  catalog: v.string(),
  catalogRevision: v.optional(v.nullable(wholeNumber), null),
  events: v.array(v.tuple([v.string(), v.string()])),
  /** Service, count, and the time when it was told. */
  told: v.array(v.tuple([v.string(), wholeNumber, v.optional(moment, 0)])),
  /** Service, earliest deadline or 0, its stage, and how many were late. */
  deadlines: v.optional(
    v.array(v.tuple([v.string(), moment, v.picklist(DEADLINE_STAGES), v.optional(wholeNumber, 0)])),
    [],
  ),
  /** Service, end and length. */
  snoozed: v.optional(v.array(v.tuple([v.string(), moment, length])), []),
  pausedUntil: time,
  pausedFor: v.optional(length, HOUR),
  digestDays: v.optional(v.object({ morning: day, leaving: day }), NOTHING_TOLD.digestDays),
  batchedAt: v.optional(time, null),
  /** Services whose notices the app took off the screen. */
  covered: v.optional(v.array(v.string()), []),
  history: SavedHistory,
  retired: v.array(v.string()),
  lastContact: time,
  savedBy: v.fallback(v.optional(v.nullable(v.string()), null), null),
  week: v.fallback(v.optional(v.nullable(SavedWeek), null), null),
});

/** The saved form: plain JSON. */
export type Saved = v.InferOutput<typeof Saved>;

/**
 * The owner of a saved state: one user on one broker, which any of its addresses names. Another owner starts with an
 * empty state.
 */
export function ownerOf(user: string, servers: readonly string[]): string {
  return JSON.stringify([user, ...[...servers].sort()]);
}

/** The saved form of a state. @param owner see {@link ownerOf} */
export function toSaved(owner: string, remembered: Remembered): Saved {
  const { catalog, catalogRevision, ledger, attention, history, retired, lastContact } = remembered;
  const { savedBy, week, unknown } = remembered;
  const { told, deadlines, snoozed, pause, digestDays, batchedAt, covered } = attention;
  return {
    ...unknown,
    version: 1,
    owner,
    catalog: JSON.stringify({ services: catalog }),
    catalogRevision,
    events: [...ledger].map(([service, event]) => [service, formatEvent(event)]),
    told: [...told].map(([service, { count, at }]) => [service, count, at]),
    deadlines: [...deadlines].map(([service, { dueAt = 0, stage, overdue = 0 }]) => [
      ...([service, dueAt, stage, overdue] as const),
    ]),
    snoozed: [...snoozed].map(([service, { until, length }]) => [service, until, length]),
    pausedUntil: pause?.until ?? null,
    pausedFor: pause?.length ?? 0,
    digestDays,
    batchedAt,
    covered: [...covered],
    history: [...history] as Saved["history"],
    retired: [...retired],
    lastContact,
    savedBy,
    week: week && { monday: week.monday, services: [...week.services] as never },
  };
}

/**
 * Reads a saved state. Refused as `nothing-saved`, `unreadable` or `other-owner`. A single bad event is left out,
 * because the broker still has it.
 * @param user a canonical id
 */
export function fromSaved(
  saved: unknown,
  owner: string,
  user: string,
): Result<Remembered, "nothing-saved" | "unreadable" | "other-owner"> {
  if (saved === undefined || saved === null || Object.keys(saved).length === 0) {
    return refuse("nothing-saved", "first start");
  }
  const parsed = v.safeParse(Saved, saved, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return refuse("unreadable", `${v.getDotPath(issue) ?? ""}: ${issue.message}`);
  }
  const { output } = parsed;
  if (!isSameOwner(output.owner, owner)) return refuse("other-owner", "saved for another user or broker");
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const catalog = parseCatalog(bytes(output.catalog));
  return accept({
    catalog: catalog.ok ? catalog.value.catalog : [],
    catalogRevision: output.catalogRevision,
    ledger: output.events.reduce<Ledger>(
      (ledger, [service, text]) => readSavedEvent(ledger, user, service, bytes(text)),
      new Map(),
    ),
    attention: {
      told: new Map(output.told.map(([service, count, at]) => [service, { count, at }])),
      deadlines: new Map(
        output.deadlines.map(([service, dueAt, stage, overdue]) => [
          service,
          { stage, ...defined({ dueAt: dueAt || undefined, overdue: overdue || undefined }) },
        ]),
      ),
      snoozed: new Map(output.snoozed.map(([service, until, length]) => [service, { until, length }])),
      pause: output.pausedUntil === null ? null : { until: output.pausedUntil, length: output.pausedFor },
      digestDays: output.digestDays,
      batchedAt: output.batchedAt,
      covered: new Set(output.covered),
    },
    history: output.history as History,
    retired: new Set(output.retired),
    lastContact: output.lastContact,
    savedBy: output.savedBy,
    week: output.week && { monday: output.week.monday, services: new Map(output.week.services) },
    unknown: Object.fromEntries(Object.entries(output).filter(([key]) => !Object.hasOwn(Saved.entries, key))),
  });
}

/** Whether two owners are one user, and share an address of the broker. */
function isSameOwner(saved: string, owner: string): boolean {
  if (saved === owner) return true;
  const [savedUser, ...savedServers] = namesIn(saved);
  const [user, ...servers] = namesIn(owner);
  return savedUser === user && servers.some((server) => savedServers.includes(server));
}

function namesIn(owner: string): readonly unknown[] {
  try {
    const names: unknown = JSON.parse(owner);
    return Array.isArray(names) ? names : [];
  } catch {
    return [];
  }
}

function readSavedEvent(ledger: Ledger, user: string, service: string, payload: Uint8Array): Ledger {
  const subject = approvalsSubject(user, service);
  const event = subject.ok ? parseEvent(subject.value, payload) : subject;
  return event.ok ? applyEvent(ledger, event.value) : ledger;
}
