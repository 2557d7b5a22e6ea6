import { type Command, InvalidArgumentError, Option } from "commander";
import { defined } from "../contract/defined.ts";
import { readGivenFile } from "../files/read-file.ts";
import { RefusedFile, reasonOf } from "../files/refused-file.ts";
import type { BrokerOptions } from "../nats/connect-broker.ts";
import type { CommandWords } from "../words/command/index.ts";

/** The connection options of every subcommand. */
export interface CommonOptions {
  readonly server?: readonly string[];
  readonly username?: string;
  readonly password?: string;
  readonly passwordFile?: string;
  readonly creds?: string;
  readonly nkey?: string;
  readonly tlsCa?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly json?: boolean;
}

const DEFAULT_SERVER = "nats://127.0.0.1:4222";
/** Maximum size of a file or of standard input, in bytes. A list of 100,000 long ids is smaller. */
const MAX_INPUT = 32 * 1024 * 1024;

/** A file named on the command line cannot be read. */
export class FileError extends Error {
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(reasonOf(cause), { cause });
    this.file = file;
  }
}

/** Adds the {@link CommonOptions} to a command. */
export function withCommonOptions(command: Command, { option }: CommandWords): Command {
  return command
    .addOption(new Option("--server <url>", option.server).argParser(splitList))
    .option("--username <name>", option.username)
    .addOption(new Option("--password <password>", option.password).conflicts("passwordFile"))
    .option("--password-file <file>", option.passwordFile)
    .addOption(new Option("--creds <file>", option.creds).conflicts(["nkey", "username"]))
    .option("--nkey <file>", option.nkey)
    .option("--tls-ca <file>", option.tlsCa)
    .option("--tls-cert <file>", option.tlsCert)
    .option("--tls-key <file>", option.tlsKey)
    .option("--json", option.json);
}

/**
 * The connection of the options and the environment. The command line has priority.
 * @throws {FileError} for the password file
 */
export function brokerOptions(
  options: CommonOptions,
  env: NodeJS.ProcessEnv,
  inboxPrefix: string,
): BrokerOptions {
  const named = splitList(env["ALRIMI_SERVERS"] ?? "");
  const servers = options.server ?? (named.length > 0 ? named : [DEFAULT_SERVER]);
  const byFile = options.creds !== undefined || options.nkey !== undefined;
  const username = byFile ? undefined : (options.username ?? env["ALRIMI_USERNAME"]);
  const password = byFile ? undefined : passwordOf(options, env);
  return {
    servers,
    name: "alrimi command",
    inboxPrefix,
    reconnect: false,
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    ...defined({ credsFile: options.creds, nkeyFile: options.nkey }),
    ...tlsOf(options),
  };
}

/** The TLS files of the options. Without any, `tls` is left out, because an empty object would demand TLS. */
export function tlsOf({ tlsCa, tlsCert, tlsKey }: CommonOptions): Pick<BrokerOptions, "tls"> {
  if (tlsCa === undefined && tlsCert === undefined && tlsKey === undefined) return {};
  return {
    tls: {
      ...defined({ caFile: tlsCa, certFile: tlsCert, keyFile: tlsKey }),
    },
  };
}

/** Reads a file, or standard input for `-`, up to `MAX_INPUT` bytes. @throws {FileError} (rejects) */
export async function readInput(
  file: string,
  stdin: AsyncIterable<Uint8Array | string>,
): Promise<Uint8Array> {
  if (file !== "-") return readNamed(file);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    length += bytes.length;
    if (length > MAX_INPUT) throw new FileError(file, new RefusedFile(file, "too-large"));
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Reads a file named on the command line, up to `MAX_INPUT` bytes. @throws {FileError} */
export function readNamed(file: string): Buffer {
  try {
    return readGivenFile(file, MAX_INPUT);
  } catch (cause) {
    throw new FileError(file, cause);
  }
}

/** A parser for whole numbers. Anything else is bad usage; the range is checked with the content. */
export function wholeNumber({ wholeNumber: message }: CommandWords): (text: string) => number {
  return (text) => {
    if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError(message);
    return Number(text);
  };
}

/** A parser for whole numbers from `least` to `most`. Anything else is bad usage. */
export function numberFrom(least: number, most: number, message: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,6}$/.test(text) || value < least || value > most) throw new InvalidArgumentError(message);
    return value;
  };
}

/** Refuses an option with one value that is given twice. Commander would silently take the last one. */
export function refuseTwice(command: Command, words: CommandWords): void {
  for (const option of command.options) {
    const takesOne = (option.required || option.optional) && !REPEATABLE.has(option.parseArg);
    if (!takesOne) continue;
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) command.error(words.givenTwice(option.long ?? option.flags));
      isGiven = true;
    });
  }
  for (const each of command.commands) refuseTwice(each, words);
}

/** Collects an option that is given several times. Ids may contain commas, so they are not split. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Splits a list at commas, without empty parts. A repeated option is added to `before`. */
export function splitList(text: string, before: readonly string[] = []): string[] {
  const parts = text.split(",").map((part) => part.trim());
  return [...before, ...parts.filter((part) => part !== "")];
}

/** The parsers of options that may be given several times. */
const REPEATABLE: ReadonlySet<unknown> = new Set([collect, splitList]);

/** The password, from a file without a byte order mark and the last line break, which editors add. */
function passwordOf(options: CommonOptions, env: NodeJS.ProcessEnv): string | undefined {
  const { passwordFile } = options;
  if (passwordFile === undefined) return options.password ?? env["ALRIMI_PASSWORD"];
  return new TextDecoder().decode(readNamed(passwordFile)).replace(/\r?\n$/, "");
}
