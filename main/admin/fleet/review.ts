import { type FleetReport, parseFleetReport, userOfFleetSubject } from "../../contract/fleet.ts";
import type { FleetNeed } from "../../contract/fleet-needs.ts";
import { visibleLine } from "../../contract/text.ts";
import { compareVersions } from "../../contract/version.ts";
import type { StoredReport } from "../../nats/read-fleet.ts";

/** Who of the fleet needs help, from the stored reports. Pure. Times are milliseconds since the Unix epoch. */

/** One app, or a person who never connected. */
export interface FleetEntry {
  /** Canonical id. */
  readonly user: string;
  /** The newest report of this installation. */
  readonly report?: FleetReport;
  /** When the broker stored it, by the broker's clock. */
  readonly storedAt?: number;
  readonly needs: readonly FleetNeed[];
}

/** Stored messages of one person that are no reports. */
export interface UnreadableReports {
  /** Canonical id, or the subject when it names nobody. Without characters that control a terminal. */
  readonly who: string;
  readonly count: number;
  /** Of the newest one. */
  readonly reason: string;
}

export interface FleetReview {
  readonly people: number;
  readonly installations: number;
  /** Installations per version, newest first. */
  readonly versions: readonly (readonly [version: string, installations: number])[];
  /** By user, then newest report first. */
  readonly entries: readonly FleetEntry[];
  readonly unreadable: readonly UnreadableReports[];
}

export interface ReviewOptions {
  readonly now: number;
  /** Milliseconds without a report after which an app counts as silent; undefined for never. */
  readonly silentFor: number | undefined;
  /** The version that every app should have. Default: the newest that at least two people have, if there is one. */
  readonly expected?: string;
  /** Canonical ids of the people who have a login. */
  readonly people?: readonly string[];
}

/** The connection states of an app that is served, or is about to be. */
const SERVED: readonly FleetReport["connection"][] = ["connecting", "syncing", "fresh"];

/** @param stored oldest first */
export function reviewFleet(stored: readonly StoredReport[], options: ReviewOptions): FleetReview {
  const { newest, unreadable } = newestReports(stored);
  const known = [...newest.values()];
  const expected = options.expected ?? newestVersion(known);
  const seen = new Set([...known.map(({ user }) => user), ...unreadable.keys()]);
  const missing = (options.people ?? []).filter((user) => !seen.has(user));
  const entries: FleetEntry[] = [
    ...known.map((each) => ({ ...each, needs: needsOf(each, expected, options) })),
    ...missing.map((user) => ({ user, needs: [{ kind: "never-connected" as const }] })),
  ];
  const versions = new Map<string, number>();
  for (const { report } of known) versions.set(report.version, (versions.get(report.version) ?? 0) + 1);
  return {
    people: new Set(known.map(({ user }) => user)).size,
    installations: known.length,
    versions: [...versions].sort(([one], [other]) => compareVersions(other, one)),
    entries: entries.sort(
      (one, other) => compareTexts(one.user, other.user) || (other.storedAt ?? 0) - (one.storedAt ?? 0),
    ),
    unreadable: [...unreadable.values()].sort((one, other) => compareTexts(one.who, other.who)),
  };
}

interface KnownApp {
  readonly user: string;
  readonly report: FleetReport;
  readonly storedAt: number;
}

/** The newest report of each person and installation. A report speaks for the person of its subject only. */
function newestReports(stored: readonly StoredReport[]): {
  readonly newest: ReadonlyMap<string, KnownApp>;
  readonly unreadable: ReadonlyMap<string, UnreadableReports>;
} {
  const newest = new Map<string, KnownApp>();
  const unreadable = new Map<string, UnreadableReports>();
  for (const { subject, data, hasHeaders, storedAt } of stored) {
    const user = userOfFleetSubject(subject);
    const parsed = parseFleetReport(data);
    if (user !== undefined && parsed.ok && !hasHeaders) {
      newest.set(`${user} ${parsed.value.installation}`, { user, report: parsed.value, storedAt });
      continue;
    }
    const who = visibleLine(user ?? subject);
    const reason = hasHeaders ? "it has headers" : parsed.ok ? "no person has this subject" : parsed.detail;
    unreadable.set(who, { who, count: (unreadable.get(who)?.count ?? 0) + 1, reason });
  }
  return { newest, unreadable };
}

/** One person could claim any version, so that all others would look outdated. */
function newestVersion(known: readonly KnownApp[]): string | undefined {
  const holders = new Map<string, Set<string>>();
  for (const { user, report } of known) {
    holders.set(report.version, (holders.get(report.version) ?? new Set()).add(user));
  }
  const common = [...holders].filter(([, people]) => people.size > 1).map(([version]) => version);
  return common.sort(compareVersions).at(-1);
}

function needsOf(
  { report, storedAt }: KnownApp,
  expected: string | undefined,
  { now, silentFor }: ReviewOptions,
): readonly FleetNeed[] {
  const { notifications, tray, connection, version } = report;
  const isSilent = silentFor !== undefined && now - storedAt > silentFor;
  const isOutdated = expected !== undefined && compareVersions(version, expected) < 0;
  return [
    ...(notifications === "blocked" ? [{ kind: "notifications-blocked" } as const] : []),
    ...(tray === "missing" ? [{ kind: "tray-missing" } as const] : []),
    ...(SERVED.includes(connection) ? [] : [{ kind: "not-served", connection } as const]),
    ...(isSilent ? [{ kind: "silent", storedAt } as const] : []),
    ...(isOutdated ? [{ kind: "outdated", newest: expected } as const] : []),
  ];
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
