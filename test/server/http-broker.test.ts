import { execFile, execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { promisify } from "node:util";
import { CloudEvent, HTTP } from "cloudevents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newBearerToken as newToken } from "../../main/nats/bearer-token.ts";
import type { HttpPart } from "../../main/server/config.ts";
import { type RunningParts, startParts } from "../../main/server/parts.ts";
import { wireOf } from "../contract/events.ts";
import { OTHER_SERVICE, type RealBroker, realBroker, SERVICE, USER, until } from "../nats/real-broker.ts";

const ISSUED = "2026-11-28T00:00:00Z";
const [mine, other, revoked] = [SERVICE, OTHER_SERVICE, SERVICE].map((id) => newToken(id, ISSUED)) as [
  ReturnType<typeof newToken>,
  ReturnType<typeof newToken>,
  ReturnType<typeof newToken>,
];

let real: RealBroker;
let server: RunningParts;
let tokensFile: string;
const lines: string[] = [];
const others: RunningParts[] = [];

beforeAll(async () => {
  real = await realBroker({ withoutKeeper: true });
  tokensFile = join(real.folder, "tokens.json");
  giveTokens(mine, other, revoked);
  server = await start({});
  await until(async () => (await fetch(`${urlOf(server)}/readyz`)).ok);
});
afterAll(async () => {
  await Promise.all([server, ...others].map((it) => it.stop()));
  await real.dispose();
});

function giveTokens(...tokens: readonly ReturnType<typeof newToken>[]): void {
  writeFileSync(tokensFile, JSON.stringify(tokens.map(({ entry }) => entry)));
}

async function start(part: Partial<HttpPart>, keeper = true): Promise<RunningParts> {
  return startParts({
    broker: {
      ...{ servers: [real.broker.url], username: "keeper", password: "keeper-password" },
      inboxPrefix: "_KEEPER",
      timeoutMs: 1_000,
    },
    parts: {
      keeper,
      http: { host: "127.0.0.1", port: 0, tokensFile, maxRequestsPerSecond: 1_000, ...part },
    },
    log: (line) => lines.push(line),
  });
}

async function startOther(part: Partial<HttpPart>, keeper = true): Promise<RunningParts> {
  const started = await start(part, keeper);
  others.push(started);
  return started;
}

function urlOf({ http }: RunningParts): string {
  if (http === undefined) throw new Error("there is no part http");
  return http.url;
}

interface Sending {
  readonly token?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

function send(body: unknown, sending: Sending = {}, to = server): Promise<Response> {
  const { token = mine.token, type = "application/json", headers = {}, method = "POST" } = sending;
  return fetch(`${urlOf(to)}/v1/events`, {
    method,
    headers: {
      "content-type": type,
      ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof body === "string" || body instanceof ReadableStream ? body : JSON.stringify(body),
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  } as RequestInit);
}

/** The problem of a refused request, after its form was looked at. */
async function problemOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await response.json()) as Readonly<Record<string, unknown>>;
  expect(problem["status"]).toBe(response.status);
  for (const name of ["type", "title", "detail"]) expect(problem[name]).toBeTypeOf("string");
  expect(problem["type"]).toMatch(/^urn:alrimi:[a-z0-9-]+$/);
  return problem;
}

/** Writes to the server, and resolves with what it said when the connection ends. */
function raw(text: string, to = server): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(Number(new URL(urlOf(to)).port), "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => {
      said += chunk.toString();
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(said));
  });
}

const statusesIn = (said: string): readonly number[] =>
  [...said.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
const metrics = async (of = server): Promise<string> =>
  (await fetch(`${of.http?.metricsUrl}/metrics`)).text();
/** The value of a figure; undefined without one. */
const figure = (text: string, name: string): number | undefined => {
  const line = text.split("\n").find((each) => each.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length));
};

let sequence = 0;
/** Each with a number of its own, so that none is older than one of another test. */
const event = (fields: Readonly<Record<string, unknown>> = {}) => wireOf({ sequence: ++sequence, ...fields });

