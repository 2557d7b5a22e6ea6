import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../core/messages/index.ts";
import { type Policy, parsePolicy } from "../core/policy.ts";
import { canonicalId } from "../core/subject.ts";
import type { CommandLine } from "./command-line.ts";

/** Where to connect to and as whom, complete. */
export interface Settings extends Policy {
  /** Canonical id. */
  readonly user: string;
}

export type LoadedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: Problem };

/**
 * The settings: of the policy file when one is named, else of `settings.json` in the app's folder.
 * @param loginName the OS login name, for a file that names no user
 */
export function loadSettings(commandLine: CommandLine, userData: string, loginName: string): LoadedSettings {
  if (commandLine.problem !== undefined) return { ok: false, problem: commandLine.problem };
  const file = commandLine.policyFile ?? join(userData, "settings.json");
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return {
      ok: false,
      problem:
        code === "ENOENT"
          ? { key: "policy-missing", args: [file] }
          : { key: "policy-unreadable", args: [file, message] },
    };
  }
  const policy = parsePolicy(bytes);
  if (!policy.ok) return { ok: false, problem: { key: "policy-refused", args: [file, policy.detail] } };
  const user = canonicalId(policy.value.user ?? loginName);
  if (!user.ok) return { ok: false, problem: { key: "bad-user", args: [policy.value.user ?? loginName] } };
  return { ok: true, settings: { ...policy.value, user: user.value } };
}
