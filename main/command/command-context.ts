import type { KitError } from "../admin/kit/kit-error.ts";
import { localServerVersion } from "../admin/server-process.ts";
import type { Language } from "../contract/catalog.ts";
import type { KitReason } from "../contract/kit-reason.ts";
import { isTooOldForCluster } from "../nats/server-version.ts";
import type { CommandTexts } from "../words/broker-words.ts";
import { type KitCommandTexts, kitCommandTexts } from "../words/command-words.ts";
import { describeKitProblem } from "../words/kit-words.ts";
import { readInput } from "./command-options.ts";
import type { Report } from "./command-reports.ts";

/** What a group of commands gets from the `alrimi` command. */
export interface CommandContext {
  readonly language: Language;
  /** The words that all commands share. */
  readonly shared: CommandTexts;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** For what is told while a command goes on. */
  readonly say: (line: string) => void;
  readonly tell: (report: Report) => void;
}

export function textsOf({ language }: CommandContext): KitCommandTexts {
  return kitCommandTexts(language);
}

/** What to say before this machine's nats-server is used for a cluster; undefined when nothing is against it. */
export async function clusterWarning(servers: number, context: CommandContext): Promise<string | undefined> {
  const version = servers > 1 ? await localServerVersion() : undefined;
  if (version === undefined || !isTooOldForCluster(version)) return undefined;
  return textsOf(context).oldForCluster(version);
}

/** One id a line; empty lines and lines that begin with `#` are left out. */
export async function readIds(file: string, { stdin }: CommandContext): Promise<readonly string[]> {
  const text = new TextDecoder().decode(await readInput(file, stdin));
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
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
