import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { passwordOf } from "./crowd/company.ts";
import { compileScript } from "./crowd/compiled.ts";
import { cpuOf, monotonic } from "./crowd/process-figures.ts";
import { Intake } from "./intake.ts";
import type { Figure } from "./report.ts";
import { median } from "./statistics.ts";

const EVENTS = 40_000;
const ROUNDS = 3;

/** What one round gives: events a second, and µs of the keepers' processor time for each. */
interface Taken {
  readonly rate: number;
  readonly cpu: number;
}

/**
 * How fast the keeper takes events out of the intake, one server and everything on this machine. The floors of the same
 * round are plain publishes of such events, each acknowledged, a thousand under way: to the intake, and as a service
 * without a keeper would do, straight to the stream that the apps read. A backlog waits before the keeper starts; live
 * events come while it works, from a publisher that takes its share of the processors.
 */
export async function measureKeeper(): Promise<Figure[]> {
  const script = await compileScript("keeper-process.ts");
  const intake = await Intake.start();
  const site: Site = { file: script.file, intake };
  try {
    const plain: number[] = [];
    const direct: number[] = [];
    const backlog: Taken[] = [];
    const live: Record<1 | 2, Taken[]> = { 1: [], 2: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      direct.push(await intake.writeDirectly(EVENTS));
      plain.push(await intake.publish(EVENTS));
      backlog.push(await takeBacklog(site));
      for (const keepers of [1, 2] as const) live[keepers].push(await takeLive(site, keepers));
    }
    const rate = (taken: readonly Taken[]): number => median(taken.map((each) => each.rate));
    const figures = (name: string, taken: readonly Taken[]): Figure[] => {
      const cpu = median(taken.map((each) => each.cpu));
      const of = { name: `${name} (${cpu.toFixed(0)} µs CPU each)`, unit: "/s", value: rate(taken) } as const;
      const aim = { at: 0.6, better: "higher" } as const;
      return [
        { ...of, floor: { name: "plain publish to the intake", value: median(plain) }, aim },
        { ...of, floor: { name: "plain publish without a keeper", value: median(direct) }, aim },
      ];
    };
    return [
      ...figures("kept, backlog", backlog),
      ...figures("kept, live", live[1]),
      {
        ...{ name: "kept by two keepers, live", unit: "/s", value: rate(live[2]) },
        floor: { name: "one keeper", value: rate(live[1]) },
        aim: { at: 0.9, better: "higher" },
      },
    ];
  } finally {
    await intake.dispose();
    await script.dispose();
  }
}

interface Site {
  /** The compiled `keeper-process.ts`. */
  readonly file: string;
  readonly intake: Intake;
}

export interface KeeperLogin {
  readonly url: string;
  readonly password: string;
}

async function takeBacklog(site: Site): Promise<Taken> {
  const { intake } = site;
  return withKeepers(site.file, loginAt(intake), 1, async (cpu) => {
    await intake.untilFewerThan(EVENTS);
    const [from, cpuFrom, left] = [monotonic(), cpu(), await intake.waiting()];
    await intake.untilFewerThan(1);
    return { rate: (left * 1e3) / (monotonic() - from), cpu: ((cpu() - cpuFrom) * 1e3) / left };
  });
}

async function takeLive(site: Site, keepers: number): Promise<Taken> {
  const { intake } = site;
  return withKeepers(site.file, loginAt(intake), keepers, async (cpu) => {
    await sleep(2_000); // they are started, and one has the lease
    const [from, cpuFrom] = [monotonic(), cpu()];
    await intake.publish(EVENTS);
    await intake.untilFewerThan(1);
    return { rate: (EVENTS * 1e3) / (monotonic() - from), cpu: ((cpu() - cpuFrom) * 1e3) / EVENTS };
  });
}

export function loginAt({ url }: Intake): KeeperLogin {
  return { url, password: passwordOf("keeper") };
}

/**
 * Runs keepers in processes of their own, as `alrimi server` does.
 * @param file the compiled `keeper-process.ts`
 * @param act is given the milliseconds of processor time of all keepers
 */
export async function withKeepers<Value>(
  file: string,
  { url, password }: KeeperLogin,
  count: number,
  act: (cpu: () => number) => Promise<Value>,
): Promise<Value> {
  const keepers: ChildProcess[] = Array.from({ length: count }, () =>
    spawn(process.execPath, [file, url, password], {
      stdio: ["ignore", "ignore", "inherit"],
    }),
  );
  try {
    return await act(() => keepers.reduce((sum, { pid }) => sum + (pid === undefined ? 0 : cpuOf(pid)), 0));
  } finally {
    await Promise.all(
      keepers.map((keeper) => {
        keeper.kill("SIGTERM");
        return once(keeper, "exit");
      }),
    );
  }
}
