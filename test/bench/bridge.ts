import { setTimeout as sleep } from "node:timers/promises";
import { startSlowServer } from "../../build/demo/old-pc/slow-server.ts";
import { type ApprovalEvent, parseSentEvent } from "../../main/contract/event.ts";
import { Asker } from "../../main/server/bridge/ask.ts";
import { Bridge } from "../../main/server/bridge/bridge.ts";
import { type Figure, textTable } from "./report.ts";
import { quantile } from "./statistics.ts";

/** Milliseconds of the old server for a request, one at a time: 16 requests a second. */
const WORK_MS = 60;
/** Requests that wait. */
const MOST_WAITING = 150;
/** Milliseconds after which a browser gives up. */
const PATIENCE_MS = 10_000;
/** How often each person's team page loads in a busy hour: it stands open, and loads itself every 30 seconds. */
const LOOKS_PER_HOUR = 120;
const REQUESTS_PER_MINUTE = 30;
/** Its own visitors, who are to be served. */
const VISITORS_PER_SECOND = 2;
const RUN_MS = 20_000;

interface Load {
  readonly requests: number;
  /** Of the visitors. */
  readonly errors: number;
  readonly visitors: number;
  /** Milliseconds; a refused or given up one counts as {@link PATIENCE_MS}. */
  readonly p99: number;
}

/** The page that asks the old server at each look, and the bridge, beside the same visitors. */
export async function measureBridge(): Promise<readonly Figure[]> {
  const alone = await under(async () => {});
  const page = await under((url, signal) => pageLoads(url, 1_000, signal));
  const bridge = await under((url, signal) => bridged(url, 1_000, signal));
  const larger = await under((url, signal) => bridged(url, 10_000, signal));
  const rows: readonly (readonly [string, Load])[] = [
    ["nobody else", alone],
    ["page, 1,000 people", page],
    ["bridge, 1,000 people", bridge],
    ["bridge, 10,000 people", larger],
  ];
  const table = rows.map(([name, { requests, errors, visitors, p99 }]) => [
    name,
    `${((requests / RUN_MS) * 60_000).toFixed(0)}`,
    `${errors} of ${visitors}`,
    `${p99.toFixed(0)} ms`,
  ]);
  console.error(
    textTable([["the old server with", "requests/min", "visitors' errors", "visitors' p99"], ...table]),
  );
  const perMinute = ({ requests }: Load): number => (requests / RUN_MS) * 60_000;
  return [
    {
      name: "bridge: visitors' p99",
      unit: "ms",
      value: bridge.p99,
      floor: { name: "nobody else", value: alone.p99 },
      aim: { at: 3, better: "lower" },
    },
    {
      name: "page: visitors' p99",
      unit: "ms",
      value: page.p99,
      floor: { name: "nobody else", value: alone.p99 },
    },
    {
      name: "bridge: requests, 10,000 people",
      unit: "/min",
      value: perMinute(larger),
      floor: { name: "1,000 people", value: perMinute(bridge) },
      aim: { at: 1.05, better: "lower" },
    },
  ];
}

/** @param load runs until it is stopped */
async function under(load: (url: string, signal: AbortSignal) => Promise<void>): Promise<Load> {
  let requests = 0;
  const server = await startSlowServer({
    workMs: WORK_MS,
    mostWaiting: MOST_WAITING,
    arrived({ url }) {
      if (url !== "/visit") requests += 1;
    },
    answer(_request, response) {
      response.setHeader("content-type", "application/json");
      response.end('{"count":3}');
    },
  });
  const url = server.origin;
  const stop = new AbortController();
  const loading = load(url, stop.signal);
  const times: number[] = [];
  let errors = 0;
  const visits: Promise<void>[] = [];
  for (let visitor = 0; visitor < (RUN_MS / 1_000) * VISITORS_PER_SECOND; visitor += 1) {
    visits.push(
      timed(`${url}/visit`).then((ms) => {
        if (ms === undefined) errors += 1;
        times.push(ms ?? PATIENCE_MS);
      }),
    );
    await sleep(1_000 / VISITORS_PER_SECOND);
  }
  const asked = requests;
  stop.abort();
  await Promise.all([loading, ...visits]);
  await server.stop();
  return { requests: asked, errors, visitors: times.length, p99: quantile(times, 0.99) };
}

/** Milliseconds; undefined when it was refused or took too long. */
async function timed(url: string): Promise<number | undefined> {
  const from = performance.now();
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.arrayBuffer();
    return answer.ok ? performance.now() - from : undefined;
  } catch {
    return undefined;
  }
}

/** Everybody's page asks at each look, evenly over the hour. */
async function pageLoads(url: string, people: number, signal: AbortSignal): Promise<void> {
  const gap = 3_600_000 / (people * LOOKS_PER_HOUR);
  const open = new Set<Promise<unknown>>();
  for (let look = 0; !signal.aborted; look += 1) {
    const asking = timed(`${url}/waiting?user=${look % people}`).finally(() => open.delete(asking));
    open.add(asking);
    await sleep(gap);
  }
  await Promise.all(open);
}

/** The real bridge, over real HTTP. */
async function bridged(url: string, people: number, signal: AbortSignal): Promise<void> {
  const kept = new Map<string, ApprovalEvent>();
  const everybody = Array.from({ length: people }, (_, index) => `user-${index}`);
  const bridge = new Bridge(
    "travel-old",
    new Asker({ url: `${url}/waiting?user={user}`, headers: {}, timeoutMs: PATIENCE_MS }),
    { json: "/count" },
    { requestsPerMinute: REQUESTS_PER_MINUTE },
    {
      people: () => everybody,
      retained: async (user) => kept.get(user),
      async publish(payload) {
        const event = parseSentEvent("travel-old", payload);
        if (event.ok) kept.set(event.value.user, { ...event.value, generation: 0 });
      },
      asked: () => {},
      now: Date.now,
      log: () => {},
    },
  );
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  await bridge.stop();
}
