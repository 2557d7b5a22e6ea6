import * as v from "valibot";
import { accept, type Result, refuse } from "../contract/result.ts";
import type { ManagedUpdates } from "./policy/managed-policy.ts";
import type { Build } from "./update.ts";

/**
 * The decisions about updates that an install takes itself from the company's update server. Only an install of the
 * person's own may, and only where a policy names the server. Model: `platform/update/common/update.ts` of VS Code. Times
 * are milliseconds since the Unix epoch.
 */

/** Why an install takes no updates itself. */
export type DisabledReason =
  | "not-packaged"
  /** A package manager or an administrator owns the install. */
  | "machine"
  | "unsupported"
  | "no-server"
  | "policy"
  /** The package holds no key, so no signature could be checked. */
  | "no-key";

/** Why a check or an update failed. */
export type SelfUpdateFault =
  | "unreachable"
  | "silent"
  | "certificate"
  /** The server did not answer with the file: another status, a redirect, or too many bytes. */
  | "answer"
  | "signature"
  | "channel"
  | "checksum"
  | "archive"
  | "disk"
  | "other";

/** A version on the server. */
export interface Offered {
  readonly version: string;
  /** What is new, as the administrator wrote it. */
  readonly notes?: string;
}

/** What the settings page shows. */
export type SelfUpdate =
  | { readonly kind: "disabled"; readonly reason: DisabledReason }
  | { readonly kind: "idle" }
  | { readonly kind: "checking" }
  | ({ readonly kind: "downloading" } & Offered)
  /** Installed beside the running version. The next start uses it. */
  | ({ readonly kind: "ready" } & Offered)
  | { readonly kind: "failed"; readonly reason: SelfUpdateFault; readonly detail: string };

/** What is known of the install at one time. */
export interface InstallFacts {
  readonly platform: string;
  /** Undefined when this is no package. */
  readonly build: Build | undefined;
  /** Whether the app's folder belongs to the person, who can write to it. */
  readonly isOwn: boolean;
  /** Whether the package holds the public key of the updates. */
  readonly hasKey: boolean;
  readonly updates: Pick<ManagedUpdates, "url"> | undefined;
}

/** Packages that are unpacked or copied by hand. All others are put in place by an installer, for the whole machine. */
const BY_HAND: readonly (string | undefined)[] = ["tar.gz", "dir", "dmg"];

/** Why this install takes no updates itself; null when it may. What owns the install comes before any policy. */
export function whyDisabled(facts: InstallFacts): DisabledReason | null {
  const { platform, build, isOwn, hasKey, updates } = facts;
  if (build === undefined) return "not-packaged";
  if (!isOwn || !BY_HAND.includes(build.package)) return "machine";
  if (platform !== "linux") return "unsupported";
  if (updates === undefined) return "no-server";
  if (updates.url === null) return "policy";
  return hasKey ? null : "no-key";
}

/** Maximum size of the archive, in bytes. Real ones have about 120 MB. */
export const MAX_ARCHIVE_BYTES = 1024 ** 3;
/** Maximum size of the channel file, in bytes. */
export const MAX_CHANNEL_BYTES = 64 * 1024;

/** A version, which is also the name of its folder. */
export const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z]+(\.[0-9A-Za-z]+)*)?$/;

const Channel = v.object({
  version: v.pipe(v.string(), v.maxLength(64), v.regex(VERSION)),
  files: v.pipe(
    v.array(
      v.object({
        // A name and no path, so it is beside the channel file.
        url: v.pipe(v.string(), v.maxLength(255), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\.tar\.gz$/)),
        sha512: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{86}==$/)),
        size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_ARCHIVE_BYTES)),
      }),
    ),
    v.length(1),
  ),
  stagingPercentage: v.optional(v.unknown()),
  releaseNotes: v.fallback(v.optional(v.pipe(v.string(), v.maxLength(2_000))), undefined),
});

/** The content of a channel file, such as `latest-linux.yml`. */
export interface Channel extends Offered {
  readonly file: { readonly url: string; readonly sha512: string; readonly size: number };
  /** 0 to 100. */
  readonly stagingPercentage: number;
}

/**
 * Reads the content of a channel file.
 * @param value the parsed YAML
 */
export function parseChannel(value: unknown): Result<Channel, "channel"> {
  const parsed = v.safeParse(Channel, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return refuse("channel", `${v.getDotPath(issue) ?? "file"}: ${issue.message}`);
  }
  const { version, files, releaseNotes } = parsed.output;
  const [file] = files;
  if (file === undefined) return refuse("channel", "files: none");
  return accept({
    version,
    file,
    stagingPercentage: stagingOf(value),
    ...(releaseNotes === undefined ? {} : { notes: releaseNotes.trim() }),
  });
}

