import { setTimeout as sleep } from "node:timers/promises";
import { quantile } from "../statistics.ts";
import type { Brokers } from "./brokers.ts";
import type { Crowd, CrowdDone } from "./crowd.ts";
import { publishForAll } from "./flood.ts";
import { monotonic } from "./process-figures.ts";
import type { Tally } from "./wire-dial.ts";

/**
 * From `kill -9` (and a start at once) until every app is right: it is connected, has read the catalog and every service
 * over that connection, and holds an event that was published after the kill. Everybody has one such event.
 */
export interface ReturnFigures {
  readonly what: string;
  readonly sinceKill: number;
  /** From when the killed servers accept connections again. */
  readonly sinceAccepting: number;
  /**
   * From then until the streams have leaders, as an administrator or the first app sees it among the others; 0 for one
   * server.
   */
  readonly election: number;
  /** Until the first app that had to come back is right; from the kill. */
  readonly first: number;
  /** Until the last of the new events was acknowledged to its writer; from the kill. */
  readonly written: number;
  /** From an app's standing connection until it is right. */
  readonly standToRight: { readonly p50: number; readonly p99: number; readonly most: number };
  /** Apps that had to connect again. */
  readonly returned: number;
  readonly serverCpu: number;
  /** Of the keeper, where one works. */
  readonly keeperCpu: number | undefined;
  readonly crowdCpu: number;
  /** The share of the time that the busiest process of the crowd was working; 0 … 1. */
  readonly crowdBusy: number;
  readonly tally: Tally;
}

/** The keeper of a crowd whose services send to the intake. */
export interface CrowdKeeper {
  /** Milliseconds of processor time so far. */
  cpu(): number;
  stop(): void;
}

interface Storms {
  readonly isQuick: boolean;
  readonly say: (text: string) => void;
  readonly keeper: CrowdKeeper | undefined;
}

interface Return {
  readonly what: string;
  readonly killed: readonly number[];
  readonly isInStep: boolean;
}

/**
 * Kills what there is to kill, one after another, and waits until all apps are right each time.
 * @param held the sequence that all apps hold of every service
 */
export async function measureStorms(
  brokers: Brokers,
  crowd: Crowd,
  clients: number,
  held: number,
  { isQuick, say, keeper }: Storms,
): Promise<readonly ReturnFigures[]> {
  const all = brokers.all;
  const every = all.length > 1 ? "all nodes" : "the server";
  const returns: Return[] = [
    { what: `${every}, app's rules`, killed: all, isInStep: false },
    { what: `${every}, all in step`, killed: all, isInStep: true },
  ];
  if (all.length > 1)
    returns.unshift({ what: "the leading node", killed: [await brokers.leader()], isInStep: false });
  const figures: ReturnFigures[] = [];
  let sequence = held;
  for (const each of returns) {
    say(`${each.what} …`);
    await sleep(isQuick ? 500 : 3_000);
    sequence++;
    figures.push(await measureReturn(brokers, crowd, clients, { ...each, held, sequence, keeper }));
  }
  return figures;
}

/** A count of everybody changes while the servers are away: it is written as soon as any server takes it. */
async function measureReturn(
  brokers: Brokers,
  crowd: Crowd,
  clients: number,
  {
    what,
    killed,
    isInStep,
    held,
    sequence,
    keeper,
  }: Return & Pick<Storms, "keeper"> & { readonly held: number; readonly sequence: number },
): Promise<ReturnFigures> {
  const { right } = await crowd.expect({ news: sequence, others: held }, isInStep);
  const crowdBefore = crowd.cpuEach();
  const atKill = monotonic();
  await brokers.kill(killed);
  const serverBefore = brokers.cpu(); // of those that live on
  const keeperBefore = keeper?.cpu() ?? 0;
  const into = keeper === undefined ? "stream" : "intake";
  const publishing = publishForAll(brokers.ports, clients, sequence, "one-service", into).then(monotonic);
  await brokers.restart(killed);
  const atAccepting = monotonic();
  const serving = brokers.all.length === 1 ? atAccepting : brokers.untilServing().then(monotonic);
  const [done, written, atServing] = await Promise.all([right, publishing, serving]);
  const atFirst = Math.min(...done.returns.map((each) => each.right));
  const atRight = Math.max(...done.rightAt);
  const crowdCpu = crowd.cpuEach().map((cpu, index) => cpu - (crowdBefore[index] ?? 0));
  return {
    what,
    sinceKill: atRight - atKill,
    sinceAccepting: atRight - atAccepting,
    election: Math.max(0, Math.min(atServing, atFirst) - atAccepting),
    first: atFirst - atKill,
    written: written - atKill,
    standToRight: standToRight(done),
    returned: done.returns.length,
    serverCpu: brokers.cpu() - serverBefore,
    keeperCpu: keeper && keeper.cpu() - keeperBefore,
    crowdCpu: crowdCpu.reduce((sum, cpu) => sum + cpu, 0),
    crowdBusy: Math.max(...crowdCpu) / (monotonic() - atKill),
    tally: done.tally,
  };
}

function standToRight({ returns }: CrowdDone): ReturnFigures["standToRight"] {
  const times = returns.map(({ stood, right }) => right - stood);
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), most: Math.max(...times) };
}
