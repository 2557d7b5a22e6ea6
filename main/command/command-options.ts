import { type Command, InvalidArgumentError, Option } from "commander";
import { readGivenFile } from "../files/read-file.ts";
import { RefusedFile, reasonOf } from "../files/refused-file.ts";
import type { BrokerOptions } from "../nats/connect-broker.ts";
import type { CommandTexts } from "../words/broker-words.ts";

/** What every subcommand takes. */
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
/** Bytes of a file or of the standard input at the most; a list of 100,000 long ids has less. */
const MAX_INPUT = 32 * 1024 * 1024;

/** A file named on the command line cannot be read. */
export class FileError extends Error {
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(reasonOf(cause), { cause });
    this.file = file;
  }
}

export function withCommonOptions(command: Command, { option }: CommandTexts): Command {
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
 * The connection that the options and the environment ask for; the command line goes before the environment.
 * @throws {FileError}
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
    ...(options.creds === undefined ? {} : { credsFile: options.creds }),
    ...(options.nkey === undefined ? {} : { nkeyFile: options.nkey }),
    ...tlsOf(options),
  };
}

/** The files of a TLS connection that the options name; none of them demands TLS by being left out. */
export function tlsOf({ tlsCa, tlsCert, tlsKey }: CommonOptions): Pick<BrokerOptions, "tls"> {
  if (tlsCa === undefined && tlsCert === undefined && tlsKey === undefined) return {};
  return {
    tls: {
      ...(tlsCa === undefined ? {} : { caFile: tlsCa }),
      ...(tlsCert === undefined ? {} : { certFile: tlsCert }),
      ...(tlsKey === undefined ? {} : { keyFile: tlsKey }),
    },
  };
}

/** @throws {FileError} */
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

/** @throws {FileError} */
export function readNamed(file: string): Buffer {
  try {
    return readGivenFile(file, MAX_INPUT);
  } catch (cause) {
    throw new FileError(file, cause);
  }
}

/** A parser for numbers: what is no whole number is a matter of usage, which whole number is a matter of content. */
export function wholeNumber({ wholeNumber: message }: CommandTexts): (text: string) => number {
  return (text) => {
    if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError(message);
    return Number(text);
  };
}

/** A parser for numbers of which only some make sense. */
export function numberFrom(least: number, most: number, message: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,6}$/.test(text) || value < least || value > most) throw new InvalidArgumentError(message);
    return value;
  };
}

/**
 * Has every option that takes one value refused when it is given twice: commander would take the last one, and nobody
 * would be told that the first one means nothing.
 */
export function refuseTwice(command: Command, texts: CommandTexts): void {
  for (const option of command.options) {
    const takesOne = (option.required || option.optional) && !REPEATABLE.has(option.parseArg);
    if (!takesOne) continue;
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) command.error(texts.givenTwice(option.long ?? option.flags));
      isGiven = true;
    });
  }
  for (const each of command.commands) refuseTwice(each, texts);
}

/** Collects an option that is given several times. Ids may hold commas, so they are not split. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function splitList(text: string, before: readonly string[] = []): string[] {
  const parts = text.split(",").map((part) => part.trim());
  return [...before, ...parts.filter((part) => part !== "")];
}

/** The parsers of options that may be given several times. */
const REPEATABLE: ReadonlySet<unknown> = new Set([collect, splitList]);

/** A byte order mark and one trailing line break are the editor's, not the password's. */
function passwordOf(options: CommonOptions, env: NodeJS.ProcessEnv): string | undefined {
  const { passwordFile } = options;
  if (passwordFile === undefined) return options.password ?? env["ALRIMI_PASSWORD"];
  return new TextDecoder().decode(readNamed(passwordFile)).replace(/\r?\n$/, "");
}
