import { setTimeout as sleep } from "node:timers/promises";
import { quantile } from "../statistics.ts";
import { Brokers } from "./brokers.ts";
import { SERVICES } from "./company.ts";
import type { Compiled } from "./compiled.ts";
import { Crowd, type CrowdDone } from "./crowd.ts";
import { publishForAll } from "./flood.ts";
import { monotonic } from "./process-figures.ts";
import { APP_RULES, type ReconnectRules } from "./server-rota.ts";
import type { Tally } from "./simulated-app.ts";

export interface ScenarioOptions {
  /** The compiled `worker.ts`. */
  readonly worker: Compiled;
  readonly clients: number;
  readonly nodes: number;
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
  /** What the servers take more than without the crowd: after the crowd came in, after the idle watch, at the most. */
  readonly memory: { readonly synced: number; readonly idle: number; readonly peak: number };
  /** Server CPU in a minute, more than without the crowd. */
  readonly idleCpuPerMinute: number;
  /** Server CPU of publishing a new event of every service to everybody and delivering it, per event. */
  readonly cpuPerEvent: number;
  /** Server CPU of one app reading everything once. */
  readonly cpuPerSnapshot: number;
  readonly returns: readonly ReturnFigures[];
}

/**
 * From `kill -9` (and a start at once) until every app is right: it is connected, has read the catalog and every service
 * over that connection, and holds an event that was published after the kill. Everybody has one such event.
 */
export interface ReturnFigures {
  readonly what: string;
  readonly sinceKill: number;
  /** From when the killed servers accept connections again. */
  readonly sinceAccepting: number;
  /** Until the first app that had to come back is right; from the kill. */
  readonly first: number;
  /** Until the last of the new events was acknowledged to its writer; from the kill. */
  readonly written: number;
  /** From an app's standing connection until it is right. */
  readonly standToRight: { readonly p50: number; readonly p99: number; readonly most: number };
  /** Apps that had to connect again. */
  readonly returned: number;
  readonly serverCpu: number;
  readonly crowdCpu: number;
  /** The share of the time that the busiest process of the crowd was working; 0 … 1. */
  readonly crowdBusy: number;
  readonly tally: Tally;
}

/** Everybody back as soon as the broker is: what the broker itself is able to. */
const AT_ONCE: ReconnectRules = { ...APP_RULES, wait: 250, jitter: 250 };
/** Two heartbeats to every app. */
const IDLE = 30_000;
const PROCESSES = 2;

