import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readDirectory, writeDirectory } from "../../main/admin/people/directory.ts";
import { parseEvent } from "../../main/contract/event.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { readServerConfig } from "../../main/server/config.ts";
import { type RunningParts, startParts } from "../../main/server/parts.ts";
import { type RealBroker, realBroker, SERVICE, USER } from "../nats/real-broker.ts";
import { type OldServer, oldServer, saying } from "./bridge/old-system.ts";

let real: RealBroker;
let old: OldServer;
let servers: RunningParts[];
let lines: string[];
const counts: Record<string, number> = {};

beforeEach(async () => {
  Object.assign(counts, { [USER]: 3, "kim.ys": 0 });
  lines = [];
  servers = [];
  real = await realBroker({ withoutKeeper: true });
  old = await oldServer((request, response, user) =>
    request.headers.authorization === "Basic b2xk"
      ? saying({ count: counts[user] })(request, response, user)
      : saying("", 401)(request, response, user),
  );
  const administrator = await real.asAdministrator();
  const { revision, covers } = await readDirectory(administrator);
  const people = [USER, "kim.ys"].map((id) => ({ id, aliases: [] }));
  await writeDirectory(administrator, { people, revision, covers, now: Date.now() });
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await old.stop();
  await real.dispose();
});

/** As an administrator writes it. */
async function start(log = lines): Promise<RunningParts> {
  const folder = mkdtempSync(join(real.folder, "server-"));
  writeFileSync(join(folder, "old-headers.json"), JSON.stringify({ authorization: "Basic b2xk" }));
  const bridge = {
    service: SERVICE,
    url: old.url,
    count: { json: "/count" },
    requestsPerMinute: 3_000,
    headersFile: "old-headers.json",
  };
  const config = {
    servers: [real.broker.url],
    credentials: { username: "keeper", password: "keeper-password" },
    parts: { bridges: [bridge] },
  };
  const file = join(folder, "server.json");
  writeFileSync(file, JSON.stringify(config));
  const parts = await startParts({ ...readServerConfig(file), log: (line) => log.push(line) });
  servers.push(parts);
  return parts;
}

async function retained(user = USER) {
  const subject = `approvals.${user.replaceAll(".", "%2E")}.${SERVICE}`;
  const message = await directGet(await real.asKeeper(), "APPROVALS", subject);
  const event = message === undefined ? undefined : parseEvent(subject, message.data);
  return event?.ok === true ? event.value : undefined;
}

test("bridge - a system that can only be asked is asked for everybody, and its changes are kept", async () => {
  await start();
  await expect.poll(async () => (await retained())?.count).toBe(3);
  await expect.poll(async () => (await retained("kim.ys"))?.count).toBe(0);
  counts[USER] = 4;
  await expect.poll(async () => (await retained())?.count).toBe(4);
  expect(lines.join("\n")).not.toContain("nobody"); // it has waited until the directory was read
});

test("bridge - of two servers one asks, and the other goes on when it ends, with the same counts and higher numbers", async () => {
  const first = await start();
  await expect.poll(async () => (await retained())?.count).toBe(3);
  const other: string[] = [];
  await start(other);
  await expect.poll(() => old.asked.length).toBeGreaterThan(8);
  const asks = `bridge.${SERVICE}: asks`;
  expect(lines).toContain(asks);
  expect(other).not.toContain(asks);
  expect(old.mostAtOnce).toBe(1);
  const before = await retained();
  await first.stop();
  await expect.poll(() => other).toContain(asks);
  const asked = old.asked.length;
  await expect.poll(() => old.asked.length).toBeGreaterThan(asked + 4);
  expect(await retained()).toEqual(before);
  counts[USER] = 5;
  await expect.poll(async () => (await retained())?.count).toBe(5);
});

test("bridge - a system that shows its login leaves every count as not sure, until it answers", async () => {
  await start();
  await expect.poll(async () => (await retained("kim.ys"))?.count).toBe(0);
  const good = old.answer;
  old.answer = saying("<form>로그인</form>", 200, { "content-type": "text/html" });
  await expect.poll(async () => (await retained())?.unsureSince).toBeTypeOf("number");
  await expect.poll(async () => (await retained("kim.ys"))?.unsureSince).toBeTypeOf("number");
  expect((await retained())?.count).toBe(3);
  expect(lines).toContainEqual(expect.stringContaining("login-page"));
  old.answer = good;
});

test("bridge - the example of the page can be read", () => {
  const page = readFileSync(join(import.meta.dirname, "../../build/broker/BRIDGE.md"), "utf8");
  const [, parts = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const file = join(real.folder, "server.json");
  const credentials = { username: "keeper", password: "keeper-password" };
  writeFileSync(file, JSON.stringify({ servers: ["x"], credentials, parts: JSON.parse(parts) }));
  const [bridge] = readServerConfig(file).parts.bridges ?? [];
  expect(bridge).toMatchObject({ service: "travel-old", requestsPerMinute: 30 });
  expect(bridge?.login?.fieldsFile).toBe(join(real.folder, "travel-login.json"));
});

test("bridge - the configuration names what is wrong with it, and never a secret", async () => {
  const file = join(real.folder, "server.json");
  const read = (bridge: object) => {
    const base = { service: SERVICE, url: "http://old/{user}", count: { json: "/count" } };
    const credentials = { username: "keeper", password: "keeper-password" };
    writeFileSync(
      file,
      JSON.stringify({ servers: ["x"], credentials, parts: { bridges: [{ ...base, ...bridge }] } }),
    );
    return readServerConfig(file);
  };
  expect(() => read({ url: "http://old/all" })).toThrow(/parts\.bridges\.0\.url": it must contain \{user\}/);
  expect(() => read({ url: "file:///etc/{user}" })).toThrow("http or https");
  expect(() => read({ count: { json: "count" } })).toThrow("JSON Pointer");
  expect(() => read({ hours: { from: "7", to: "20:00" } })).toThrow("it must be a time such as 07:00");
  expect(() => read({ hours: { from: "07:00", to: "20:00", timeZone: "Seoul" } })).toThrow("not known");
  expect(() => read({ service: "" })).toThrow("parts.bridges.0.service");
  writeFileSync(join(real.folder, "secret.json"), '{"password": "s3cret"');
  const parts = startParts({ ...read({ headersFile: "secret.json" }), log: () => {} });
  await expect(parts).rejects.toThrow(/^bridges: .*secret\.json: it must be a JSON object of texts$/);
});
