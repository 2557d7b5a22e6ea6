import { setTimeout as sleep } from "node:timers/promises";
import { plain, type SessionBus } from "../../build/desktop/session-bus.ts";
import { openFilesOf, ownMemoryOf, processTree, pssOf, threadsOf } from "../bench/processes.ts";
import type { RunningApp } from "../e2e/running-app.ts";

/** What the app holds at a quiet moment: no window, everything read. */
export interface Sample {
  /** Hours since the soak began. */
  readonly at: number;
  /** MiB, of all processes. */
  readonly memory: number;
  /** The part of it that no file backs; MiB. */
  readonly own: number;
  /** The main process's JavaScript objects after a collection; MiB. */
  readonly heap: number;
  /** Of all processes. */
  readonly files: number;
  readonly threads: number;
  readonly processes: number;
  /** Match rules of the app's connections to the bus. */
  readonly matches: number;
}

export const FIGURES = ["memory", "own", "heap", "files", "threads", "processes", "matches"] as const;
export type Figure = (typeof FIGURES)[number];

/** A process that a window has left behind ends a moment later; the least of so many looks counts. */
const LOOKS = 3;
const BETWEEN = 250;

export async function takeSample(app: RunningApp, bus: SessionBus, at: number): Promise<Sample> {
  const heap = await collectedHeap(app);
  const looks = [look(app.pid)];
  while (looks.length < LOOKS) {
    await sleep(BETWEEN);
    looks.push(look(app.pid));
  }
  const least = (figure: keyof Look): number => Math.min(...looks.map((each) => each[figure]));
  return {
    at,
    heap,
    memory: least("memory"),
    own: least("own"),
    files: least("files"),
    threads: least("threads"),
    processes: least("processes"),
    matches: await matchRulesOf(app.pid, bus),
  };
}

type Look = ReturnType<typeof look>;

function look(pid: number) {
  const pids = processTree(pid);
  return {
    memory: pssOf(pids),
    own: ownMemoryOf(pids),
    files: openFilesOf(pids),
    threads: threadsOf(pids),
    processes: pids.length,
  };
}

/** V8's own collection, which the app does not offer, is switched on for this process while it runs. */
function collectedHeap(app: RunningApp): Promise<number> {
  return app.inMain(() => {
    const scope = globalThis as typeof globalThis & { collect?: () => void };
    if (scope.collect === undefined) {
      process.getBuiltinModule("node:v8").setFlagsFromString("--expose-gc");
      scope.collect = process.getBuiltinModule("node:vm").runInNewContext("gc") as () => void;
    }
    scope.collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  });
}

const DAEMON = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
};

async function matchRulesOf(pid: number, bus: SessionBus): Promise<number> {
  const [names] = (await bus.call({ ...DAEMON, member: "ListNames" })) as [string[]];
  const rules = await Promise.all(
    names
      .filter((name) => name.startsWith(":"))
      .map(async (name) => ((await bus.ownerPid(name).catch(() => 0)) === pid ? rulesOf(name, bus) : 0)),
  );
  return rules.reduce((sum, each) => sum + each, 0);
}

async function rulesOf(name: string, bus: SessionBus): Promise<number> {
  const stats = { ...DAEMON, interface: "org.freedesktop.DBus.Debug.Stats" };
  const [found] = await bus.call({
    ...stats,
    member: "GetConnectionStats",
    signature: "s",
    body: [name],
  });
  const { MatchRules } = plain(found) as { MatchRules?: unknown };
  return Number(MatchRules ?? 0);
}