export async function measureCrowd(options: ScenarioOptions): Promise<CrowdFigures> {
  const { worker, clients, nodes, isQuick, say } = options;
  const brokers = await Brokers.start(nodes, clients);
  const crowd = new Crowd(worker, clients, PROCESSES);
  try {
    await publishForAll(brokers.ports, clients, 1, "every-service");
    // What filling the streams took in memory is not the crowd's.
    await brokers.kill(brokers.all);
    await brokers.restart(brokers.all);
    await brokers.untilServing();
    await sleep(isQuick ? 1_000 : 4_000);
    const alone = { memory: brokers.memory().now, cpu: brokers.cpu(), at: monotonic() };
    await sleep(isQuick ? 1_000 : 5_000);
    const aloneRate = (brokers.cpu() - alone.cpu) / (monotonic() - alone.at);

    say("connect …");
    const before = watch(brokers, crowd);
    await crowd.connect(brokers.ports);
    const connecting = before();
    const connect = { ...connecting, serverCpu: connecting.serverCpu - aloneRate * connecting.wall };
    const synced = brokers.memory().now - alone.memory;

    say("idle …");
    const beforeIdle = watch(brokers, crowd);
    await sleep(isQuick ? 2_000 : IDLE);
    const idle = beforeIdle();
    const memory = { synced, idle: brokers.memory().now - alone.memory };

    say("events …");
    const beforeEvents = watch(brokers, crowd);
    const { right } = await crowd.expect({ news: 2, others: 2 }, APP_RULES);
    await publishForAll(brokers.ports, clients, 2, "every-service");
    await right;
    const events = beforeEvents();

    say("reconcile …");
    const beforeReconcile = watch(brokers, crowd);
    await crowd.reconcile(isQuick ? 1_000 : 8_000);
    const reconcile = beforeReconcile();
    const peak = brokers.memory().peak - alone.memory;

    const returns: ReturnFigures[] = [];
    let sequence = 2;
    const comeBack = async (
      what: string,
      killed: readonly number[],
      rules: ReconnectRules,
    ): Promise<void> => {
      say(`${what} …`);
      await sleep(isQuick ? 500 : 3_000);
      returns.push(
        await measureReturn(what, { brokers, crowd, clients, killed, rules, sequence: ++sequence }),
      );
    };
    if (nodes > 1) await comeBack("the leading node, app's rules", [await brokers.leader()], APP_RULES);
    const every = nodes > 1 ? "all nodes" : "the server";
    await comeBack(`${every}, app's rules`, brokers.all, APP_RULES);
    await comeBack(`${every}, all at once`, brokers.all, AT_ONCE);

    return {
      clients,
      nodes,
      brokerStart: brokers.startTime,
      connect,
      memory: { ...memory, peak },
      idleCpuPerMinute: 60_000 * Math.max(0, idle.serverCpu / idle.wall - aloneRate),
      cpuPerEvent: (events.serverCpu - aloneRate * events.wall) / (clients * SERVICES.length),
      cpuPerSnapshot: (reconcile.serverCpu - aloneRate * reconcile.wall) / clients,
      returns,
    };
  } finally {
    await crowd.dispose();
    await brokers.dispose();
  }
}

interface ReturnOptions {
  readonly brokers: Brokers;
  readonly crowd: Crowd;
  readonly clients: number;
  readonly killed: readonly number[];
  readonly rules: ReconnectRules;
  readonly sequence: number;
}

/** A count of everybody changes while the servers are away: it is written as soon as any server takes it. */
async function measureReturn(what: string, options: ReturnOptions): Promise<ReturnFigures> {
  const { brokers, crowd, clients, killed, rules, sequence } = options;
  const { right } = await crowd.expect({ news: sequence, others: 2 }, rules);
  const crowdBefore = crowd.cpuEach();
  const atKill = monotonic();
  await brokers.kill(killed);
  const serverBefore = brokers.cpu(); // of those that live on
  const publishing = publishForAll(brokers.ports, clients, sequence, "one-service").then(monotonic);
  await brokers.restart(killed);
  const atAccepting = monotonic();
  const [done, written] = await Promise.all([right, publishing]);
  const atRight = Math.max(...done.rightAt);
  const crowdCpu = crowd.cpuEach().map((cpu, index) => cpu - (crowdBefore[index] ?? 0));
  return {
    what,
    sinceKill: atRight - atKill,
    sinceAccepting: atRight - atAccepting,
    first: Math.min(...done.returns.map((each) => each.right)) - atKill,
    written: written - atKill,
    standToRight: standToRight(done),
    returned: done.returns.length,
    serverCpu: brokers.cpu() - serverBefore,
    crowdCpu: crowdCpu.reduce((sum, cpu) => sum + cpu, 0),
    crowdBusy: Math.max(...crowdCpu) / (monotonic() - atKill),
    tally: done.tally,
  };
}

function standToRight({ returns }: CrowdDone): ReturnFigures["standToRight"] {
  const times = returns.map(({ stood, right }) => right - stood);
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), most: Math.max(...times) };
}

function watch(
  brokers: Brokers,
  crowd: Crowd,
): () => { readonly wall: number; readonly serverCpu: number; readonly crowdCpu: number } {
  const [at, server, own] = [monotonic(), brokers.cpu(), crowd.cpu()];
  return () => ({ wall: monotonic() - at, serverCpu: brokers.cpu() - server, crowdCpu: crowd.cpu() - own });
}
