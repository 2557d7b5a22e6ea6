import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type CommonOptions, withCommonOptions } from "../command-options.ts";
import { trialCertificates } from "./certificates.ts";
import { type CheckOptions, runCheck } from "./check-command.ts";
import { type CommandContext, clusterWarning, collect, readIds, textsOf } from "./command-context.ts";
import { createKit, openKit, PLAN_FILE, savePlan, writeConfig } from "./kit.ts";
import { KitError } from "./kit-error.ts";
import { type BrokerServer, CREDENTIALS, type CredentialsKind, clientUrls } from "./plan.ts";
import { alone } from "./secret-files.ts";
import { runTrial } from "./trial-command.ts";
import { type Holder, mint, PEOPLE_SECONDS, tokenFor } from "./users.ts";

interface ConfigOptions {
  readonly out: string;
  readonly host?: readonly string[];
  readonly credentials: CredentialsKind;
  readonly writer?: readonly string[];
  readonly user?: readonly string[];
  readonly usersFile?: string;
  readonly listen: string;
  readonly clientPort: number;
  readonly clusterPort: number;
  readonly monitorPort: number;
  readonly storeDir: string;
  readonly tlsDir: string;
  readonly tls: boolean;
  readonly trialCertificates?: boolean;
  readonly maxFile: number;
}

/** `alrimi broker config | up | check`. */
export function addBrokerCommands(program: Command, context: CommandContext): void {
  const texts = textsOf(context);
  const { option } = texts;
  const number = (least: number, most: number, message: string) => (text: string) => {
    const value = Number(text);
    if (!/^\d{1,6}$/.test(text) || value < least || value > most) throw new InvalidArgumentError(message);
    return value;
  };
  const port = number(1, 65_535, texts.wholePort);
  const credentials = new Option("--credentials <kind>", option.credentials)
    .choices(CREDENTIALS)
    .default("jwt");
  const broker = program.command("broker").description(texts.broker);

  broker
    .command("config")
    .description(texts.config)
    .requiredOption("--out <folder>", option.out)
    .option("--host <host>", option.host, collect)
    .addOption(credentials)
    .option("--writer <service>", option.writer, collect)
    .option("--user <id>", option.appUser, collect)
    .option("--users-file <file>", option.usersFile)
    .option("--listen <address>", option.listen, "0.0.0.0")
    .option("--client-port <port>", option.clientPort, port, 4222)
    .option("--cluster-port <port>", option.clusterPort, port, 6222)
    .option("--monitor-port <port>", option.monitorPort, number(0, 65_535, texts.wholePort), 8222)
    .option("--store-dir <folder>", option.storeDir, "/var/lib/nats")
    .option("--tls-dir <folder>", option.tlsDir, "/etc/nats/tls")
    .option("--no-tls", option.noTls)
    .option("--trial-certificates", option.trialCertificates)
    .option("--max-file <gigabytes>", option.maxFile, number(1, 100_000, context.shared.wholeNumber), 4)
    .option("--json", context.shared.option.json)
    .action((options: ConfigOptions) => runConfig(options, context));

  broker
    .command("up")
    .description(texts.up)
    .option("--nodes <n>", option.nodes, number(1, 3, texts.oneOrThree), 1)
    .option("--data-dir <folder>", option.dataDir, "alrimi-broker")
    .addOption(credentials)
    .option("--port <port>", option.port, port, 4222)
    .option("--user <id>", option.appUser, collect)
    .option("--writer <service>", option.writer, collect)
    .action((options) => runTrial(options, context));

  withCommonOptions(broker.command("check").description(texts.check), context.shared)
    .option("--kit <folder>", option.checkKit)
    .option("--user <id>", option.checkUser)
    .option("--user-file <file>", option.userFile)
    .option("--service <id>", option.checkService)
    .option("--service-file <file>", option.serviceFile)
    .option("--replicas <n>", option.checkReplicas, number(1, 5, context.shared.wholeNumber))
    .action((options: CommonOptions & CheckOptions) => runCheck(options, context));
}

async function runConfig(options: ConfigOptions, context: CommandContext): Promise<void> {
  const texts = textsOf(context);
  const { out } = options;
  const isNew = !existsSync(join(out, PLAN_FILE));
  if (!isNew && options.host !== undefined) throw new KitError("kit-exists", out);
  if (isNew) await makeKit(options, context);
  const files = await alone(out, async () => {
    const plan = await openKit(out);
    return writeConfig(out, await savePlan(out, plan));
  });
  const plan = await openKit(out);
  const hasTls = plan.servers.some(({ tlsDir }) => tlsDir !== null);
  const warning = await clusterWarning(plan.servers.length, context);
  context.tell({
    code: 0,
    text: [
      texts.wrote(files.map((file) => `  ${file}`).join("\n")),
      ...(warning === undefined ? [] : [warning]),
      texts.deploy(out, hasTls),
    ].join("\n"),
    json: { ok: true, created: isNew, files, servers: clientUrls(plan), warning },
  });
}

async function makeKit(options: ConfigOptions, context: CommandContext): Promise<void> {
  const { out } = options;
  const servers = serversOf(options, context);
  const users = [
    ...(options.user ?? []),
    ...(options.usersFile === undefined ? [] : await readIds(options.usersFile, context)),
  ];
  const services: readonly Holder[] = [
    { role: "administrator", id: "administrator" },
    ...(options.writer ?? []).map((id) => ({ role: "writer" as const, id })),
  ];
  const people: readonly Holder[] = users.map((id) => ({ role: "app", id }));
  for (const holder of [...services, ...people]) tokenFor(holder); // before a folder is made
  if (options.trialCertificates === true) await trialCertificates(join(out, "tls"), servers);
  const { credentials } = options;
  await createKit(out, {
    credentials,
    cluster: "alrimi",
    servers,
    maxFileBytes: options.maxFile * 1024 ** 3,
  });
  await mint(out, services);
  const now = Math.floor(Date.now() / 1000);
  await mint(out, people, credentials === "jwt" ? { expiresAt: now + PEOPLE_SECONDS } : {});
}

function serversOf(options: ConfigOptions, context: CommandContext): BrokerServer[] {
  const hosts = options.host ?? ["127.0.0.1"];
  if (hosts.length % 2 === 0) throw new KitError("bad-setting", "--host", textsOf(context).oddHosts);
  return hosts.map((text, index) => {
    const [, name = `alrimi-${index + 1}`, host = text] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    return {
      name,
      host,
      listen: options.listen,
      clientPort: options.clientPort,
      clusterPort: options.clusterPort,
      monitorPort: options.monitorPort === 0 ? null : options.monitorPort,
      storeDir: options.storeDir,
      tlsDir: options.tls ? options.tlsDir : null,
    };
  });
}
