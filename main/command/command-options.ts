import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
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

/** A file named on the command line cannot be read. */
export class FileError extends Error {
  readonly file: string;

  constructor(file: string, cause: NodeJS.ErrnoException) {
    super(cause.code ?? cause.message, { cause });
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

/** The connection that the options and the environment ask for; the command line goes before the environment. */
export async function brokerOptions(
  options: CommonOptions,
  env: NodeJS.ProcessEnv,
  inboxPrefix: string,
): Promise<BrokerOptions> {
  const servers = options.server ?? splitList(env["ALRIMI_SERVERS"] ?? "");
  const byFile = options.creds !== undefined || options.nkey !== undefined;
  const username = byFile ? undefined : (options.username ?? env["ALRIMI_USERNAME"]);
  const password = byFile ? undefined : await passwordOf(options, env);
  return {
    servers: servers.length > 0 ? servers : [DEFAULT_SERVER],
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
  if (file !== "-") {
    return readFile(file).catch((cause: NodeJS.ErrnoException) => {
      throw new FileError(file, cause);
    });
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** A parser for numbers: what is no whole number is a matter of usage, which whole number is a matter of content. */
export function wholeNumber({ wholeNumber: message }: CommandTexts): (text: string) => number {
  return (text) => {
    if (!/^-?\d{1,15}$/.test(text)) throw new InvalidArgumentError(message);
    return Number(text);
  };
}

export function splitList(text: string, before: readonly string[] = []): string[] {
  const parts = text.split(",").map((part) => part.trim());
  return [...before, ...parts.filter((part) => part !== "")];
}

/** One trailing line break is the editor's, not the password's. */
async function passwordOf(options: CommonOptions, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { passwordFile } = options;
  if (passwordFile === undefined) return options.password ?? env["ALRIMI_PASSWORD"];
  const bytes = await readFile(passwordFile).catch((cause: NodeJS.ErrnoException) => {
    throw new FileError(passwordFile, cause);
  });
  return bytes.toString("utf8").replace(/\r?\n$/, "");
}
