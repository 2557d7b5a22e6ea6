import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Answers } from "../../main/nats/answers.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { ADMINISTRATOR_INBOX, writerInbox } from "../../main/nats/permissions.ts";
import { Brokers } from "./crowd/brokers.ts";
import { eventText, passwordOf, userId } from "./crowd/company.ts";
import { compileScript } from "./crowd/compiled.ts";
import { cpuOf, monotonic } from "./crowd/process-figures.ts";
import type { Figure } from "./report.ts";
import { median } from "./statistics.ts";

const SERVICE = "mail";
const EVENTS = 40_000;
/** Fewer than events, so that the later ones replace earlier ones. */
const PEOPLE = 4_000;
/** Publishes that are under way at the same time. */
const IN_FLIGHT = 1_000;
const ROUNDS = 3;
const LOOK_MS = 10;

/** What one round gives: events a second, and µs of the keepers' processor time for each. */
interface Taken {
  readonly rate: number;
  readonly cpu: number;
}

/**
 * How fast the keeper takes events out of the intake, one server and everything on this machine. The floor is a plain
 * JetStream publish of the same events in the same round. A backlog waits before the keeper starts; live events come
 * while it works.
 */
export async function measureKeeper(): Promise<Figure[]> {
  const script = await compileScript("keeper-process.ts");
  const brokers = await Brokers.start(1, 1);
  const [url = ""] = brokers.urls;
  const as = (name: string, inboxPrefix: string): Promise<NatsConnection> =>
    connectBroker({ servers: [url], username: name, password: passwordOf(name), inboxPrefix });
  const [writer, administrator] = await Promise.all([
    as(`writer-${SERVICE}`, writerInbox(SERVICE)),
    as("admin", ADMINISTRATOR_INBOX),
  ]);
  const site: Site = { file: script.file, url, administrator, intake: new Intake(writer) };
  try {
    const plain: number[] = [];
    const backlog: Taken[] = [];
    const live: Record<1 | 2, Taken[]> = { 1: [], 2: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      plain.push(await site.intake.publish());
      backlog.push(await takeBacklog(site));
      for (const keepers of [1, 2] as const) live[keepers].push(await takeLive(site, keepers));
    }
    const floor = { name: "plain JetStream publish", value: median(plain) };
    const rate = (taken: readonly Taken[]): number => median(taken.map((each) => each.rate));
    const figure = (name: string, taken: readonly Taken[]): Figure => {
      const cpu = median(taken.map((each) => each.cpu));
      const aim = { at: 0.6, better: "higher" } as const;
      return { name: `${name} (${cpu.toFixed(0)} µs CPU each)`, unit: "/s", value: rate(taken), floor, aim };
    };
    return [
      figure("kept, backlog", backlog),
      figure("kept, live", live[1]),
      {
        ...{ name: "kept by two keepers, live", unit: "/s", value: rate(live[2]) },
        floor: { name: "one keeper", value: rate(live[1]) },
        aim: { at: 0.9, better: "higher" },
      },
    ];
  } finally {
    await Promise.all([writer.close(), administrator.close()]);
    await brokers.dispose();
    await script.dispose();
  }
}

interface Site {
  readonly file: string;
  readonly url: string;
  readonly administrator: NatsConnection;
  readonly intake: Intake;
}

async function takeBacklog(site: Site): Promise<Taken> {
  return withKeepers(site, 1, async (cpu) => {
    await until(async () => (await waitingIn(site)) < EVENTS);
    const [from, cpuFrom, left] = [monotonic(), cpu(), await waitingIn(site)];
    await until(async () => (await waitingIn(site)) === 0);
    return { rate: (left * 1e3) / (monotonic() - from), cpu: ((cpu() - cpuFrom) * 1e3) / left };
  });
}

async function takeLive(site: Site, keepers: number): Promise<Taken> {
  return withKeepers(site, keepers, async (cpu) => {
    await sleep(2_000); // they are started, and one has the lease
    const [from, cpuFrom] = [monotonic(), cpu()];
    await site.intake.publish();
    await until(async () => (await waitingIn(site)) === 0);
    return { rate: (EVENTS * 1e3) / (monotonic() - from), cpu: ((cpu() - cpuFrom) * 1e3) / EVENTS };
  });
}

/** @param act is given the milliseconds of processor time of all keepers */
async function withKeepers<Value>(
  { file, url }: Site,
  count: number,
  act: (cpu: () => number) => Promise<Value>,
): Promise<Value> {
  const keepers: ChildProcess[] = Array.from({ length: count }, () =>
    spawn(process.execPath, [file, url, passwordOf("keeper")], { stdio: ["ignore", "ignore", "inherit"] }),
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

async function waitingIn({ administrator }: Site): Promise<number> {
  const answer = await administrator.request("$JS.API.STREAM.INFO.INTAKE", undefined, { timeout: 5_000 });
  return answer.json<{ state: { messages: number } }>().state.messages;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(LOOK_MS);
}

/** A service that publishes as fast as it can. */
class Intake {
  readonly #answers: Answers;
  #sequence = 0;

  constructor(connection: NatsConnection) {
    this.#answers = new Answers(connection, writerInbox(SERVICE));
  }

  /** Publishes all events; returns how many a second. */
  async publish(): Promise<number> {
    const from = monotonic();
    const first = this.#sequence;
    this.#sequence += EVENTS;
    let next = first;
    const lane = async (): Promise<void> => {
      while (next < this.#sequence) {
        next += 1;
        const text = eventText(userId((next * 7919) % PEOPLE), SERVICE, next);
        await this.#answers.ask(`intake.${SERVICE}`, Buffer.from(text), 30_000);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
    return (EVENTS * 1e3) / (monotonic() - from);
  }
}