test("http - an event is answered when the broker has it, kept by the keeper, and counted", async () => {
  const before =
    figure(await metrics(), `alrimi_events_total{service="${SERVICE}",outcome="kept",reason=""}`) ?? 0;
  const response = await send(event({ count: 7 }));
  expect(response.status).toBe(202);
  expect(await response.json()).toEqual({ accepted: 1 });
  const app = await real.asApp(USER);
  await expect
    .poll(async () => {
      const subject = `$JS.API.DIRECT.GET.APPROVALS.approvals.hong%2Egd.${SERVICE}`;
      return JSON.parse((await app.request(subject)).string() || "{}") as unknown;
    })
    .toMatchObject({ count: 7, sequence });
  await expect
    .poll(async () =>
      figure(await metrics(), `alrimi_events_total{service="${SERVICE}",outcome="kept",reason=""}`),
    )
    .toBe(before + 1);
  const text = await metrics();
  expect(figure(text, `alrimi_last_event_timestamp_seconds{service="${SERVICE}"}`)).toBeGreaterThan(
    Date.now() / 1e3 - 60,
  );
  expect(figure(text, "alrimi_keeper_active")).toBe(1);
  expect(figure(text, "alrimi_keeper_oldest_waiting_seconds")).toBe(0);
  expect(text).not.toContain("hong");
});

test("http - arrays, lines, chunks and CloudEvents reach the intake", async () => {
  const accepted = `alrimi_http_events_total{service="${SERVICE}"}`;
  const before = figure(await metrics(), accepted) ?? 0;
  const data = event();
  const cloud = new CloudEvent({ type: "alrimi.approvals.count", source: "/hr", data });
  const many = Array.from({ length: 1_000 }, () => event());
  const chunks = new ReadableStream({
    start(controller) {
      for (const part of JSON.stringify(event()).match(/.{1,9}/g) ?? [])
        controller.enqueue(Buffer.from(part));
      controller.close();
    },
  });
  const structured = HTTP.structured(cloud);
  const binary = HTTP.binary(cloud);
  const responses = [
    await send(many),
    await send(many.map((each) => JSON.stringify(each)).join("\n"), { type: "application/x-ndjson" }),
    await send(chunks),
    await send(structured.body, { type: "application/cloudevents+json" }),
    await send(binary.body, { headers: binary.headers as Record<string, string> }),
    await send([{ ...JSON.parse(structured.body as string) }], {
      type: "application/cloudevents-batch+json",
    }),
  ];
  expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 202));
  expect(figure(await metrics(), accepted)).toBe(before + 2_004);
});

test("http - each refusal is a problem with its event and field, and nothing is published", async () => {
  const administrator = await real.asAdministrator();
  const messages = async (): Promise<number> => {
    const info = await administrator.request("$JS.API.STREAM.INFO.INTAKE");
    return (info.json() as { state: { last_seq: number } }).state.last_seq;
  };
  const before = await messages();
  const good = event();
  const lines = { type: "application/x-ndjson" };
  const tried: readonly (readonly [unknown, Sending, number, object])[] = [
    ["{", {}, 400, { type: "urn:alrimi:not-json", event: 0 }],
    [good, { token: "" }, 401, { type: "urn:alrimi:bad-token" }],
    [good, { token: newToken(SERVICE, ISSUED).token }, 401, { type: "urn:alrimi:bad-token" }],
    [good, { token: other.token }, 403, { type: "urn:alrimi:service-mismatch", event: 0, field: "service" }],
    [[good, { ...good, count: 99 }], {}, 409, { event: 1, field: "sequence" }],
    [[good, event({ pad: "x".repeat(8_192) })], {}, 413, { type: "urn:alrimi:too-large", event: 1 }],
    [Array.from({ length: 1_001 }, () => good), {}, 413, { type: "urn:alrimi:too-many-events" }],
    [" ".repeat(1024 ** 2 + 1), {}, 413, { type: "urn:alrimi:too-large" }],
    [good, { type: "text/plain" }, 415, { type: "urn:alrimi:unsupported-content" }],
    [good, { type: "/" }, 415, { type: "urn:alrimi:unsupported-content" }],
    [good, { headers: { "content-encoding": "gzip" } }, 415, { type: "urn:alrimi:unsupported-content" }],
    [[good, event({ count: -1 })], {}, 422, { type: "urn:alrimi:bad-count", event: 1, field: "count" }],
    [`${JSON.stringify(good)}\n7`, lines, 422, { type: "urn:alrimi:not-an-object", event: 1 }],
  ];
  for (const [body, sending, status, problem] of tried) {
    const response = await send(body, sending);
    expect(response.status, JSON.stringify(problem)).toBe(status);
    expect(await problemOf(response)).toMatchObject(problem);
    expect(response.headers.has("www-authenticate")).toBe(status === 401);
  }
  expect(await messages()).toBe(before);
  const refused = await metrics();
  expect(figure(refused, `alrimi_http_refusals_total{service="${SERVICE}",reason="bad-count"}`)).toBe(1);
  expect(
    figure(refused, `alrimi_http_refusals_total{service="${OTHER_SERVICE}",reason="service-mismatch"}`),
  ).toBe(1);
  expect(figure(refused, 'alrimi_http_requests_total{status="401"}')).toBe(2);
});

