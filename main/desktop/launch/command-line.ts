import { resolve } from "node:path";
import type { Problem } from "../../core/problem.ts";

/** Options of the command line. Paths are absolute. */
export interface CommandLine {
  readonly policyFile: string | undefined;
  readonly userDataDir: string | undefined;
  /** Whether the app starts in the tray only, as at a login: without any window. */
  readonly isHidden: boolean;
  readonly problem: Problem | undefined;
}

/** Switch of a start that nobody asked for, as at a login. */
export const HIDDEN = "--hidden";

/**
 * Parses `--policy-file=PATH`, `--user-data-dir=PATH` and `--hidden`. Other switches belong to Chromium. Relative paths are
 * resolved against the working directory.
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const switchValue = (name: string): { value?: string; problem?: Problem } => {
    const given = argv.filter((arg) => arg === name || arg.startsWith(`${name}=`));
    const [first] = given;
    if (first === undefined) return {};
    if (given.length > 1) return { problem: { key: "argument-twice", args: [name] } };
    const value = first.slice(name.length + 1);
    return value === "" ? { problem: { key: "argument-empty", args: [name] } } : { value: resolve(value) };
  };
  const policyFile = switchValue("--policy-file");
  const userDataDir = switchValue("--user-data-dir");
  return {
    policyFile: policyFile.value,
    userDataDir: userDataDir.value,
    isHidden: argv.includes(HIDDEN),
    problem: policyFile.problem ?? userDataDir.problem,
  };
}
