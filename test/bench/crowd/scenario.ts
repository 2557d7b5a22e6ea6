import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { Brokers } from "./brokers.ts";
import { passwordOf, SERVICES } from "./company.ts";
import type { Compiled } from "./compiled.ts";
import { Crowd } from "./crowd.ts";
import { publishForAll } from "./flood.ts";
import { cpuOf, monotonic } from "./process-figures.ts";
import { type CrowdKeeper, measureStorms, type ReturnFigures } from "./storm.ts";

export interface ScenarioOptions {
  /** The compiled `worker.ts`. */
  readonly worker: Compiled;
  /** The compiled `keeper-process.ts`, if services send to the intake and a keeper retains what they send. */
  readonly keeper: Compiled | undefined;
  readonly clients: number;
  readonly nodes: number;
  /** The server's program. */
  readonly binary: string;
  /** What all servers together may use of the processor, in cores; undefined for all. */
  readonly cores: number | undefined;
  /** Whether a day is measured (memory, idling, events, reconciling), and whether a storm is. */
  readonly parts: ReadonlySet<"day" | "storm">;
  /** Shorter pauses: good to see that it works, not to measure. */
  readonly isQuick: boolean;
  readonly say: (text: string) => void;
}

/** One crowd against one broker. Times in milliseconds, memory in KiB; of three servers it is always the sum. */
export interface CrowdFigures {
  readonly clients: number;
  readonly nodes: number;
  /** Until all servers accept connections for the first time: the configuration with every login is read. */
  readonly brokerStart: number;
  readonly connect: { readonly wall: number; readonly serverCpu: number; readonly crowdCpu: number };
  readonly day: DayFigures | undefined;
  readonly returns: readonly ReturnFigures[];
}

export interface DayFigures {
  /**
   * What the servers take more than without the crowd: for connections with the subscriptions of an app and nothing
   * else; for the apps after they came in, after the idle watch, at the most.
   */
  readonly memory: {
    readonly bare: number;
    readonly synced: number;
    readonly idle: number;
    readonly peak: number;
  };
  /** Server CPU of all apps in a minute, more than without them. */
  readonly idleCpuPerMinute: number;
  /** Server CPU of publishing a new event of every service to everybody and delivering it, per event. */
  readonly cpuPerEvent: number;
  /** Server CPU of one app reading everything once. */
  readonly cpuPerSnapshot: number;
}

/** Two heartbeats to every app. */
const IDLE = 30_000;
/** In a cluster the apps read everything once more, 10 to 20 s after they came. */
const SECOND_READING = 21_000;
const PROCESSES = 2;

export async function measureCrowd(options: ScenarioOptions): Promise<CrowdFigures> {
  const { worker, clients, nodes, binary, cores, parts, isQuick, say } = options;
  const brokers = await Brokers.start(nodes, clients, { binary, cores });
  const crowd = new Crowd(worker, clients, PROCESSES);
  const keeper = options.keeper && startKeeper(options.keeper, brokers);
  try {
    await publishForAll(brokers.ports, clients, 1, "every-service");
    const bare = parts.has("day") ? await memoryOfBare(brokers, options) : 0;
    const alone = await afresh(brokers, isQuick);

    say("connect …");
    const before = watch(brokers, crowd);
    await crowd.connect(brokers.ports);
    const connecting = before();
    const connect = { ...connecting, serverCpu: connecting.serverCpu - alone.rate * connecting.wall };
    if (nodes > 1 && !isQuick) await sleep(SECOND_READING);
    const day = parts.has("day") ? await measureDay(brokers, crowd, alone, bare, options) : undefined;
    const returns = parts.has("storm")
      ? await measureStorms(brokers, crowd, clients, day ? 2 : 1, { isQuick, say, keeper })
      : [];
    return { clients, nodes, brokerStart: brokers.startTime, connect, day, returns };
  } finally {
    keeper?.stop();
    await crowd.dispose();
    await brokers.dispose();
  }
}

function startKeeper({ file }: Compiled, brokers: Brokers): CrowdKeeper {
  const keeper = spawn(process.execPath, [file, brokers.urls.join(","), passwordOf("keeper")], {
    stdio: "ignore",
  });
  return {
    cpu: () => (keeper.pid === undefined || keeper.exitCode !== null ? Number.NaN : cpuOf(keeper.pid)),
    stop: () => void keeper.kill("SIGKILL"),
  };
}

interface Alone {
  /** KiB. */
  readonly memory: number;
  /** Milliseconds of CPU a millisecond. */
  readonly rate: number;
}

/** New processes of the servers: what filling the streams took in memory is not the crowd's. */
async function afresh(brokers: Brokers, isQuick: boolean): Promise<Alone> {
  await brokers.kill(brokers.all);
  await brokers.restart(brokers.all);
  await brokers.untilServing();
  await sleep(isQuick ? 1_000 : 4_000);
  const [memory, cpu, at] = [brokers.memory().now, brokers.cpu(), monotonic()];
  await sleep(isQuick ? 1_000 : 3_000);
  return { memory, rate: (brokers.cpu() - cpu) / (monotonic() - at) };
}

async function memoryOfBare(brokers: Brokers, { worker, clients, isQuick, say }: ScenarioOptions) {
  say("bare connections …");
  const alone = await afresh(brokers, isQuick);
  const bare = new Crowd(worker, clients, PROCESSES);
  try {
    await bare.connect(brokers.ports, "connect-bare");
    return brokers.memory().now - alone.memory;
  } finally {
    await bare.dispose();
  }
}

async function measureDay(
  brokers: Brokers,
  crowd: Crowd,
  alone: Alone,
  bare: number,
  { clients, isQuick, say }: ScenarioOptions,
): Promise<DayFigures> {
  const synced = brokers.memory().now - alone.memory;
  say("idle …");
  const beforeIdle = watch(brokers, crowd);
  await sleep(isQuick ? 2_000 : IDLE);
  const idle = beforeIdle();
  const memory = { bare, synced, idle: brokers.memory().now - alone.memory };

  say("events …");
  const beforeEvents = watch(brokers, crowd);
  const { right } = await crowd.expect({ news: 2, others: 2 });
  await publishForAll(brokers.ports, clients, 2, "every-service");
  await right;
  const events = beforeEvents();

  say("reconcile …");
  const beforeReconcile = watch(brokers, crowd);
  await crowd.reconcile(isQuick ? 1_000 : 8_000);
  const reconcile = beforeReconcile();
  return {
    memory: { ...memory, peak: brokers.memory().peak - alone.memory },
    idleCpuPerMinute: 60_000 * Math.max(0, idle.serverCpu / idle.wall - alone.rate),
    cpuPerEvent: (events.serverCpu - alone.rate * events.wall) / (clients * SERVICES.length),
    cpuPerSnapshot: (reconcile.serverCpu - alone.rate * reconcile.wall) / clients,
  };
}

function watch(
  brokers: Brokers,
  crowd: Crowd,
): () => { readonly wall: number; readonly serverCpu: number; readonly crowdCpu: number } {
  const [at, server, own] = [monotonic(), brokers.cpu(), crowd.cpu()];
  return () => ({ wall: monotonic() - at, serverCpu: brokers.cpu() - server, crowdCpu: crowd.cpu() - own });
}
