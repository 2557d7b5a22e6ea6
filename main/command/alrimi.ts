import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { type CatalogPut, checkCatalog, putCatalog, readCatalog } from "../admin/catalog.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import { provision } from "../admin/provision.ts";
import type { BrokerReason } from "../contract/broker-reason.ts";
import type { Language } from "../contract/catalog.ts";
import { defined } from "../contract/defined.ts";
import { subjectToken } from "../contract/subject.ts";
import { BrokerError } from "../nats/broker-error.ts";
import type { BrokerOptions } from "../nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX, writerInbox } from "../nats/permissions.ts";
import { publish } from "../publisher/publish.ts";
import { ConfigError } from "../server/config.ts";
import { describeBrokerProblem } from "../words/broker/index.ts";
import { type CommandWords, commandWordsIn } from "../words/command/index.ts";
import { languageOf } from "../words/language.ts";
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
import { addEnrolmentCommands } from "./enrolment-commands.ts";
import { addFleetCommands } from "./fleet-commands.ts";
import { asAdministrator } from "./kit-login.ts";
import { addMendCommands } from "./mend-commands.ts";
import { addPeopleCommands } from "./people-commands.ts";
import type { ErrorOutput } from "./progress.ts";
import { addReaderCommands } from "./reader-commands.ts";
import { addReadersCommands } from "./readers-commands.ts";
import { addServerCommand } from "./server-command.ts";
import { addTokenCommands } from "./token-commands.ts";
import { addUserCommands } from "./user-commands.ts";

/** The process around the command. Tests replace it. */
export interface CommandEnvironment {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: ErrorOutput;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: AsyncIterable<Uint8Array | string>;
}

/** Of the package. Its file is two folders above this one, and above the compiled one. */
const { version: VERSION } = createRequire(import.meta.url)("../../package.json") as { version: string };

/** Milliseconds. Shorter than the library's default, because a person waits. */
const PUBLISH_DEADLINE_MS = 5000;

/**
 * Runs the `alrimi` command. Results go to standard output, failures to standard error. With `--json` both go to
 * standard output as one object. Never rejects.
 * @param argv the arguments after the program's name
 * @returns the exit code: 0 done, 1 refused or failed, 2 bad usage, 3 broker not reachable, 4 login or permission
 * refused, 5 and 6 for what `publish` and `fleet test` found
 */
