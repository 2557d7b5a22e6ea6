import { createRequire } from "node:module";
import { Command, CommanderError, Option } from "commander";
import { type CatalogPut, checkCatalog, putCatalog, readCatalog } from "../admin/catalog.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import { provision } from "../admin/provision.ts";
import type { BrokerReason } from "../contract/broker-reason.ts";
import type { Language } from "../contract/catalog.ts";
import { subjectToken } from "../contract/subject.ts";
import { BrokerError } from "../nats/broker-error.ts";
import { connectBroker } from "../nats/connect-broker.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { ADMINISTRATOR_INBOX, writerInbox } from "../nats/permissions.ts";
import { publish } from "../publisher/publish.ts";
import { type CommandTexts, commandTexts, describeBrokerProblem } from "../words/broker-words.ts";
import { addBrokerCommands } from "./broker-commands.ts";
import { reportKitError } from "./command-context.ts";
import {
  brokerOptions,
  type CommonOptions,
  FileError,
  numberFrom,
  readInput,
  refuseTwice,
  splitList,
  wholeNumber,
  withCommonOptions,
} from "./command-options.ts";
import { type Report, reportCatalog, reportProvision, reportPublish, reportPut } from "./command-reports.ts";
import { addUserCommands } from "./user-commands.ts";

export interface Surroundings {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: AsyncIterable<Uint8Array | string>;
}

/** Of the package: its file lies two folders above this one, and above what is compiled of it. */
const { version: VERSION } = createRequire(import.meta.url)("../../package.json") as { version: string };

/** Milliseconds: a person is waiting. */
const PUBLISH_DEADLINE_MS = 5000;

/**
 * The `alrimi` command. Results go to standard output, troubles to standard error; with `--json` both go to standard
 * output as one object.
 * @param argv the arguments behind the program's name
 * @returns the exit code; never throws
 */
