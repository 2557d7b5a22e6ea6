import * as v from "valibot";
import { unreachable } from "../contract/result.ts";
import { compareVersions } from "../contract/version.ts";

/**
 * The decision when the app restarts itself after another version was installed over it. Times are milliseconds since
 * the Unix epoch.
 */

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(64));
const Build = v.object({
  version: text,
  electron: text,
  runtime: text,
  /** What electron-builder calls the package, such as `deb`. */
  package: v.optional(text),
});

/** What `resources/build.json` says about a package. */
export type Build = v.InferOutput<typeof Build>;

/** @param content the file's JSON. Undefined when it is not that of a package */
export function parseBuild(content: string): Build | undefined {
  try {
    return buildOf(JSON.parse(content));
  } catch {
    return undefined;
  }
}

/** A value as that of `build.json`; undefined when it is another one. */
export function buildOf(value: unknown): Build | undefined {
  const parsed = v.safeParse(Build, value);
  return parsed.success ? parsed.output : undefined;
}

/** The files of the app as they are on the disk. */
export interface Installation {
  /** Undefined when the file is missing or cannot be read. */
  readonly build: Build | undefined;
  /** Identifies the program's file. Undefined when it is missing or cannot be executed. */
  readonly program: string | undefined;
}

/** An installation that is another one than the running app. */
export interface Update {
  readonly version: string;
  /** Compared with the running version; `same` when only files were replaced. */
  readonly kind: "newer" | "older" | "same";
}

/** Compares versions by their leading numbers. A version without numbers counts as newer. */
function kindOf(running: string, installed: string): Update["kind"] {
  const difference = /^\d/.test(installed) ? compareVersions(installed, running) : 0;
  if (difference !== 0) return difference > 0 ? "newer" : "older";
  return running === installed ? "same" : "newer";
}

/** The history's entry of the first start of another version. */
export interface Updated {
  readonly kind: "updated";
  readonly from: string;
  readonly to: string;
}

/** Whether this was a step back. */
export function isDowngrade({ from, to }: Pick<Updated, "from" | "to">): boolean {
  return kindOf(from, to) === "older";
}

/** The knowledge that one look hands to the next. */
export interface UpdateState {
  /** The installation that this process was started from. */
  readonly running: { readonly build: Build; readonly program: string };
  /** Another installation, and since when it has not changed. Null without one. */
  readonly found: { readonly installation: Installation; readonly since: number } | null;
  /** The last time at which a window was open; the start of the app before there was one. */
  readonly lastWindowAt: number;
}

/** What is seen at one time. */
export interface UpdateLook {
  readonly installation: Installation;
  readonly isWindowOpen: boolean;
  readonly isLocked: boolean;
  /** Milliseconds without input of the person. Undefined where that cannot be known. */
  readonly idleFor: number | undefined;
  /** Whether the credentials are only in this process, so that a restart asks the person for them. */
  readonly isSecretOnlyHere: boolean;
}

/** What to do about the installation, and why. */
export type UpdateStep =
  /** The running app is the installed one. */
  | { readonly kind: "current" }
  /** The installation was removed or is broken. A restart would not come back. */
  | { readonly kind: "unusable"; readonly reason: "build-missing" | "program-missing" }
  /** The installer may still be writing. */
  | { readonly kind: "settling" }
  | {
      readonly kind: "wait";
      readonly update: Update;
      readonly reason: "window-open" | "secret-only-here" | "person-there";
    }
  | {
      readonly kind: "restart";
      readonly update: Update;
      readonly reason: "locked" | "idle" | "long-without-window";
    };

/** Milliseconds without a change after which an installer counts as finished. */
export const SETTLES_WITHIN = 30_000;
/** Milliseconds without input after which the person counts as away. */
export const IDLE_AFTER = 5 * 60_000;
/** Milliseconds without a window after which nobody misses the app, where the input is not known. */
export const MISSED_BY_NOBODY_AFTER = 4 * 60 * 60_000;

/** Decides at one look. Pure, never throws. */
export function nextUpdate(
  before: UpdateState,
  look: UpdateLook,
  now: number,
): { readonly state: UpdateState; readonly step: UpdateStep } {
  const { running } = before;
  const { installation, isWindowOpen } = look;
  // A clock that was set back must not make the waiting longer.
  const lastWindowAt = isWindowOpen ? now : Math.min(before.lastWindowAt, now);
  const isCurrent = isSame(installation, running);
  const since =
    before.found !== null && isSame(before.found.installation, installation)
      ? Math.min(before.found.since, now)
      : now;
  const state = { running, found: isCurrent ? null : { installation, since }, lastWindowAt };
  return { state, step: isCurrent ? { kind: "current" } : stepOf(state, look, since, now) };
}

function stepOf(
  { running, lastWindowAt }: UpdateState,
  { installation: { build, program }, ...look }: UpdateLook,
  since: number,
  now: number,
): UpdateStep {
  if (build === undefined) return { kind: "unusable", reason: "build-missing" };
  if (program === undefined) return { kind: "unusable", reason: "program-missing" };
  if (now - since < SETTLES_WITHIN) return { kind: "settling" };
  const update: Update = { version: build.version, kind: kindOf(running.build.version, build.version) };
  if (look.isWindowOpen) return { kind: "wait", update, reason: "window-open" };
  if (look.isSecretOnlyHere) return { kind: "wait", update, reason: "secret-only-here" };
  if (look.isLocked) return { kind: "restart", update, reason: "locked" };
  if (look.idleFor !== undefined) {
    if (look.idleFor >= IDLE_AFTER) return { kind: "restart", update, reason: "idle" };
    return { kind: "wait", update, reason: "person-there" };
  }
  return now - lastWindowAt >= MISSED_BY_NOBODY_AFTER
    ? { kind: "restart", update, reason: "long-without-window" }
    : { kind: "wait", update, reason: "person-there" };
}

function isSame(one: Installation, other: Installation): boolean {
  return one.program === other.program && JSON.stringify(one.build) === JSON.stringify(other.build);
}

/** The update that the person may restart into, if any. */
export function offeredBy(step: UpdateStep): Update | null {
  switch (step.kind) {
    case "current":
    case "unusable":
    case "settling":
      return null;
    case "wait":
    case "restart":
      return step.update;
    default:
      return unreachable(step);
  }
}
