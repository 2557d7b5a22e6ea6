import { defined } from "./defined.ts";
import { type DocumentRefusal, parseDocument } from "./document.ts";
import { accept, type Result, refuse } from "./result.ts";
import { parseRfc3339 } from "./rfc3339.ts";
import { idOfToken, subjectToken } from "./subject.ts";

/**
 * The fleet: where a policy asks for it, each app reports its own state, which only the administrator reads. A report
 * says nothing about counts or services.
 */

/** The subjects of all reports, and of all test notices. */
export const FLEET_SUBJECTS = "fleet.*";
export const TEST_SUBJECTS = "alrimi.test.*";

/** Maximum size of a report and of a test notice, in bytes. */
export const MAX_FLEET_BYTES = 1024;

export const FLEET_PLATFORMS = ["linux", "win32", "darwin"] as const;
/** The states of the app's connection. */
export const FLEET_CONNECTIONS = [
  "connecting",
  "syncing",
  "fresh",
  "stale",
  "refused",
  "misconfigured",
] as const;
export const FLEET_NOTIFICATIONS = ["shown", "blocked", "unknown"] as const;
export const FLEET_TRAYS = ["there", "missing", "unknown"] as const;

/**
 * Why a test notice was not shown.
 * - held: the screen is `locked`, or the desktop holds notifications back (`presenting`)
 * - failed: the desktop has `no-server` for notifications, it `refused` this one, its settings have `blocked` them, or
 *   it gave `no-answer`
 */
export const TEST_REASONS = {
  shown: [],
  held: ["locked", "presenting"],
  failed: ["no-server", "refused", "blocked", "no-answer"],
} as const;

/** What became of a test notice. */
export type TestOutcome =
  | { readonly outcome: "shown" }
  | { readonly outcome: "held"; readonly reason: (typeof TEST_REASONS.held)[number] }
  | { readonly outcome: "failed"; readonly reason: (typeof TEST_REASONS.failed)[number] };

/** What one app says of itself. Times are milliseconds since the Unix epoch. */
export interface FleetReport {
  /** Version of the app. */
  readonly version: string;
  readonly platform: (typeof FLEET_PLATFORMS)[number];
  /** A value of Node's `os.arch()`. */
  readonly arch: string;
  /** Random id of the app's folder: 32 hexadecimal digits. It tells the PCs of one person apart. */
  readonly installation: string;
  readonly connection: (typeof FLEET_CONNECTIONS)[number];
  /** Since when the counts are current; null when they are not. */
  readonly since: number | null;
  /** When the broker last proved that it is there; null before. */
  readonly lastContactAt: number | null;
  readonly notifications: (typeof FLEET_NOTIFICATIONS)[number];
  readonly tray: (typeof FLEET_TRAYS)[number];
  /** By the clock of the PC. */
  readonly at: number;
  /** The answer to a test notice. */
  readonly test?: { readonly id: string } & TestOutcome;
}

export type FleetRefusal = DocumentRefusal | "bad-field";

/** `fleet.<user>`: the subject of one person's reports. */
export function fleetSubject(user: unknown): Result<string, "bad-id"> {
  const token = subjectToken(user);
  return token.ok ? accept(`fleet.${token.value}`) : token;
}

/** `alrimi.test.<user>`: the subject of test notices for one person. */
export function testSubject(user: unknown): Result<string, "bad-id"> {
  const token = subjectToken(user);
  return token.ok ? accept(`alrimi.test.${token.value}`) : token;
}

/** The canonical id in `fleet.<user>`; undefined for another subject. The report speaks for this person only. */
export function userOfFleetSubject(subject: string): string | undefined {
  const [root, token, ...rest] = subject.split(".");
  return root === "fleet" && token !== undefined && rest.length === 0 ? idOfToken(token) : undefined;
}

/** The JSON of a report. */
export function formatFleetReport(report: FleetReport): string {
  const { since, lastContactAt, at } = report;
  const time = (moment: number | null): string | null =>
    moment === null ? null : new Date(moment).toISOString();
  return JSON.stringify({ ...report, since: time(since), lastContactAt: time(lastContactAt), at: time(at) });
}

/**
 * Reads a report. Every text in an accepted one is printable ASCII. Unknown fields are left out. The detail of a
 * refusal names the field, and quotes nothing of it. Never throws.
 */
export function parseFleetReport(payload: Uint8Array): Result<FleetReport, FleetRefusal> {
  const document = parseDocument(payload, MAX_FLEET_BYTES);
  if (!document.ok) {
    return document.reason === "not-json" ? refuse("not-json", "the payload is not JSON") : document;
  }
  const { value } = document;
  const [bad] = Object.entries(FIELDS).find(([field, isGood]) => !isGood(value[field])) ?? [];
  if (bad !== undefined) return refuse("bad-field", `"${bad}" is missing, or its value is not allowed`);
  const { version, platform, arch, installation, connection, notifications, tray } =
    value as unknown as FleetReport;
  const time = (field: string): number | null => timeOf(value[field]) ?? null;
  const { id, outcome, reason } = Object(value["test"]) as Readonly<Record<string, unknown>>;
  return accept({
    version,
    platform,
    arch,
    installation,
    connection,
    since: time("since"),
    lastContactAt: time("lastContactAt"),
    notifications,
    tray,
    at: time("at") ?? 0,
    ...(id === undefined
      ? {}
      : { test: defined({ id, outcome, reason }) as NonNullable<FleetReport["test"]> }),
  });
}

/** The JSON of a test notice. @param id 32 hexadecimal digits, which the app's answer repeats */
export function formatTestNotice(id: string): string {
  return JSON.stringify({ id });
}

/** Reads a test notice; undefined for anything else. Never throws. @returns its id */
export function parseTestNotice(payload: Uint8Array): string | undefined {
  const document = parseDocument(payload, MAX_FLEET_BYTES);
  const id = document.ok ? document.value["id"] : undefined;
  return isHexId(id) ? id : undefined;
}

const isHexId = matching(/^[0-9a-f]{32}$/);

const FIELDS: Readonly<Record<keyof FleetReport, (value: unknown) => boolean>> = {
  version: matching(/^\d{1,6}(\.\d{1,6}){2}[\w.+-]{0,40}$/),
  platform: oneOf(FLEET_PLATFORMS),
  arch: matching(/^[a-z0-9_]{1,16}$/),
  installation: isHexId,
  connection: oneOf(FLEET_CONNECTIONS),
  since: isTimeOrNull,
  lastContactAt: isTimeOrNull,
  notifications: oneOf(FLEET_NOTIFICATIONS),
  tray: oneOf(FLEET_TRAYS),
  at: (value) => timeOf(value) !== undefined,
  test: (value) => value === undefined || isTest(value),
};

function isTest(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { id, outcome, reason } = value as Readonly<Record<string, unknown>>;
  if (!isHexId(id) || !oneOf(Object.keys(TEST_REASONS))(outcome)) return false;
  const reasons: readonly string[] = TEST_REASONS[outcome as keyof typeof TEST_REASONS];
  return reasons.length === 0 ? reason === undefined : oneOf(reasons)(reason);
}

function matching(pattern: RegExp): (value: unknown) => value is string {
  return (value): value is string => typeof value === "string" && pattern.test(value);
}

function oneOf(values: readonly string[]): (value: unknown) => boolean {
  return (value) => typeof value === "string" && values.includes(value);
}

function timeOf(value: unknown): number | undefined {
  return typeof value === "string" ? parseRfc3339(value) : undefined;
}

function isTimeOrNull(value: unknown): boolean {
  return value === null || timeOf(value) !== undefined;
}