test("http - a revoked token is refused without a restart, on an open connection too", async () => {
  expect((await send(event(), { token: revoked.token })).status).toBe(202);
  giveTokens(mine, other);
  await expect.poll(async () => (await send(event(), { token: revoked.token })).status).toBe(401);
  expect((await send(event())).status).toBe(202);
});

test("http - other pages and methods are problems, and no answer names its software", async () => {
  const at = async (path: string, method = "GET"): Promise<Response> =>
    fetch(urlOf(server) + path, { method });
  expect((await at("/healthz")).status).toBe(200);
  expect((await at("/healthz", "HEAD")).status).toBe(200);
  for (const path of ["/", "/v1/events/", "/v1", "//v1/events", "/metrics/x"]) {
    const response = await at(path);
    expect(response.status, path).toBe(404);
    expect((await problemOf(response))["type"]).toBe("urn:alrimi:no-such-page");
  }
  for (const [path, method, allow] of [
    ["/v1/events", "GET", "POST"],
    ["/v1/events?x=1", "PUT", "POST"],
    ["/v1/events", "OPTIONS", "POST"],
    ["/metrics", "POST", "GET, HEAD"],
    ["/readyz", "DELETE", "GET, HEAD"],
  ] as const) {
    const response = await at(path, method);
    expect(response.status, `${method} ${path}`).toBe(405);
    expect(response.headers.get("allow")).toBe(allow);
    await problemOf(response);
  }
  const { headers } = await send(event());
  expect([...headers.keys()].sort()).toEqual([
    ...["connection", "content-length", "content-type", "date", "keep-alive"],
  ]);
});

const head = (extra = "", version = "1.1"): string =>
  `POST /v1/events HTTP/${version}\r\nHost: x\r\nAuthorization: Bearer ${mine.token}\r\nContent-Type: application/json\r\n${extra}`;

test("http - hostile and unusual requests on a raw socket are answered, and the server goes on", async () => {
  const body = (): string => {
    const text = JSON.stringify(event());
    return `Content-Length: ${text.length}\r\n\r\n${text}`;
  };
  const close = "Connection: close\r\n";
  expect(statusesIn(await raw(head("", "1.0") + body()))).toEqual([202]);
  expect(statusesIn(await raw(head() + body() + head() + body() + head(close) + body()))).toEqual([
    202, 202, 202,
  ]);
  const path = (text: string): string => `GET ${text} HTTP/1.1\r\nHost: x\r\n${close}\r\n`;
  expect(statusesIn(await raw(path("/../../etc/passwd")))).toEqual([404]);
  expect(statusesIn(await raw(path("/v1/../metrics")))).toEqual([404]);
  expect(statusesIn(await raw(path("/%2e%2e/metrics?x=/healthz")))).toEqual([404]);
  for (const pattern of ["/*", "/:a(b", "/:x", "/v1/:x", "/__proto__", "*", "http://x/healthz/"]) {
    expect(statusesIn(await raw(path(pattern))), pattern).toEqual([404]);
  }
  for (const malformed of ["/%", "x"]) expect(statusesIn(await raw(path(malformed)))).toEqual([400]);
  expect(statusesIn(await raw(path(`/${"x".repeat(20_000)}`)))).toEqual([431]);
  const smuggled = `${head("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")}\r\n0\r\n\r\n`;
  expect(statusesIn(await raw(smuggled))).toEqual([400]);
  expect(statusesIn(await raw(`${head("Content-Length: 5\r\nContent-Length: 6\r\n")}\r\n{}`))).toEqual([400]);
  expect(statusesIn(await raw(`${head("X: a\rSet-Cookie: b\r\n")}\r\n`))).toEqual([400]);
  expect(statusesIn(await raw("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"))).toEqual([400]);
  expect(statusesIn(await raw(head("Content-Length: 99999999999\r\n\r\n")))).toEqual([413]);
  const chunk = `${(64 * 1024).toString(16)}\r\n${" ".repeat(64 * 1024)}\r\n`;
  expect(statusesIn(await raw(head(`Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}`)))).toEqual([413]);
  const injected = await raw(
    `POST /v1/events HTTP/1.1\r\nHost: x\r\n${close}Authorization: Bearer a%0d%0aX: y\r\n\r\n`,
  );
  expect(statusesIn(injected)).toEqual([401]);
  expect(injected).not.toContain("X: y");
  for (const said of [await raw(smuggled), await raw(path("/%"))])
    expect(said).toContain("application/problem+json");
  expect((await send(event())).status).toBe(202);
});

