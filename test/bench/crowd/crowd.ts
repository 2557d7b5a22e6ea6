import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Compiled } from "./compiled.ts";
import { cpuOf, sumOf } from "./process-figures.ts";
import type { Target } from "./simulated-app.ts";
import type { Tally } from "./wire-dial.ts";
import type { Done, Order } from "./worker.ts";

/** Connections being dialled or read at one time while the crowd comes in for the first time. */
const AT_ONCE = 200;
const PATIENCE = 180_000;

/** What became of an order, over all processes; times are milliseconds of the monotonic clock. */
export interface CrowdDone {
  readonly returns: readonly { readonly stood: number; readonly right: number }[];
  readonly rightAt: readonly number[];
  /** What happened since the order before. */
  readonly tally: Tally;
}

/** N simulated apps in a few processes of their own. */
export class Crowd {
  readonly #workers: readonly ChildProcess[];
  readonly #clients: number;
  #tally: Tally | undefined;

  /** @param script the compiled `worker.ts` */
  constructor(script: Compiled, clients: number, processes: number) {
    this.#clients = clients;
    this.#workers = Array.from({ length: processes }, () =>
      fork(script.file, [], { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] }),
    );
  }

  /** Milliseconds of processor time of all the crowd's processes so far. */
  cpu(): number {
    return sumOf(this.#workers, ({ pid }) => cpuOf(pid ?? 0));
  }

  /** Milliseconds of processor time of each process so far: one that was busy all the time was the bottleneck. */
  cpuEach(): number[] {
    return this.#workers.map(({ pid }) => cpuOf(pid ?? 0));
  }

  /** Connects all apps, or connections with the subscriptions of an app and nothing else. */
  connect(ports: readonly number[], kind: "connect" | "connect-bare" = "connect"): Promise<CrowdDone> {
    const share = this.#clients / this.#workers.length;
    return this.#all((worker) => ({
      kind,
      from: Math.round(worker * share),
      to: Math.round((worker + 1) * share),
      ports: [...ports],
      atOnce: Math.ceil(AT_ONCE / this.#workers.length),
    }));
  }

  /** Resolves once the crowd knows what to expect; `right` follows when every app holds it. */
  async expect(target: Target, isInStep = false): Promise<{ readonly right: Promise<CrowdDone> }> {
    const noted = Promise.all(this.#workers.map((worker) => message(worker, "noted")));
    const right = this.#all(() => ({ kind: "expect", target, isInStep }));
    right.catch(() => {}); // whoever waits for it is told
    await noted;
    return { right };
  }

  /** What happened since the order before. */
  tally(): Promise<CrowdDone> {
    return this.#all(() => ({ kind: "tally" }));
  }

  reconcile(within: number): Promise<CrowdDone> {
    return this.#all(() => ({ kind: "reconcile", within }));
  }

  async dispose(): Promise<void> {
    await Promise.all(
      this.#workers.map(async (worker) => {
        if (worker.exitCode !== null || worker.signalCode !== null) return;
        const gone = once(worker, "exit");
        worker.kill("SIGKILL");
        await gone;
      }),
    );
  }

  async #all(orderOf: (worker: number) => Order): Promise<CrowdDone> {
    const done = await Promise.all(
      this.#workers.map((worker, index) => {
        const order = orderOf(index);
        const answer = message(worker, order.kind);
        worker.send(order);
        return answer as Promise<Done>;
      }),
    );
    const before = this.#tally;
    const tally = add(done.map((each) => each.tally));
    this.#tally = tally;
    return {
      returns: done.flatMap(({ returns }) => returns),
      rightAt: done.flatMap(({ rightAt }) => rightAt),
      tally: before === undefined ? tally : subtract(tally, before),
    };
  }
}

/** The next message of a kind. @throws when the process ends before, or after three minutes */
function message(worker: ChildProcess, kind: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const take = (value: unknown): void => {
      if ((value as { kind: string }).kind === kind) finish(() => resolve(value));
    };
    const ended = (): void => finish(() => reject(new Error("a process of the crowd ended")));
    const late = setTimeout(
      () => finish(() => reject(new Error(`the crowd has not done "${kind}" in ${PATIENCE / 1000} s`))),
      PATIENCE,
    );
    const finish = (settle: () => void): void => {
      clearTimeout(late);
      worker.off("message", take);
      worker.off("exit", ended);
      settle();
    };
    worker.on("message", take);
    worker.once("exit", ended);
  });
}

const KEYS = [
  "dials",
  "refusedDials",
  "lateDials",
  "endedDials",
  "gets",
  "answered",
  "unavailable",
  "liveEvents",
  "unproven",
  "errors",
] as const;

function add(tallies: readonly Tally[]): Tally {
  return fromKeys((key) => sumOf(tallies, (tally) => tally[key]));
}

function subtract(a: Tally, b: Tally): Tally {
  return fromKeys((key) => a[key] - b[key]);
}

function fromKeys(value: (key: keyof Tally) => number): Tally {
  return Object.fromEntries(KEYS.map((key) => [key, value(key)])) as unknown as Tally;
}
