import { isDeepStrictEqual } from "node:util";
import { oneLine } from "../../contract/text.ts";
import { faultsProblem, type ManagedPolicy } from "../../core/policy/managed-policy.ts";
import type { Problem } from "../../core/problem.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";
import { watchFolders } from "./watch-folders.ts";

/** Milliseconds. An editor or a package writes a file in several steps. */
export const WHILE_WRITING = 300;

/** The policies in force. */
export interface FollowedPolicies {
  /** As they were read last. */
  readonly current: ManagedPolicy;
  /** Reads the policies for a new session, and makes them the current ones. */
  take(): ManagedPolicy;
  /** Reads the policies again and applies a change. Called each minute and after a sleep, for what cannot be watched. */
  look(): void;
  stop(): void;
}

export interface FollowPorts {
  /** Reads all policies. Never throws. */
  readonly read: () => ManagedPolicy;
  /** The folders to watch; none when the policies do not change while the app runs. */
  readonly folders: readonly string[];
  readonly clock: Pick<Clock, "after">;
  readonly log: Log;
  readonly tell: (problem: Problem) => void;
  readonly untell: (key: Problem["key"]) => void;
  /** The preferences of the policies have changed, and the account has not. */
  readonly preferencesChanged: (managed: ManagedPolicy) => void;
  /** The account, the enrolment, the links that may be opened, or the reports to the fleet have changed. A new session takes the policies. */
  readonly connectionChanged: () => void;
}

/** Reads the policies, and again when one of their folders changes. Reports wrong entries on the board and in the log. */
export function followPolicies(ports: FollowPorts): FollowedPolicies {
  const { read, folders, clock, log } = ports;
  let current = read();
  let cancel = (): void => {};
  reportFaults();

  function reportFaults(): void {
    for (const { where, detail } of current.faults) log.warn(oneLine(`policy: ${where}: ${detail}`));
    const problem = faultsProblem(current.faults);
    if (problem === undefined) ports.untell("policy-partly-refused");
    else ports.tell(problem);
  }

  function take(): ManagedPolicy {
    const before = current;
    current = read();
    if (!isDeepStrictEqual(before.faults, current.faults)) reportFaults();
    return current;
  }

  function look(): void {
    if (folders.length === 0) return;
    watched.renew();
    const before = current;
    take();
    if (isDeepStrictEqual(before, current)) return;
    log.info("the policies have changed");
    if (!isDeepStrictEqual(connectionOf(before), connectionOf(current))) ports.connectionChanged();
    else ports.preferencesChanged(current);
  }

  const watched = watchFolders(
    folders,
    () => {
      cancel();
      cancel = clock.after(WHILE_WRITING, look);
    },
    log,
  );

  return {
    get current() {
      return current;
    },
    take,
    look,
    stop() {
      cancel();
      watched.stop();
    },
  };
}

function connectionOf({ connection, linkOrigins, fleet, enrol }: ManagedPolicy) {
  return { connection, linkOrigins, fleet, enrol };
}
