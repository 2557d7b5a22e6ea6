import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startBroker } from "../../main/admin/embedded-broker.ts";
import { provision } from "../../main/admin/provision.ts";
import { addReader, listReaders, removeReader } from "../../main/admin/readers/readers.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { ADMINISTRATOR_INBOX, writerInbox } from "../../main/nats/permissions.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { compileScript } from "./crowd/compiled.ts";
import { monotonic } from "./crowd/process-figures.ts";
import { type Figure, textTable } from "./report.ts";
import { median, quantile } from "./statistics.ts";

const SERVICE = "mail";
const COUNTS = [0, 1, 5] as const;
const ROUNDS = 3;
/** Events of one sender in a round, and how many of them a second. A company of 100,000 people sends fewer. */
const EVENTS = 1_500;
const A_SECOND = 250;
const PEOPLE = 1_000;

/** Milliseconds from sending until the broker has an event and the keeper has kept it. */
type Latencies = readonly number[];

/** What a sender waits for, with no reader, one and five, that read everything meanwhile. */
export async function measureReaders(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-readers-"));
  const scripts = [await compileScript("keeper-process.ts"), await compileScript("readers-process.ts")];
  const [keeperScript, readersScript] = scripts;
  const login = (username: string) => ({ username, password: `${username}-password` });
  const most = Math.max(...COUNTS);
  const names = Array.from({ length: most }, (_, at) => `reader-${at}`);
  const broker = await startBroker({
    dataDir: folder,
    config: {
      ...{ administrator: login("admin"), keeper: login("keeper"), apps: [] },
      writers: [{ service: SERVICE, ...login(SERVICE) }],
      readers: names.map((reader) => ({ reader, ...login(reader) })),
    },
  });
  const connectAs = (username: string, inboxPrefix: string): Promise<NatsConnection> =>
    connectBroker({ servers: [broker.url], ...login(username), inboxPrefix });
  const administrator = await connectAs("admin", ADMINISTRATOR_INBOX);
  await provision(administrator);
  const writer = await connectAs(SERVICE, writerInbox(SERVICE));
  const start = (file: string | undefined, ...args: string[]): ChildProcess =>
    spawn(process.execPath, [file ?? "", broker.url, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  const keeper = start(keeperScript?.file, "keeper-password");
  const taken = new Map<number, number[]>(COUNTS.map((count) => [count, []]));
  try {
    await send(writer, 500); // the keeper works, and everything is compiled
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const count of COUNTS) {
        for (const name of names.slice(0, count)) await addReader(administrator, { name, services: "all" });
        const readers = count === 0 ? undefined : start(readersScript?.file, `${count}`);
        await sleep(1_500);
        taken.get(count)?.push(...(await send(writer, EVENTS)));
        if (readers === undefined) continue;
        while ((await listReaders(administrator)).some(({ waiting }) => waiting > 0)) await sleep(100);
        await end(readers);
        for (const name of names.slice(0, count)) await removeReader(administrator, name);
      }
    }
  } finally {
    await end(keeper);
    await Promise.all([administrator, writer].map((connection) => connection.close()));
    await broker.stop();
    await Promise.all(scripts.map((script) => script.dispose()));
    await rm(folder, { recursive: true, force: true });
  }
  const all = COUNTS.map((count): readonly [number, Latencies] => [count, taken.get(count) ?? []]);
  const rows = all.map(([count, latencies]) => [
    `${count}`,
    `${median(latencies).toFixed(2)} ms`,
    `${quantile(latencies, 0.99).toFixed(2)} ms`,
  ]);
  console.error(textTable([["readers", "kept after, median", "p99"], ...rows]));
  const [[, none], ...others] = all as [readonly [number, Latencies], ...typeof all];
  return others.map(([count, latencies]) => ({
    ...{ name: `kept after, ${count} ${count === 1 ? "reader" : "readers"}`, unit: "ms" },
    value: median(latencies),
    floor: { name: "no reader", value: median(none) },
    aim: { at: 1.5, better: "lower" },
  }));
}

let sequence = 0;

/** Sends at {@link A_SECOND}. @returns the milliseconds until each event was kept */
async function send(writer: NatsConnection, events: number): Promise<Latencies> {
  const publisher = createPublisher(writer, { outcomeMs: 60_000 });
  const latencies: Promise<number>[] = [];
  const from = monotonic();
  for (let sent = 0; sent < events; sent += 1) {
    sequence += 1;
    const event = { user: `u${sequence % PEOPLE}`, service: SERVICE, count: sequence % 90, sequence };
    const at = monotonic();
    latencies.push(
      publisher.publish(event).then(({ outcome }) => {
        if (outcome !== "kept") throw new Error(`an event was ${outcome}`);
        return monotonic() - at;
      }),
    );
    const wait = from + ((sent + 1) * 1_000) / A_SECOND - monotonic();
    if (wait > 0) await sleep(wait);
  }
  return Promise.all(latencies);
}

async function end(program: ChildProcess): Promise<void> {
  if (program.kill("SIGTERM")) await once(program, "exit");
}