test("http - a stranger's body is not waited for", async () => {
  const from = performance.now();
  const begun = (request: string): string =>
    `${request} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{`;
  expect(statusesIn(await raw(begun("POST /v1/events")))).toEqual([401]);
  expect(statusesIn(await raw(begun("POST /other")))).toEqual([404]);
  expect(statusesIn(await raw(begun("PUT /v1/events")))).toEqual([405]);
  expect(performance.now() - from).toBeLessThan(5_000);
});

test("http - a slow sender is cut off, whatever it is slow with, and others are served meanwhile", async () => {
  const from = performance.now();
  const slow = Promise.all([
    raw(head("Content-Length: 100\r\n\r\n{")),
    raw("POST /v1/events HTTP/1.1\r\nHost:"),
    raw(""),
    drip(),
  ]);
  expect((await send(event())).status).toBe(202);
  const said = await slow;
  expect(performance.now() - from).toBeLessThan(20_000);
  for (const each of said) expect(statusesIn(each)).toEqual([408]);
  expect(said[0]).toContain("urn:alrimi:too-slow");
});

/** Sends a byte each 200 ms, which no limit on silence notices. */
function drip(): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(Number(new URL(urlOf(server)).port), "127.0.0.1");
    socket.write(head("Content-Length: 100000\r\n\r\n"));
    const timer = setInterval(() => socket.write(" "), 200);
    socket.on("data", (chunk) => {
      said += chunk.toString();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      clearInterval(timer);
      resolve(said);
    });
  });
}

test("http - a service that sends too many requests is told when to come again, and another is not", async () => {
  const limited = await startOther({ maxRequestsPerSecond: 5 }, false);
  await expect.poll(async () => (await fetch(`${urlOf(limited)}/readyz`)).status).toBe(200);
  const responses = await Promise.all(Array.from({ length: 20 }, () => send(event(), {}, limited)));
  const refused = responses.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(10);
  expect(responses.filter(({ status }) => status === 202).length).toBeGreaterThanOrEqual(5);
  const [first] = refused;
  if (first === undefined) throw new Error("none was refused");
  expect(first.headers.get("retry-after")).toBe("1");
  expect((await problemOf(first))["type"]).toBe("urn:alrimi:too-many-requests");
  const elsewhere = await send(event({ service: OTHER_SERVICE }), { token: other.token }, limited);
  expect(elsewhere.status).toBe(202);
});

/** Makes `cert.pem` and `key.pem` of 127.0.0.1 in a folder of its own. @returns the paths */
function certificateFiles(
  name: string,
  days: number,
): { readonly certFile: string; readonly keyFile: string } {
  const cwd = join(real.folder, name);
  mkdirSync(cwd);
  const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", String(days)];
  const named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", "key.pem", "-out", "cert.pem"];
  execFileSync("openssl", ["req", "-x509", ...made, ...named, ...files], { cwd, stdio: "pipe" });
  return { certFile: join(cwd, "cert.pem"), keyFile: join(cwd, "key.pem") };
}

test("http - a renewed certificate is used without a restart, and a half-replaced pair is not", async () => {
  const used = certificateFiles("renewed", 2);
  const next = certificateFiles("next", 90);
  const secure = await startOther({ ...used, metricsPort: 0 }, false);
  const port = Number(new URL(urlOf(secure)).port);
  const served = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      });
      socket.on("error", reject);
    });
  const fingerprintIn = (file: string): string => new X509Certificate(readFileSync(file)).fingerprint256;
  const [old, renewed] = [fingerprintIn(used.certFile), fingerprintIn(next.certFile)];
  expect(await served()).toBe(old);
  const agent = new Agent({ keepAlive: true, ca: readFileSync(used.certFile) });
  const health = (): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(`${urlOf(secure)}/healthz`, { agent }, (response) => {
        response.on("end", () => resolve(response.statusCode)).resume();
      })
        .on("error", reject)
        .end();
    });
  expect(await health()).toBe(200);
  lines.length = 0;
  copyFileSync(next.certFile, used.certFile);
  await expect.poll(() => lines.join("\n")).toContain("the last certificate remains in use");
  expect(await served()).toBe(old);
  copyFileSync(next.keyFile, used.keyFile);
  await expect.poll(served).toBe(renewed);
  expect(lines.filter((line) => line.includes("remains in use"))).toHaveLength(1);
  expect(lines.join("\n")).toContain("http: the certificate was read again, valid until ");
  expect(await health()).toBe(200); // over the connection of before
  agent.destroy();
  const ends = figure(await metrics(secure), "alrimi_http_certificate_expiry_timestamp_seconds") ?? 0;
  expect(ends).toBe(Date.parse(new X509Certificate(readFileSync(next.certFile)).validTo) / 1000);
});

