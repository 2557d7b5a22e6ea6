import { once } from "node:events";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { singleFile } from "../admin/kit/credential-files.ts";
import { openKit } from "../admin/kit/kit.ts";
import { KitError } from "../admin/kit/kit-error.ts";
import { type CredentialsKind, PLAN_FILE } from "../admin/kit/plan.ts";
import { readTokens, TOKENS_FILE, writeTokens } from "../admin/kit/tokens.ts";
import type { Holder } from "../admin/kit/users.ts";
import { PortTaken } from "../admin/server-process.ts";
import { fileOption, startTrial, type Trial } from "../admin/trial/trial.ts";
import { defined } from "../contract/defined.ts";
import type { BrokerOptions } from "../nats/connect-broker.ts";
import { KEEPER_INBOX } from "../nats/permissions.ts";
import { type RunningParts, startParts } from "../server/parts.ts";
import { type CommandContext, clusterWarning, wordsOf } from "./command-context.ts";
import { endSignal } from "./end-signal.ts";

export interface TrialCommandOptions {
  /** The default of this and the other options: those of the trial in `dataDir`, if there is one. */
  readonly nodes?: number;
  readonly dataDir: string;
  readonly credentials?: CredentialsKind;
  readonly port?: number;
  readonly user?: readonly string[];
  readonly writer?: readonly string[];
  /** Of the intake over HTTP. */
  readonly httpPort?: number;
  readonly mqttPort?: number;
}

/** The port of the intake over HTTP. Another one is used if it is taken. */
const HTTP_PORT = 8377;

/** The holders of a new trial without `--user` and `--writer`. */
const EXAMPLE = { user: ["hong.gd"], writer: ["hr-leave"] };

/**
 * Runs `alrimi broker up` until a signal, or until every server has ended. No process is left then.
 * @throws {KitError | Error} (rejects) as `startTrial` does
 */
export async function runTrial(options: TrialCommandOptions, context: CommandContext): Promise<void> {
  const words = wordsOf(context);
  const { nodes, ...others } = options;
  if (nodes !== undefined && nodes !== 1 && nodes !== 3) {
    throw new KitError("bad-setting", "--nodes", words.oneOrThree);
  }
  const kit = join(options.dataDir, "kit");
  const before = existsSync(join(kit, PLAN_FILE)) ? await openKit(kit) : undefined;
  const count = nodes ?? before?.servers.length ?? 1;
  const stopped = endSignal();
  let trial: Trial | undefined;
  let server: RunningParts | undefined;
  try {
    const warning = await clusterWarning(count, context);
    if (warning !== undefined) context.say(warning);
    context.say(words.starting(count));
    const holders = holdersOf(options, before === undefined ? EXAMPLE : { user: [], writer: [] });
    trial = await startTrial({ ...others, ...defined({ nodes }), holders }).catch((cause: unknown) => {
      throw cause instanceof PortTaken
        ? new KitError("port-taken", String(cause.port), "", { cause })
        : cause;
    });
    server = await startServer(trial, options, context);
    announce(trial, options, context);
    context.say(words.http(server.http?.url ?? ""));
    await untilOver(trial, stopped.signal, context);
  } finally {
    await server?.stop();
    await trial?.stop();
    stopped.ignore();
  }
  context.tell({ code: 0, text: words.ended, json: { ok: true } });
}

function holdersOf(
  options: TrialCommandOptions,
  unnamed: { readonly user: readonly string[]; readonly writer: readonly string[] },
): readonly Holder[] {
  const { user = unnamed.user, writer = unnamed.writer } = options;
  return [
    ...writer.map((id) => ({ role: "writer" as const, id })),
    ...user.map((id) => ({ role: "app" as const, id })),
  ];
}

/** Starts `alrimi server` beside the trial, with the login and the tokens of its kit. */
async function startServer(
  trial: Trial,
  { httpPort }: TrialCommandOptions,
  { say }: CommandContext,
): Promise<RunningParts> {
  writeTokens(trial.kit, readTokens(trial.kit)); // the file of a kit without services
  const start = (port: number): Promise<RunningParts> =>
    startParts({
      broker: keeperLogin(trial),
      parts: {
        keeper: true,
        http: {
          ...{ host: "127.0.0.1", port, maxRequestsPerSecond: 1_000 },
          tokensFile: join(trial.kit, TOKENS_FILE),
        },
      },
      log: say,
    });
  if (httpPort !== undefined) return start(httpPort);
  return start(HTTP_PORT).catch(() => start(0));
}

function keeperLogin({ kit, plan, servers, caFile }: Trial): BrokerOptions {
  return {
    servers,
    ...fileOption(plan, singleFile(kit, plan, "keeper")),
    ...(caFile === undefined ? {} : { tls: { caFile } }),
    inboxPrefix: KEEPER_INBOX,
    name: "alrimi server",
  };
}

function announce(trial: Trial, { dataDir }: TrialCommandOptions, { say, ...context }: CommandContext): void {
  const words = wordsOf({ say, ...context });
  for (const { name, url, process: server } of trial.nodes) say(words.node(name, url, server.pid ?? 0));
  if (trial.caFile !== undefined) say(words.authority(trial.caFile));
  say(words.streams(trial.provisioned.flatMap((each) => ("stream" in each ? [each.stream] : [])).join(", ")));
  say(words.credentialsIn(join(resolve(dataDir), "kit", "users")));
  say(words.tryIt(`--kit ${dataDir}`));
  say(words.ctrlC);
}

/** Reports a server that ends by itself. It is not restarted, because a trial shows how the others react. */
async function untilOver(trial: Trial, stop: AbortSignal, context: CommandContext): Promise<void> {
  const running = new Set(trial.nodes);
  const aborted = stop.aborted ? Promise.resolve() : once(stop, "abort").then(() => {});
  while (!stop.aborted && running.size > 0) {
    for (const node of running) {
      if (node.process.pid !== undefined) continue;
      running.delete(node);
      context.say(wordsOf(context).nodeEnded(node.name, node.logFile));
    }
    await Promise.race([sleep(200), aborted]);
  }
}
