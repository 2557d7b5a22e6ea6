import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { accept } from "../../../main/contract/result.ts";
import { BrokerError } from "../../../main/nats/broker-error.ts";
import { type HttpServer, startHttp } from "../../../main/server/http/http.ts";
import { Metrics } from "../../../main/server/http/metrics.ts";
import type { HttpPorts } from "../../../main/server/http/ports.ts";
import { Quota } from "../../../main/server/http/quota.ts";
import { wireOf } from "../../contract/events.ts";

const servers: HttpServer[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(ports: Partial<HttpPorts>): Promise<HttpServer> {
  const server = await startHttp(
    { host: "127.0.0.1", port: 0, tokensFile: "", maxRequestsPerSecond: 1_000 },
    {
      serviceOf: () => ({ role: "writer", id: "hr-leave", token: "hr-leave" }),
      publish: async () => {},
      personOf: accept,
      whyNotReady: () => undefined,
      metrics: new Metrics({ now: Date.now, keeper: () => undefined }),
      log: () => {},
      ...ports,
    },
  );
  servers.push(server);
  return server;
}

function send({ url }: HttpServer, body: unknown = wireOf({})): Promise<Response> {
  return fetch(`${url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer x" },
    body: JSON.stringify(body),
  });
}

const POST = [
  "POST /v1/events HTTP/1.1",
  "Host: x",
  "Authorization: Bearer x",
  "Content-Type: application/json",
];

test("http - it answers only when the broker has every event", async () => {
  const stored: (() => void)[] = [];
  const server = await start({ publish: () => new Promise((resolve) => stored.push(resolve)) });
  let isAnswered = false;
  const answer = send(server, [wireOf({ sequence: 1 }), wireOf({ sequence: 2 })]).then((response) => {
    isAnswered = true;
    return response;
  });
  await expect.poll(() => stored.length).toBe(2);
  stored[0]?.();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(isAnswered).toBe(false);
  stored[1]?.();
  expect((await answer).status).toBe(202);
});

test("http - a broker that fails is one line of the log for many requests", async () => {
  const lines: string[] = [];
  const server = await start({
    publish: (token) => Promise.reject(new BrokerError("timeout", `intake.${token}`)),
    log: (line) => lines.push(line),
  });
  lines.length = 0;
  const answers = await Promise.all(Array.from({ length: 5 }, () => send(server)));
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^http: no event is taken: /);
});

test("http - a fault of the server is a 500 that says nothing of it, and a line of the log that does", async () => {
  const lines: string[] = [];
  const publish = () => Promise.reject(new TypeError("a fault"));
  const server = await start({ publish, log: (line) => lines.push(line) });
  const response = await send(server);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("a fault");
  expect(lines.at(-1)).toContain("TypeError: a fault");
  expect(lines.at(-1)).not.toContain("\n");
});

test("http - requests in work are answered when it stops", async () => {
  const stored: (() => void)[] = [];
  const server = await start({ publish: () => new Promise((resolve) => stored.push(resolve)) });
  const answer = send(server);
  await expect.poll(() => stored.length).toBe(1);
  const stopped = server.stop();
  stored[0]?.();
  expect((await answer).status).toBe(202);
  await stopped;
  await expect(send(server)).rejects.toThrow();
});

test("http - a service has a limited number of bytes in work, and the next request is taken when one is done", async () => {
  const stored: (() => void)[] = [];
  const publish = () => new Promise<void>((resolve) => stored.push(resolve));
  let service = "hr-leave";
  const server = await start({
    publish,
    serviceOf: () => ({ role: "writer", id: "hr-leave", token: service }),
  });
  const large = [wireOf({})].concat(Array.from({ length: 130 }, () => wireOf({ pad: "x".repeat(7_900) })));
  const many = Array.from({ length: 32 }, () => send(server, large));
  await expect.poll(() => stored.length).toBe(32 * large.length);
  const refused = await send(server, large);
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("1");
  service = "finance-card";
  const other = send(server, large);
  await expect.poll(() => stored.length).toBe(33 * large.length);
  for (const store of stored.splice(0)) store();
  expect((await Promise.all([...many, other])).every(({ status }) => status === 202)).toBe(true);
  service = "hr-leave";
  const again = send(server, large);
  await expect.poll(() => stored.length).toBe(large.length);
  for (const store of stored) store();
  expect((await again).status).toBe(202);
});

/** Writes a request of HTTP on a connection of its own, but for its last byte. @returns what writes that */
async function allButLastByte({ url }: HttpServer, events: unknown): Promise<() => void> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  sockets.push(socket);
  await once(socket, "connect");
  const body = JSON.stringify(events);
  const request = `${POST.join("\r\n")}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  socket.write(request.slice(0, -1));
  return () => socket.write(request.slice(-1));
}

test("http - of a service's large requests that arrive together one is read in a turn of the event loop", async () => {
  let turn = 0;
  let ticking = setImmediate(function tick() {
    turn += 1;
    ticking = setImmediate(tick);
  });
  const readIn = new Map<string, number>();
  const server = await start({
    personOf(user) {
      readIn.set(user, turn);
      return accept(user);
    },
  });
  const events = (user: string) =>
    [1, 2, 3].map((sequence) => wireOf({ user, sequence, pad: "x".repeat(3_000) }));
  const people = Array.from({ length: 30 }, (_, at) => `person-${at}`);
  const complete = await Promise.all(people.map((user) => allButLastByte(server, events(user))));
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  for (const write of complete) write();
  await expect.poll(() => readIn.size).toBe(people.length);
  clearImmediate(ticking);
  expect(new Set(readIn.values()).size).toBe(people.length);
});

/** A request without a length, which counts as the largest. */
function chunked(): string {
  const body = JSON.stringify(wireOf({}));
  return `${POST.join("\r\n")}\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
}

/** Sends as many requests at once over one connection. @returns the connection, and the statuses of their answers */
async function pipelined(
  { url }: HttpServer,
  many: number,
): Promise<{ readonly socket: Socket; readonly statuses: number[] }> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  sockets.push(socket);
  await once(socket, "connect");
  const statuses: number[] = [];
  socket.on("data", (data: Buffer) => {
    for (const [, status] of data.toString().matchAll(/HTTP\/1\.1 (\d{3})/g)) statuses.push(Number(status));
  });
  socket.write(chunked().repeat(many));
  return { socket, statuses };
}

test("http - requests that waited behind another one on a lost connection are no longer in work", async () => {
  const stored: (() => void)[] = [];
  let isHeld = true;
  const server = await start({
    publish: () => (isHeld ? new Promise((resolve) => stored.push(resolve)) : Promise.resolve()),
  });
  const { socket } = await pipelined(server, 32);
  await expect.poll(() => stored.length).toBe(32);
  socket.destroy();
  isHeld = false;
  await expect
    .poll(async () => {
      const { statuses } = await pipelined(server, 32);
      await expect.poll(() => statuses.length).toBe(32);
      return statuses.filter((status) => status === 202).length;
    })
    .toBe(32);
  for (const store of stored) store();
});

test("http - many requests over one connection leave no listener behind", async () => {
  const warnings: string[] = [];
  const warn = ({ name }: Error) => warnings.push(name);
  process.on("warning", warn);
  const server = await start({});
  const { socket, statuses } = await pipelined(server, 32);
  await expect.poll(() => statuses.length).toBe(32);
  for (let sent = 33; sent < 65; sent += 1) {
    socket.write(chunked());
    await expect.poll(() => statuses.length, { interval: 1 }).toBe(sent);
  }
  process.off("warning", warn);
  expect(statuses.every((status) => status === 202)).toBe(true);
  expect(warnings).toEqual([]);
});

test("quota - what was removed can be added again, by holder", () => {
  const quota = new Quota(10);
  expect([quota.add("a", 6), quota.add("a", 5), quota.add("b", 10), quota.add("a", 4)]).toEqual([
    ...[true, false, true, true],
  ]);
  quota.remove("a", 6);
  expect([quota.add("a", 7), quota.add("a", 6)]).toEqual([false, true]);
});

test("metrics - a thousand services have figures of their own, all others are one", async () => {
  const metrics = new Metrics({ now: () => 5_000, keeper: () => undefined });
  for (let service = 0; service < 1_200; service += 1) metrics.accepted(`s${service}`, 2);
  const lines = (await metrics.text()).split("\n");
  expect(lines.filter((line) => line.startsWith("alrimi_http_events_total{"))).toHaveLength(1_001);
  expect(lines).toContain('alrimi_http_events_total{service="other"} 400');
  expect(lines).toContain('alrimi_http_events_total{service="s999"} 2');
  expect(lines).toContain('alrimi_last_event_timestamp_seconds{service="s0"} 5');
  expect(lines).toContain("alrimi_keeper_active 0");
});

test("metrics - the keeper's outcomes and its lag are told", async () => {
  const keeper = { keeper: "x", isActive: true, oldestWaiting: 2_500, waiting: 7 };
  const metrics = new Metrics({ now: () => 0, keeper: () => keeper });
  const event = { user: "hong.gd", epoch: 0, sequence: 17n };
  metrics.settled("hr-leave", { intake: 1, event, outcome: "kept" });
  metrics.settled("hr-leave", { intake: 2, event, outcome: "kept", reason: "duplicate" });
  metrics.settled("hr-leave", {
    intake: 3,
    event: undefined,
    outcome: "refused",
    reason: "bad-count",
    detail: "",
  });
  metrics.took(0.02);
  const text = await metrics.text();
  for (const line of [
    'alrimi_events_total{service="hr-leave",outcome="kept",reason=""} 1',
    'alrimi_events_total{service="hr-leave",outcome="kept",reason="duplicate"} 1',
    'alrimi_events_total{service="hr-leave",outcome="refused",reason="bad-count"} 1',
    "alrimi_keeper_active 1",
    "alrimi_keeper_oldest_waiting_seconds 2.5",
    "alrimi_keeper_waiting_events 7",
    'alrimi_http_events_duration_seconds_bucket{le="0.025"} 1',
  ]) {
    expect(text.split("\n")).toContain(line);
  }
  expect(text).not.toContain("hong");
});

test("http - it serves its own description, with every status that it answers", async () => {
  const server = await start({});
  const answer = await fetch(`${server.url}/v1/openapi.json`);
  expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
  const { paths } = (await answer.json()) as { paths: Record<string, { post: { responses: object } }> };
  const statuses = Object.keys(paths["/v1/events"]?.post.responses ?? {}).map(Number);
  expect(statuses).toContain((await send(server)).status);
  expect(statuses).toContain((await send(server, { count: -1 })).status);
  expect(statuses).toEqual([202, 400, 401, 403, 408, 409, 413, 415, 422, 429, 431, 500, 503]);
});
