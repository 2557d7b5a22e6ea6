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

/** What a group of commands gets from the `alrimi` command. */
export interface CommandContext {
  readonly language: Language;
  /** The words that all commands share. */
  readonly shared: CommandWords;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** For what is told while a command goes on. */
  readonly say: (line: string) => void;
  readonly tell: (report: Report) => void;
}

export function wordsOf({ language }: CommandContext): KitCommandWords {
  return kitCommandWordsIn(language);
}

/** What to say before this machine's nats-server is used for a cluster; undefined when nothing is against it. */
export async function clusterWarning(servers: number, context: CommandContext): Promise<string | undefined> {
  const version = servers > 1 ? await localServerVersion() : undefined;
  if (version === undefined || !isTooOldForCluster(version)) return undefined;
  return wordsOf(context).oldForCluster(version);
}

/** One id a line; empty lines and lines that begin with `#` are left out. */
export async function readIds(file: string, { stdin }: CommandContext): Promise<readonly string[]> {
  const text = new TextDecoder().decode(await readInput(file, stdin));
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Collects an option that is given several times. Ids may hold commas, so they are not split. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Usage is a 2, what is wrong with a file or an id is a 1. */
const USAGE: readonly KitReason[] = ["bad-setting", "no-expiry", "trial-differs"];

export function reportKitError(language: Language, error: KitError): Report {
  const text = describeKitProblem(language, error);
  return {
    code: USAGE.includes(error.reason) ? 2 : 1,
    text,
    json: { ok: false, reason: error.reason, message: text },
  };
}