export async function run(argv: readonly string[], around: Surroundings): Promise<number> {
  const { env } = around;
  const language = languageOf(env);
  const texts = commandTexts(language);
  let report: Report | undefined;
  const program = build(texts, around, language, (made) => {
    report = made;
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0; // --help, --version
    if (error instanceof CommanderError && error.code === "commander.help") return 2; // no subcommand: help was shown
    report = reportError(language, error);
  }
  if (report === undefined) return 0;
  if (argv.includes("--json")) around.stdout.write(`${JSON.stringify(report.json)}\n`);
  else (report.code === 0 ? around.stdout : around.stderr).write(`${report.text}\n`);
  return report.code;
}

/** What is said when the output of `run` cannot be written, as on a full disk. */
export function describeUnwritten(env: NodeJS.ProcessEnv, error: NodeJS.ErrnoException): string {
  return commandTexts(languageOf(env)).unwritten(error.code ?? error.message);
}

function languageOf(env: NodeJS.ProcessEnv): Language {
  const locale = env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "";
  return locale.startsWith("ko") ? "ko" : "en";
}

function build(
  texts: CommandTexts,
  { stdout, stderr, env, stdin }: Surroundings,
  language: Language,
  tell: (report: Report) => void,
): Command {
  const asAdministrator = async <T>(
    options: CommonOptions,
    work: (connection: NatsConnection) => Promise<T>,
  ): Promise<T> => {
    const connection = await connectBroker(brokerOptions(options, env, ADMINISTRATOR_INBOX));
    try {
      return await work(connection);
    } finally {
      await connection.close();
    }
  };
  const program = new Command("alrimi")
    .description(texts.about)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => {}, // told once, at the end, in the person's language
    })
    .version(VERSION, "-V, --version", texts.option.version)
    .helpOption("-h, --help", texts.option.help)
    .helpCommand("help [command]", texts.option.helpCommand)
    .addHelpText("after", `\n${texts.exitCodes}`)
    .showHelpAfterError(false);

  withCommonOptions(program.command("provision").description(texts.provision), texts)
    .option("--replicas <n>", texts.option.replicas, numberFrom(1, 5, texts.oneToFive))
    .action(async (options: CommonOptions & { replicas?: number }) => {
      const { replicas } = options;
      const done = await asAdministrator(options, (connection) =>
        provision(connection, replicas === undefined ? {} : { replicas }),
      );
      tell(reportProvision(language, done));
    });

  const catalog = program.command("catalog").description(texts.catalog);
  withCommonOptions(catalog.command("put").argument("<file>").description(texts.catalogPut), texts)
    .option("--allow-origin <origin>", texts.option.allowOrigin, splitList)
    .action(async (file: string, options: CommonOptions & { allowOrigin?: string[] }) => {
      const bytes = await readInput(file, stdin);
      const allowedOrigins = options.allowOrigin ?? [];
      const { problems } = checkCatalog(bytes, { allowedOrigins }); // before anybody is dialled
      const put: CatalogPut =
        problems.length > 0
          ? { kind: "refused", problems }
          : await asAdministrator(options, (it) => putCatalog(it, bytes, { allowedOrigins }));
      tell(reportPut(language, put));
    });
  withCommonOptions(catalog.command("show").description(texts.catalogShow), texts).action(
    async (options: CommonOptions) =>
      tell(reportCatalog(language, await asAdministrator(options, readCatalog))),
  );

  withCommonOptions(program.command("publish").description(texts.publish), texts)
    .requiredOption("--user <id>", texts.option.user)
    .requiredOption("--service <id>", texts.option.service)
    .requiredOption("--count <n>", texts.option.count, wholeNumber(texts))
    .option("--sequence <n>", texts.option.sequence)
    .addOption(
      new Option("--epoch <n>", texts.option.epoch).argParser(wholeNumber(texts)).conflicts("newEpoch"),
    )
    .option("--new-epoch", texts.option.newEpoch)
    .option("--due-at <time>", texts.option.dueAt)
    .option("--occurred-at <time>", texts.option.occurredAt)
    .action(async (options: PublishCommandOptions) => {
      const { user, service, count, sequence, epoch, newEpoch, dueAt, occurredAt } = options;
      // An id that is none has no inbox either; it is refused before anything is connected.
      const inbox = subjectToken(service).ok ? writerInbox(service) : "_WRITER";
      const outcome = await publish({
        ...brokerOptions(options, env, inbox),
        deadlineMs: PUBLISH_DEADLINE_MS,
        user,
        service,
        count,
        ...(sequence === undefined ? {} : { sequence }),
        ...(epoch === undefined ? {} : { epoch }),
        ...(newEpoch === undefined ? {} : { newEpoch }),
        ...(dueAt === undefined ? {} : { dueAt }),
        ...(occurredAt === undefined ? {} : { occurredAt }),
      });
      tell(reportPublish(language, outcome));
    });

  const context = {
    language,
    shared: texts,
    env,
    stdin,
    tell,
    say: (line: string) => stdout.write(`${line}\n`),
  };
  addBrokerCommands(program, context);
  addUserCommands(program, context);
  refuseTwice(program, texts);
  return program;
}

interface PublishCommandOptions extends CommonOptions {
  readonly user: string;
  readonly service: string;
  readonly count: number;
  readonly sequence?: string;
  readonly epoch?: number;
  readonly newEpoch?: boolean;
  readonly dueAt?: string;
  readonly occurredAt?: string;
}

const EXIT_CODES: Readonly<Record<BrokerReason, Report["code"]>> = {
  unreachable: 3,
  timeout: 3,
  "not-nats": 3,
  tls: 3,
  closed: 3,
  "no-jetstream": 3,
  "no-stream": 3,
  authorization: 4,
  permission: 4,
  "bad-server": 2,
  "bad-file": 1,
  "cannot-change": 1,
  "too-few-servers": 1,
  "broker-refused": 1,
};

function reportError(language: Language, error: unknown): Report {
  const texts = commandTexts(language);
  const make = (code: Report["code"], reason: string, text: string): Report => ({
    code,
    text,
    json: { ok: false, reason, message: text },
  });
  if (error instanceof BrokerError) {
    return make(EXIT_CODES[error.reason], error.reason, describeBrokerProblem(language, error));
  }
  if (error instanceof KitError) return reportKitError(language, error);
  if (error instanceof FileError) return make(1, "bad-file", texts.badFile(error.file, error.message));
  if (error instanceof CommanderError) {
    return make(2, "usage", texts.badUsage(error.message.replace(/^error: /, "")));
  }
  return make(1, "unexpected", texts.unexpected(error instanceof Error ? error.message : String(error)));
}
