import type { KitError } from "../admin/kit/kit-error.ts";
import { localServerVersion } from "../admin/server-process.ts";
import type { Language } from "../contract/catalog.ts";
import type { KitReason } from "../contract/kit-reason.ts";
import { isTooOldForCluster } from "../nats/server-version.ts";
import type { CommandWords } from "../words/command/index.ts";
import { describeKitProblem } from "../words/kit/index.ts";
import { type KitCommandWords, kitCommandWordsIn } from "../words/kit-command/index.ts";
import { readInput } from "./command-options.ts";
import type { Report } from "./command-reports.ts";
import type { ErrorOutput } from "./progress.ts";

/** The context that `alrimi` gives to a group of commands. */
export interface CommandContext {
  readonly language: Language;
  /** The texts that all commands share. */
  readonly shared: CommandWords;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stderr: ErrorOutput;
  /** Writes a line while a command runs. */
  readonly say: (line: string) => void;
  /** Sets the result of the command. */
  readonly tell: (report: Report) => void;
}

/** The texts of the `broker` and `users` commands in the person's language. */
export function wordsOf({ language }: CommandContext): KitCommandWords {
  return kitCommandWordsIn(language);
}

/** The warning if the installed nats-server is too old for a cluster; undefined if it is suitable or unknown. */
export async function clusterWarning(servers: number, context: CommandContext): Promise<string | undefined> {
  const version = servers > 1 ? await localServerVersion() : undefined;
  if (version === undefined || !isTooOldForCluster(version)) return undefined;
  return wordsOf(context).oldForCluster(version);
}

/**
 * Reads ids from a file, one per line. Empty lines and lines that start with `#` are ignored. @throws {FileError}
 * (rejects)
 */
export async function readIds(file: string, { stdin }: CommandContext): Promise<readonly string[]> {
  const text = new TextDecoder().decode(await readInput(file, stdin));
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** The reasons of bad usage, with exit code 2. Other reasons have exit code 1. */
const USAGE: readonly KitReason[] = ["bad-setting", "no-expiry", "trial-differs"];

/** The report of a failed kit command. */
export function reportKitError(language: Language, error: KitError): Report {
  const text = describeKitProblem(language, error);
  return {
    code: USAGE.includes(error.reason) ? 2 : 1,
    text,
    json: { ok: false, reason: error.reason, message: text },
  };
}
