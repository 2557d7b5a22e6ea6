import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { KEEPER_INBOX } from "../../../main/nats/permissions.ts";
import type { Figure } from "../report.ts";
import { median } from "../statistics.ts";
import { Brokers } from "./brokers.ts";
import { eventText, passwordOf, SERVICES, userId } from "./company.ts";
import { type Compiled, compileScript } from "./compiled.ts";

const USER = userId(0);
const SERVICE = SERVICES[0];
const ROUNDS = 5;
/** Fewer bytes than nats-server keeps for a client that does not read (64 MiB). */
const EVENTS = 150_000;

interface Taken {
  readonly kind: "taken";
  /** Milliseconds between the first event and the last. */
  readonly wall: number;
  readonly cpu: number;
  /** The sequence of the newest event that it holds. */
  readonly last: number;
}

/**
 * The most events a second that the app takes in: hub, feed and transport in plain Node, nothing drawn or saved. The
 * floor is a subscription of the `nats` package whose callback decodes the text and calls JSON.parse, no more. The
 * receiver stands still while a writer publishes everything, so that it then never waits for the broker.
 */
export async function measureCeiling(isQuick: boolean): Promise<Figure[]> {
  const events = isQuick ? 20_000 : EVENTS;
  const script = await compileScript("ceiling-receiver.ts");
  const brokers = await Brokers.start(1, 1);
  try {
    const rates: Record<"app" | "raw", Taken[]> = { app: [], raw: [] };
    let sequence = 0;
    for (let round = 0; round < ROUNDS; round++) {
      for (const kind of ["raw", "app"] as const) {
        rates[kind].push(await runOnce(kind, { script, brokers, events, sequence }));
        sequence += events;
      }
    }
    const figure = (name: string, of: "wall" | "cpu"): Figure => ({
      name,
      unit: "/s",
      value: median(rates.app.map((taken) => (events * 1_000) / taken[of])),
      floor: {
        name: "raw nats callback, JSON.parse only",
        value: median(rates.raw.map((taken) => (events * 1_000) / taken[of])),
      },
      aim: { at: 0.7, better: "higher" },
    });
    return [figure("events taken in", "wall"), figure("events taken in, per second of own CPU", "cpu")];
  } finally {
    await Promise.all([brokers.dispose(), script.dispose()]);
  }
}

interface RunOptions {
  readonly script: Compiled;
  readonly brokers: Brokers;
  readonly events: number;
  /** The sequence before the first. */
  readonly sequence: number;
}

async function runOnce(kind: "app" | "raw", options: RunOptions): Promise<Taken> {
  const { script, brokers, events, sequence } = options;
  const [url = ""] = brokers.urls;
  const receiver = fork(script.file, [kind, url, USER, String(events)], {
    execArgv: [], // plain Node
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  try {
    await once(receiver, "message"); // ready
    await sleep(200);
    receiver.kill("SIGSTOP");
    await flood(url, events, sequence);
    const taken = once(receiver, "message");
    receiver.kill("SIGCONT");
    const [done] = (await taken) as [Taken];
    if (done.last !== sequence + events) throw new Error(`the ${kind} receiver ended at ${done.last}`);
    return done;
  } finally {
    const gone = once(receiver, "exit");
    receiver.kill("SIGKILL");
    await gone;
  }
}

async function flood(url: string, events: number, sequence: number): Promise<void> {
  const connection = await connectBroker({
    servers: [url],
    username: "keeper",
    password: passwordOf("keeper"),
    inboxPrefix: KEEPER_INBOX,
  });
  const bytes = new TextEncoder();
  for (let next = 1; next <= events; next++) {
    connection.publish(
      `approvals.${USER}.${SERVICE}`,
      bytes.encode(eventText(USER, SERVICE, sequence + next)),
    );
    if (next % 1_000 === 0) await connection.flush();
  }
  await connection.flush();
  await sleep(300); // the stream has stored the last ones
  await connection.close();
}
