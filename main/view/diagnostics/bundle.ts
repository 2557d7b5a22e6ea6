import { type Decision, servicesOf } from "../../core/attention/decision.ts";
import type { HistoryEntry } from "../../core/attention/history.ts";
import { scrubbed, scrubber } from "../../core/diagnostics/scrub.ts";
import { placeOf } from "../../core/policy/policy-source.ts";
import { PREFERENCE_KEYS } from "../../core/preferences/preferences.ts";
import type { Problem } from "../../core/problem.ts";
import { buildOf } from "../../core/update.ts";
import { describeProblem, wordsIn } from "../../words/index.ts";
import type { FileFacts, Gathered } from "./gathered.ts";
import { connectionHistory, logLines } from "./log-lines.ts";

/** The content of a diagnostics file. Each field is named here; nothing else gets into the file. */
export type Bundle = ReturnType<typeof bundleOf>;

/** The version of the form. */
const FORM = 1;

/**
 * Selects the fields of a diagnostics file and removes secrets from every text. It holds ids of services and the reasons
 * of decisions, but no counts, titles or times of approvals.
 */
export function bundleOf(gathered: Gathered) {
  return scrubbed(fieldsOf(gathered), scrubber(gathered.secrets.values));
}

/** The file's content: readable JSON. */
export function bundleText(gathered: Gathered): string {
  return `${JSON.stringify(bundleOf(gathered), null, 2)}\n`;
}

/** The suggested name, such as `alrimi-diagnostics-20261127-090000.json`; in UTC. */
export function bundleName(now: number): string {
  const [day = "", time = ""] = timeText(now).replace(/[-:]/g, "").split(/[T.]/);
  return `alrimi-diagnostics-${day}-${time}.json`;
}

function fieldsOf(gathered: Gathered) {
  const { app, system, connection, notifications, tray, keychain, secrets } = gathered;
  const { version, electron, chromium, node, isPackaged } = app;
  return {
    form: FORM,
    made: timeText(gathered.now),
    by: gathered.by,
    app: { version, electron, chromium, node, isPackaged, build: buildOf(app.build) ?? null },
    system: {
      platform: system.platform,
      release: system.release,
      version: system.version,
      arch: system.arch,
      distribution: system.distribution,
      desktop: system.desktop,
      sessionType: system.sessionType,
      language: system.language,
    },
    settings: settingsFields(gathered),
    problems: allProblems(gathered).map(problemFields),
    connection: {
      now: connection && {
        kind: connection.kind,
        cause: "cause" in connection ? connection.cause : null,
        lastContact: connection.lastContact === null ? null : timeText(connection.lastContact),
      },
      history: connectionHistory(gathered.log),
    },
    decisions: gathered.history.map(({ at, decision }) => ({
      at: timeText(at),
      ...decisionFields(decision),
    })),
    notifications: {
      blocker: notifications.blocker,
      server: notifications.server && {
        name: notifications.server.name,
        vendor: notifications.server.vendor,
        version: notifications.server.version,
        specification: notifications.server.specification,
        capabilities: [...notifications.server.capabilities],
      },
      isStartable: notifications.isStartable,
      isInhibited: notifications.isInhibited,
    },
    tray: { hasHost: tray.hasHost, statusNotifier: tray.statusNotifier, xEmbed: tray.xEmbed },
    keychain: { kind: keychain.kind, state: keychain.state, secret: keychain.secret },
    files: gathered.files.map(fileFields),
    log: secrets.areComplete
      ? logLines(gathered.log)
      : "Left out: the stored secret could not be read, so it could not be searched for in the log.",
  };
}

/** The values in effect and the place of each. */
function settingsFields({ settings, preferences }: Gathered) {
  const { source, file, places, effective, problem } = settings;
  return {
    source,
    file,
    problem: problem && problemFields(problem),
    values: effective && {
      user: { value: effective.user, from: places.user ?? "login name" },
      servers: { value: [...effective.servers], from: places.servers ?? file },
      signIn: {
        value: effective.signIn,
        from:
          effective.credentialsFile ??
          places.credentials ??
          (effective.signIn === "none" ? "default" : "stored secret"),
      },
      tls: {
        value: {
          caFile: effective.tls?.caFile ?? null,
          certFile: effective.tls?.certFile ?? null,
          keyFile: effective.tls?.keyFile ?? null,
        },
        from: places.tls ?? "default",
      },
      linkOrigins: { value: [...effective.linkOrigins], from: places.linkOrigins ?? "default" },
      fleet: { value: effective.fleet, from: places.fleet ?? "default" },
      updates: {
        value: effective.updates
          ? { url: effective.updates.url, caFile: effective.updates.caFile ?? null }
          : null,
        from: places.updates ?? "default",
      },
    },
    preferences: PREFERENCE_KEYS.map((key) => {
      const { value, source: by, from, line } = preferences.values[key];
      const own = by === "person" ? preferences.file : "default";
      return { key, value, from: from === undefined ? own : placeOf(from, line) };
    }),
  };
}

/** The reported problems, and those that the facts show. */
function allProblems({ problems, settings, notifications, tray }: Gathered): Problem[] {
  const { blocker, server, isStartable, isInhibited } = notifications;
  const shown: Problem[] = [
    ...(settings.problem === null ? [] : [settings.problem]),
    ...(tray.hasHost === false ? [{ key: "no-tray", args: [] } as const] : []),
    ...(server === null && isStartable === false
      ? [{ key: "no-notification-server", args: [] } as const]
      : []),
    ...(isInhibited === true ? [{ key: "do-not-disturb", args: [] } as const] : []),
    ...(blocker === null || blocker === "unknown"
      ? []
      : [{ key: "notifications-off", args: [blocker] } as const]),
  ];
  const known = new Set(problems.map(({ key }) => key));
  return [...problems, ...shown.filter(({ key }) => !known.has(key))];
}

function problemFields(problem: Problem) {
  return { key: problem.key, text: describeProblem(wordsIn("en"), problem) };
}

function decisionFields(decision: HistoryEntry["decision"]) {
  if (decision.kind === "updated") {
    return { kind: decision.kind, services: [], reason: `${decision.from} to ${decision.to}` };
  }
  if (decision.kind === "tested") return { kind: decision.kind, services: [], reason: decision.fault };
  return { kind: decision.kind, services: [...servicesOf(decision)], reason: reasonOf(decision) };
}

function reasonOf(decision: Decision): string | null {
  switch (decision.kind) {
    case "silent":
    case "withdraw":
      return decision.reason;
    case "digest":
      return decision.occasion;
    case "deadline":
      return decision.stage;
    default:
      return null;
  }
}

function fileFields({ path, kind, mode, owner, size }: FileFacts) {
  return { path, kind, mode, owner, size };
}

function timeText(at: number): string {
  return new Date(at).toISOString();
}
