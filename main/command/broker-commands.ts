import { type Command, Option } from "commander";
import { FULL_AT } from "../admin/check/check-space.ts";
import { CREDENTIALS } from "../admin/kit/plan.ts";
import { type CheckOptions, runCheck } from "./check-command.ts";
import { type CommandContext, wordsOf } from "./command-context.ts";
import { type CommonOptions, collect, numberFrom, withCommonOptions } from "./command-options.ts";
import { type ConfigOptions, runConfig } from "./config-command.ts";
import { runTrial, type TrialCommandOptions } from "./trial-command.ts";

/** Adds `alrimi broker config | up | check`. */
export function addBrokerCommands(program: Command, context: CommandContext): void {
  const words = wordsOf(context);
  const { option } = words;
  const port = numberFrom(1, 65_535, words.wholePort);
  const credentials = new Option("--credentials <kind>", option.credentials).choices(CREDENTIALS);
  const broker = program.command("broker").description(words.broker);

  broker
    .command("config")
    .description(words.config)
    .requiredOption("--out <folder>", option.out)
    .option("--host <host>", option.host, collect)
    .addOption(credentials)
    .option("--writer <service>", option.writer, collect)
    .option("--user <id>", option.appUser, collect)
    .option("--users-file <file>", option.usersFile)
    .option("--listen <address>", option.listen, "0.0.0.0")
    .option("--client-port <port>", option.clientPort, port, 4222)
    .option("--cluster-port <port>", option.clusterPort, port, 6222)
    .option("--monitor-port <port>", option.monitorPort, numberFrom(0, 65_535, words.wholePort), 8222)
    .option("--mqtt-port <port>", option.mqttPort, numberFrom(0, 65_535, words.wholePort))
    .option("--store-dir <folder>", option.storeDir, "/var/lib/nats")
    .option("--tls-dir <folder>", option.tlsDir, "/etc/nats/tls")
    .option("--no-tls", option.noTls)
    .option("--trial-certificates", option.trialCertificates)
    .option("--max-file <gigabytes>", option.maxFile, numberFrom(1, 100_000, context.shared.wholeNumber), 4)
    .option("--json", context.shared.option.json)
    .action((options: ConfigOptions, command: Command) => {
      const given = command.options.filter(
        (each) => command.getOptionValueSource(each.attributeName()) === "cli",
      );
      return runConfig(
        options,
        given.map(({ long }) => long ?? ""),
        context,
      );
    });

  broker
    .command("up")
    .description(words.up)
    .option("--nodes <n>", option.nodes, numberFrom(1, 3, words.oneOrThree))
    .option("--data-dir <folder>", option.dataDir, "alrimi-broker")
    .addOption(credentials)
    .option("--port <port>", option.port, port)
    .option("--user <id>", option.appUser, collect)
    .option("--writer <service>", option.writer, collect)
    .option("--http-port <port>", option.httpPort, port)
    .option("--mqtt-port <port>", option.trialMqttPort, port)
    .action((options: TrialCommandOptions) => runTrial(options, context));

  withCommonOptions(broker.command("check").description(words.check), context.shared)
    .option("--kit <folder>", option.checkKit)
    .option("--user <id>", option.checkUser)
    .option("--user-file <file>", option.userFile)
    .option("--other-user <id>", option.checkOther)
    .option("--other-user-file <file>", option.userFile)
    .option("--service <id>", option.checkService)
    .option("--service-file <file>", option.serviceFile)
    .option("--replicas <n>", option.checkReplicas, numberFrom(1, 5, context.shared.oneToFive))
    .option("--full-at <percent>", option.fullAt, numberFrom(1, 100, words.percent), FULL_AT)
    .option("--silent-for <time>", option.silentFor, "7d")
    .action((options: CommonOptions & CheckOptions) => runCheck(options, context));
}