test("http - TLS with the given certificate, the figures on a port of their own, and the guide's example", async () => {
  const { certFile, keyFile } = certificateFiles("tls", 2);
  const secure = await startOther({ certFile, keyFile, metricsPort: 0 }, false);
  const ca = readFileSync(certFile);
  const get = (path: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(`${urlOf(secure)}${path}`, { ca }, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });
  expect(urlOf(secure)).toMatch(/^https:/);
  expect(await get("/healthz")).toBe(200);
  expect(await get("/metrics")).toBe(404);
  await expect(fetch(`${urlOf(secure)}/healthz`)).rejects.toThrow(); // nobody vouches for it
  expect(await metrics(secure)).toContain("alrimi_http_requests_total");
  expect(statusesIn(await raw("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", secure))).toEqual([]);

  const guide = readFileSync(join(import.meta.dirname, "../../build/writers/README.md"), "utf8");
  const [, example = ""] = /^## HTTP$.*?^```sh\n(.*?)^```$/ms.exec(guide) ?? [];
  copyFileSync(certFile, join(real.folder, "ca.pem"));
  writeFileSync(join(real.folder, "hr-leave.header"), `Authorization: Bearer ${mine.token}\n`);
  const command = example.replace("https://alrimi.example.com:8080", urlOf(secure));
  expect(command).toContain(urlOf(secure));
  const { stdout } = await promisify(execFile)("sh", ["-ec", command], { cwd: real.folder });
  expect(JSON.parse(stdout)).toEqual({ accepted: 1 });
});

test("http - a full intake and a broker that is away are a 503 with Retry-After, and pass", async () => {
  const without = await startOther({}, false);
  await server.stop();
  const ready = async (): Promise<number> => (await fetch(`${urlOf(without)}/readyz`)).status;
  await expect.poll(ready).toBe(200);
  const administrator = await real.asAdministrator();
  const limit = async (max_bytes: number): Promise<void> => {
    const info = (await administrator.request("$JS.API.STREAM.INFO.INTAKE")).json() as { config: object };
    const answer = await administrator.request(
      "$JS.API.STREAM.UPDATE.INTAKE",
      JSON.stringify({ ...info.config, max_bytes }),
    );
    expect((answer.json() as { error?: unknown }).error).toBeUndefined();
  };
  const unavailable = async (response: Response): Promise<void> => {
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect((await problemOf(response))["type"]).toBe("urn:alrimi:unavailable");
  };
  await limit(1_000);
  await unavailable(
    await send(
      Array.from({ length: 20 }, () => event()),
      {},
      without,
    ),
  );
  await limit(256 * 1024 ** 2);
  expect((await send(event(), {}, without)).status).toBe(202);

  await real.broker.kill();
  await expect.poll(ready).toBe(503);
  await unavailable(await fetch(`${urlOf(without)}/readyz`));
  await unavailable(await send(event(), {}, without));
  expect((await fetch(`${urlOf(without)}/healthz`)).status).toBe(200);
  await real.broker.restart();
  await expect.poll(ready).toBe(200);
  await expect.poll(async () => (await send(event(), {}, without)).status).toBe(202);
  expect(lines.join("\n")).not.toContain(mine.token);
  expect(lines.join("\n")).not.toContain("hong");
});

test("http - a part that cannot start is an error that says why", async () => {
  await expect(start({ port: Number(new URL(urlOf(others[0] as RunningParts)).port) })).rejects.toThrow(
    /EADDRINUSE/,
  );
  await expect(start({ tokensFile: join(real.folder, "none.json") })).rejects.toThrow(/none\.json: ENOENT/);
  const bad = { certFile: tokensFile, keyFile: tokensFile };
  await expect(start(bad)).rejects.toThrow(/^http: /);
});
