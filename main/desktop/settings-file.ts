import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../core/messages/index.ts";
import { type Policy, parsePolicy } from "../core/policy.ts";
import { canonicalId } from "../core/subject.ts";

/** What the command line says. */
export interface CommandLine {
  readonly policyFile: string | undefined;
  readonly userDataDir: string | undefined;
  readonly problem: Problem | undefined;
}

/** Reads `--policy-file=PATH` and `--user-data-dir=PATH`; other switches belong to Chromium. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const switchValue = (name: string): { value?: string; problem?: Problem } => {
    const given = argv.filter((arg) => arg === name || arg.startsWith(`${name}=`));
    const [first] = given;
    if (first === undefined) return {};
    if (given.length > 1) return { problem: { key: "bad-argument", args: [`${name} is given twice`] } };
    const value = first.slice(name.length + 1);
    return value === ""
      ? { problem: { key: "bad-argument", args: [`${name}=PATH needs a path`] } }
      : { value };
  };
  const policyFile = switchValue("--policy-file");
  const userDataDir = switchValue("--user-data-dir");
  return {
    policyFile: policyFile.value,
    userDataDir: userDataDir.value,
    problem: policyFile.problem ?? userDataDir.problem,
  };
}

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