/** electron-updater gives an update with an unreadable percentage to everyone. Here nobody gets it. */
function stagingOf(value: unknown): number {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "stagingPercentage")) return 100;
  const { stagingPercentage: written } = value as { readonly stagingPercentage: unknown };
  return typeof written === "number" && Number.isInteger(written) && written >= 0 && written <= 100
    ? written
    : 0;
}

/** The knowledge that one look hands to the next. */
export interface SelfUpdateState {
  readonly shown: SelfUpdate;
  /** Null while disabled. */
  readonly checkAt: number | null;
  /** The version that the next start uses, when it is not the running one. */
  readonly ready: Offered | null;
}

export const INITIAL_SELF_UPDATE: SelfUpdateState = {
  shown: { kind: "idle" },
  checkAt: null,
  ready: null,
};

export type SelfUpdateInput =
  /** Each minute. */
  | { readonly kind: "look"; readonly disabled: DisabledReason | null }
  | { readonly kind: "downloading"; readonly offered: Offered }
  | { readonly kind: "ended"; readonly outcome: SelfUpdateOutcome };

export type SelfUpdateOutcome =
  | { readonly kind: "nothing-newer" }
  | { readonly kind: "ready"; readonly offered: Offered }
  | { readonly kind: "failed"; readonly reason: SelfUpdateFault; readonly detail: string };

/** Milliseconds from the start to the first check, and the span over which the computers of a company spread it. */
export const FIRST_CHECK_AFTER = 60_000;
export const FIRST_CHECK_SPREAD = 30 * 60_000;
/** Milliseconds between two checks, and their spread. */
export const CHECK_EVERY = 4 * 60 * 60_000;
export const CHECK_SPREAD = 2 * 60 * 60_000;

/**
 * Decides about one input. Pure, never throws.
 * @param random 0 inclusive to 1 exclusive
 */
export function nextSelfUpdate(
  state: SelfUpdateState,
  input: SelfUpdateInput,
  now: number,
  random: number,
): { readonly state: SelfUpdateState; readonly isCheckDue: boolean } {
  const { shown, checkAt, ready } = state;
  const unchanged = (next: SelfUpdateState) => ({ state: next, isCheckDue: false });
  if (input.kind !== "look") {
    const isReady = input.kind === "ended" && input.outcome.kind === "ready";
    const next = isReady ? input.outcome.offered : ready;
    // The policy may have been taken back meanwhile.
    if (checkAt === null) return unchanged({ ...state, ready: next });
    return unchanged({ shown: shownAfter(input, next), checkAt, ready: next });
  }
  const { disabled } = input;
  const isBusy = shown.kind === "checking" || shown.kind === "downloading";
  if (disabled !== null) {
    return unchanged({ shown: { kind: "disabled", reason: disabled }, checkAt: null, ready });
  }
  if (checkAt === null) {
    const first = now + FIRST_CHECK_AFTER + random * FIRST_CHECK_SPREAD;
    return unchanged({ shown: settled(ready), checkAt: first, ready });
  }
  // A clock that was set back must not make the waiting longer.
  const due = Math.min(checkAt, now + CHECK_EVERY + CHECK_SPREAD);
  if (isBusy || now < due) return unchanged({ shown, checkAt: due, ready });
  const again = now + CHECK_EVERY + random * CHECK_SPREAD;
  return { state: { shown: { kind: "checking" }, checkAt: again, ready }, isCheckDue: true };
}

function shownAfter(input: Exclude<SelfUpdateInput, { kind: "look" }>, ready: Offered | null): SelfUpdate {
  if (input.kind === "downloading") return { kind: "downloading", ...input.offered };
  return input.outcome.kind === "failed" ? input.outcome : settled(ready);
}

function settled(ready: Offered | null): SelfUpdate {
  return ready === null ? { kind: "idle" } : { kind: "ready", ...ready };
}

const UNREACHABLE =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ETIMEDOUT|EPIPE)$/;
const CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;
const DISK = /^(ENOSPC|EDQUOT|EACCES|EPERM|EROFS|EIO|ENOTDIR)$/;

/** The fault that a code of Node's errors means. */
export function faultOfCode(code: string | undefined): SelfUpdateFault {
  if (code === undefined) return "other";
  if (UNREACHABLE.test(code)) return "unreachable";
  if (CERTIFICATE.test(code)) return "certificate";
  return DISK.test(code) ? "disk" : "other";
}