export async function run(argv: readonly string[], around: CommandEnvironment): Promise<number> {
  const { env } = around;
  const language = languageOfShell(env);
  const words = commandWordsIn(language);
  let report: Report | undefined;
  const program = build(words, around, language, (made) => {
    report = made;
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0; // --help, --version
    if (error instanceof CommanderError && error.code === "commander.help") return 2; // without a subcommand
    report = reportError(language, error);
  }
  if (report === undefined) return 0;
  if (argv.includes("--json")) around.stdout.write(`${JSON.stringify(report.json)}\n`);
  else (report.code === 0 ? around.stdout : around.stderr).write(`${report.text}\n`);
  return report.code;
}

/** The message when the output of `run` cannot be written, as on a full disk. */
export function describeUnwritten(env: NodeJS.ProcessEnv, error: NodeJS.ErrnoException): string {
  return commandWordsIn(languageOfShell(env)).unwritten(error.code ?? error.message);
}

function languageOfShell(env: NodeJS.ProcessEnv): Language {
  return languageOf(env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "");
}

function build(
  words: CommandWords,
  { stdout, stderr, env, stdin }: CommandEnvironment,
  language: Language,
  tell: (report: Report) => void,
): Command {
  const administratorIn = (options: CommonOptions): BrokerOptions =>
    brokerOptions(options, env, ADMINISTRATOR_INBOX);
  const program = new Command("alrimi")
    .description(words.about)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => {}, // run() reports the error once, in the person's language
    })
    .version(VERSION, "-V, --version", words.option.version)
    .helpOption("-h, --help", words.option.help)
    .helpCommand("help [command]", words.option.helpCommand)
    .addHelpText("after", `\n${words.exitCodes}`)
    .showHelpAfterError(false);

  withCommonOptions(program.command("provision").description(words.provision), words)
    .option("--replicas <n>", words.option.replicas, numberFrom(1, 5, words.oneToFive))
    .action(async (options: CommonOptions & { replicas?: number }) => {
      const { replicas } = options;
      const done = await asAdministrator(administratorIn(options), (connection) =>
        provision(connection, defined({ replicas })),
      );
      tell(reportProvision(language, done));
    });

  const catalog = program.command("catalog").description(words.catalog);
  withCommonOptions(catalog.command("put").argument("<file>").description(words.catalogPut), words)
    .option("--allow-origin <origin>", words.option.allowOrigin, splitList)
    .action(async (file: string, options: CommonOptions & { allowOrigin?: string[] }) => {
      const bytes = await readInput(file, stdin);
      const allowedOrigins = options.allowOrigin ?? [];
      const { problems } = checkCatalog(bytes, { allowedOrigins }); // before anybody is dialled
      const put: CatalogPut =
        problems.length > 0
          ? { kind: "refused", problems }
          : await asAdministrator(administratorIn(options), (it) =>
              putCatalog(it, bytes, { allowedOrigins }),
            );
      tell(reportPut(language, put));
    });
  withCommonOptions(catalog.command("show").description(words.catalogShow), words).action(
    async (options: CommonOptions) =>
      tell(reportCatalog(language, await asAdministrator(administratorIn(options), readCatalog))),
  );

  withCommonOptions(program.command("publish").description(words.publish), words)
    .requiredOption("--user <id>", words.option.user)
    .requiredOption("--service <id>", words.option.service)
    .requiredOption("--count <n>", words.option.count, wholeNumber(words))
    .option("--sequence <n>", words.option.sequence)
    .option("--epoch <n>", words.option.epoch, wholeNumber(words))
    .option("--due-at <time>", words.option.dueAt)
    .option("--occurred-at <time>", words.option.occurredAt)
    .action(async (options: PublishCommandOptions) => {
      const { user, service, count, sequence, epoch, dueAt, occurredAt } = options;
      // A bad id has no inbox. `publish` refuses it before it connects.
      const inbox = subjectToken(service).ok ? writerInbox(service) : "_WRITER";
      const outcome = await publish({
        ...brokerOptions(options, env, inbox),
        deadlineMs: PUBLISH_DEADLINE_MS,
        user,
        service,
        count,
        ...defined({ sequence, epoch, dueAt, occurredAt }),
      });
      tell(reportPublish(language, outcome));
    });

  const context = {
    language,
    shared: words,
    env,
    stdin,
    stderr,
    tell,
    say: (line: string) => stdout.write(`${line}\n`),
  };
  addBrokerCommands(program, context);
  addMendCommands(program, addUserCommands(program, context), context);
  addTokenCommands(program, context);
  addPeopleCommands(program, context);
  addReadersCommands(program, context);
  addReaderCommands(program, context);
  addEnrolmentCommands(program, context);
  addServerCommand(program, context);
  addFleetCommands(program, context);
  refuseTwice(program, words);
  return program;
}

interface PublishCommandOptions extends CommonOptions {
  readonly user: string;
  readonly service: string;
  readonly count: number;
  readonly sequence?: string;
  readonly epoch?: number;
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
  full: 3,
  authorization: 4,
  permission: 4,
  "bad-server": 2,
  "bad-file": 1,
  "cannot-change": 1,
  "too-few-servers": 1,
  "broker-refused": 1,
};

function reportError(language: Language, error: unknown): Report {
  const words = commandWordsIn(language);
  const make = (code: Report["code"], reason: string, text: string): Report => ({
    code,
    text,
    json: { ok: false, reason, message: text },
  });
  if (error instanceof BrokerError) {
    return make(EXIT_CODES[error.reason], error.reason, describeBrokerProblem(language, error));
  }
  if (error instanceof ConfigError) return make(1, "bad-config", words.badConfig(error.message));
  if (error instanceof KitError) return reportKitError(language, error);
  if (error instanceof FileError) return make(1, "bad-file", words.badFile(error.file, error.message));
  if (error instanceof CommanderError) {
    return make(2, "usage", words.badUsage(error.message.replace(/^error: /, "")));
  }
  return make(1, "unexpected", words.unexpected(error instanceof Error ? error.message : String(error)));
}
