import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newBearerToken } from "../../main/nats/bearer-token.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { type RunningParts, startParts } from "../../main/server/parts.ts";
import { MQTT_WAYS, type MqttBroker } from "../admin/kit/mqtt-broker.ts";
import { OTHER_SERVICE, SERVICE } from "../admin/kit/ways.ts";
import { until } from "../nats/real-broker.ts";
import { type Told, WRITERS } from "./python.ts";

/** The examples that need another program, as a service runs them: against a real broker and `alrimi server`. */

const guide = readFileSync(join(WRITERS, "README.md"), "utf8");
const [mine, other] = [SERVICE, OTHER_SERVICE].map((id) => newBearerToken(id, "2026-11-28T00:00:00Z")) as [
  ReturnType<typeof newBearerToken>,
  ReturnType<typeof newBearerToken>,
];

let broker: MqttBroker;
let server: RunningParts;
let keeper: NatsConnection;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "alrimi-examples-"));
  broker = await MQTT_WAYS.jwt();
  keeper = await broker.connect({ role: "keeper", id: "keeper" });
  const tokensFile = join(folder, "tokens.json");
  writeFileSync(tokensFile, JSON.stringify([mine.entry, other.entry]));
  server = await startParts({
    broker: broker.keeper,
    parts: {
      keeper: true,
      http: { host: "127.0.0.1", port: 0, tokensFile, maxRequestsPerSecond: 1_000 },
    },
    log: () => {},
  });
  await until(async () => (await fetch(`${url()}/readyz`)).ok);
});
afterAll(async () => {
  await keeper?.close();
  await server?.stop();
  await broker?.dispose();
  await rm(folder, { recursive: true, force: true });
});

const url = (): string => server.http?.url ?? "";

/** The count of a person that is kept. */
async function kept(user: string): Promise<number | undefined> {
  const message = await directGet(keeper, "APPROVALS", `approvals.${user}.${SERVICE}`);
  if (message === undefined) return undefined;
  return (JSON.parse(Buffer.from(message.data).toString()) as { count: number }).count;
}

/** @throws when the program is missing: a test of an example is not left out */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Told> {
  const { PATH } = process.env;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { env: { PATH, HOME: folder, ...env } }, (error, out, err) => {
      if (error?.code === "ENOENT") reject(new Error(`${program} is not installed: run ./build/setup`));
      else resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

/** The block of a section of the page. */
function blockUnder(heading: string, language: string): string {
  const section = guide.split(/^##+ /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  const [, block] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(section) ?? [];
  return block ?? expect.fail(`no ${language} block under ${heading}`);
}

/** The example for curl as the page has it, with another event and another token. */
async function curl(user: string, token: string, count: unknown = 3): Promise<Told> {
  writeFileSync(join(folder, "hr-leave.header"), `Authorization: Bearer ${token}\n`);
  const command = blockUnder("HTTP", "sh")
    .replace("--cacert ca.pem ", "")
    .replace("-H @", `-H @${folder}/`)
    .replace("https://alrimi.example.com:8080", url())
    .replace('"hong.gd"', `"${user}"`)
    .replace('"count":3', `"count":${count}`);
  return run("sh", ["-ec", command]);
}

test("curl - an event is kept, a malformed one and another service's token are refused", async () => {
  expect(await curl("curl", mine.token)).toMatchObject({ code: 0, out: '{"accepted":1}' });
  await expect.poll(() => kept("curl")).toBe(3);
  const malformed = await curl("curl", mine.token, '"many"');
  expect(malformed).toMatchObject({ code: 22, out: expect.stringContaining('"field":"count"') });
  expect(await curl("curl", other.token)).toMatchObject({ code: 22, out: expect.stringContaining("403") });
  expect(await curl("curl", "wrong")).toMatchObject({ code: 22, out: expect.stringContaining("401") });
});

/** `Publish.java` as it is run without compiling it first. */
function java(args: readonly string[], token: string, more: NodeJS.ProcessEnv = {}): Promise<Told> {
  const tokenFile = join(folder, "java.token");
  writeFileSync(tokenFile, `${token}\n`);
  const env = { ALRIMI_URL: url(), ALRIMI_SERVICE: SERVICE, ALRIMI_TOKEN_FILE: tokenFile, ...more };
  return run("java", [join(WRITERS, "Publish.java"), ...args], env);
}

test("java - the lines of the page run the example", () => {
  const block = blockUnder("From Java", "sh");
  for (const text of ["java build/writers/Publish.java hong.gd 3 17", "ALRIMI_URL", "ALRIMI_TOKEN_FILE"]) {
    expect(block).toContain(text);
  }
});

test("java - an event is kept, a malformed one and another service's token are refused", async () => {
  expect(await java(["java", "3", "9223372036854775807"], mine.token)).toMatchObject({ code: 0 });
  await expect.poll(() => kept("java")).toBe(3);
  expect(await java(["java", "-1", "18"], mine.token)).toMatchObject({
    code: 1,
    err: expect.stringContaining('"field":"count"'),
  });
  expect(await java(["java", "3", "18"], other.token)).toMatchObject({ code: 4 });
  expect(await java(["java", "3", "18"], "wrong")).toMatchObject({ code: 4 });
});

test("java - a server that is away is tried again, and then the service is told", async () => {
  const away = await java(["java", "3", "18"], mine.token, { ALRIMI_URL: "http://127.0.0.1:9" });
  expect(away.code).toBe(3);
  expect(away.err.match(/ConnectException/g)).toHaveLength(5);
});

/** The example for MQTT as the page has it, its file of options as well. */
async function mosquitto(user: string, more: Partial<Record<"count" | "password" | "topic", string>> = {}) {
  const login = broker.login(SERVICE);
  const options = blockUnder("MQTT", "text mosquitto_rr")
    .replace("broker-1.example.com", "127.0.0.1")
    .replace("8883", String(broker.port))
    .replace("--cafile ca.pem\n", "")
    .replace(/-P .*/, `-P ${more.password ?? login.password}`);
  writeFileSync(join(folder, "mosquitto_rr"), options);
  const command = blockUnder("MQTT", "sh")
    .replace("/etc/hr-leave", folder)
    .replace('"hong.gd"', `"${user}"`)
    .replace('"count":3', `"count":${more.count ?? 3}`)
    .replace("-t intake/hr-leave", `-t ${more.topic ?? "intake/hr-leave"}`);
  return run("sh", ["-ec", command]);
}

test("mosquitto_rr - the outcome says that an event is kept, and why a malformed one is refused", async () => {
  const good = await mosquitto("mqtt");
  expect(good).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse(good.out)).toMatchObject({ user: "mqtt", sequence: "17", outcome: "kept" });
  expect(await kept("mqtt")).toBe(3);
  const malformed = await mosquitto("mqtt", { count: "-1" });
  expect(JSON.parse(malformed.out)).toMatchObject({ outcome: "refused", reason: "bad-count" });
});

test("mosquitto_rr - a login that is wrong is refused, and for another service's topic there is no outcome", async () => {
  expect(await mosquitto("mqtt", { password: "wrong" })).toMatchObject({ code: 5, out: "" });
  expect(await mosquitto("mqtt", { topic: `intake/${OTHER_SERVICE}` })).toMatchObject({ code: 27, out: "" });
});
