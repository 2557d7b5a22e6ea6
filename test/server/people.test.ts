import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readDirectory, writeDirectory } from "../../main/admin/people/directory.ts";
import { type Outcome, parseOutcome } from "../../main/contract/intake.ts";
import type { Person } from "../../main/contract/people.ts";
import { newBearerToken } from "../../main/nats/bearer-token.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { createPublisher, type Publisher } from "../../main/publisher/publish.ts";
import { startParts } from "../../main/server/parts.ts";
import { wireOf } from "../contract/events.ts";
import { OTHER_SERVICE, type RealBroker, realBroker, SERVICE, USER } from "../nats/real-broker.ts";

let real: RealBroker;
let administrator: NatsConnection;
let publisher: Publisher;
let lines: string[];

beforeEach(async () => {
  real = await realBroker({ withoutKeeper: true });
  administrator = await real.asAdministrator();
  publisher = createPublisher(await real.asWriter(), { outcomeMs: 60_000 });
  lines = [];
});
afterEach(() => real.dispose());

const HONG: Person = { id: USER, aliases: ["100234", "gildong"] };
const KIM: Person = { id: "kim.ys", aliases: [] };

async function put(people: readonly Person[] | undefined): Promise<void> {
  const { revision, covers } = await readDirectory(administrator);
  await writeDirectory(administrator, { people, revision, covers, now: Date.now() });
}

const send = (user: string, sequence: number) =>
  publisher.publish({ user, service: SERVICE, count: sequence, sequence });

async function retained(user: string): Promise<unknown> {
  const subject = `approvals.${user.replaceAll(".", "%2E")}.${SERVICE}`;
  const message = await directGet(await real.asKeeper(), "APPROVALS", subject);
  return message === undefined ? undefined : JSON.parse(Buffer.from(message.data).toString());
}

test("people - without a directory anybody is taken, with one the unknown are refused, without it all again", async () => {
  real.startKeeper((line) => lines.push(line));
  expect(await send("anybody", 1)).toMatchObject({ outcome: "kept" });
  await put([HONG, KIM]);
  await expect.poll(() => lines).toContainEqual("people: 2 in the directory");
  expect(await send("hong.gdd", 2)).toEqual({
    outcome: "refused",
    reason: "user-unknown",
    detail: '"hong.gdd" is not in the people directory; the nearest id is "hong.gd"',
  });
  expect(await retained("hong.gdd")).toBeUndefined();
  expect(await send(USER, 1)).toMatchObject({ outcome: "kept" });
  await put(undefined);
  await expect.poll(() => lines).toContainEqual("people: there is no directory, anybody is taken");
  expect(await send("hong.gdd", 3)).toMatchObject({ outcome: "kept" });
});

test("people - the names of a person are one person, and the newest of all their events is kept", async () => {
  await put([HONG, KIM]);
  real.startKeeper();
  expect(await send("100234", 5)).toMatchObject({ outcome: "kept", event: { user: "100234" } });
  expect(await send("GilDong", 4)).toMatchObject({ outcome: "older", newest: { sequence: 5n } });
  expect(await send(USER, 6)).toMatchObject({ outcome: "kept" });
  await Promise.all([8, 7, 9].map((sequence, at) => send(["100234", "gildong", USER][at] ?? "", sequence)));
  expect(await retained(USER)).toMatchObject({ user: USER, count: 9, sequence: 9 });
  for (const alias of ["100234", "gildong"]) expect(await retained(alias)).toBeUndefined();
});

test("people - why an event was refused is told to its service alone, and stands in no log", async () => {
  await put([HONG, KIM]);
  const other: Outcome[] = [];
  const stranger = await real.asWriter(OTHER_SERVICE);
  stranger.subscribe(`outcome.${OTHER_SERVICE}`, {
    callback: (_, { data }) => {
      const outcome = parseOutcome(data);
      if (outcome.ok) other.push(outcome.value);
    },
  });
  real.startKeeper((line) => lines.push(line));
  expect(await send("hong.gdd", 1)).toMatchObject({ outcome: "refused" });
  const refused = await directGet(await real.asWriter(), "REFUSED", `refused.${SERVICE}`);
  expect(JSON.parse(Buffer.from(refused?.data ?? []).toString())).toMatchObject({ reason: "user-unknown" });
  expect(other).toEqual([]);
  expect(lines.join("\n")).not.toContain("hong.gd");
});

test("people - a keeper that takes over knows the directory, and follows it too", async () => {
  const first = real.startKeeper();
  await expect.poll(() => first.isActive).toBe(true);
  const second = real.startKeeper((line) => lines.push(line));
  await put([HONG]);
  await expect.poll(() => lines).toContainEqual("people: 1 in the directory");
  await first.stop();
  await expect.poll(() => second.isActive).toBe(true);
  expect(await send("kim.ys", 1)).toMatchObject({ outcome: "refused", reason: "user-unknown" });
  await put([HONG, KIM]);
  await expect.poll(async () => (await send("kim.ys", 2)).outcome).toBe("kept");
});

test("people - a keeper that does not know whether there is a directory takes nothing", async () => {
  await administrator.request("people.directory", "no head");
  const keeper = real.startKeeper((line) => lines.push(line));
  await expect.poll(() => lines.join("\n")).toContain("people: the directory cannot be read");
  const hasty = createPublisher(await real.asWriter(), { outcomeMs: 200 });
  expect(await hasty.publish({ user: "x", service: SERVICE, count: 1 })).toMatchObject({ outcome: "stored" });
  expect([keeper.isActive, keeper.isDirectoryRead]).toEqual([false, false]);
  // It does not hold the lease, so that another one could work.
  const lease = await directGet(await real.asKeeper(), "SERVER", "server.lease.keeper");
  expect(lease).toBeUndefined();
  const { revision } = (await directGet(administrator, "PEOPLE", "people.directory")) ?? { revision: 0 };
  await writeDirectory(administrator, { people: [KIM], revision, covers: 0, now: Date.now() });
  await expect.poll(() => keeper.isActive).toBe(true);
  expect(await send("x", 1)).toMatchObject({ outcome: "refused", reason: "user-unknown" });
});

test("people - a directory is changed as a whole, and its old parts are removed", async () => {
  const many = Array.from({ length: 30_000 }, (_, n) => ({ id: `person.${n}`, aliases: [`${100_000 + n}`] }));
  await put(many);
  expect(await readDirectory(administrator)).toMatchObject({ people: many });
  // An import that was interrupted before its head.
  await administrator.request("people.part.interrupted.0", "{}");
  const { revision } = await readDirectory(administrator);
  await put([HONG, KIM]);
  const late = writeDirectory(administrator, { people: many, revision, covers: 0, now: Date.now() });
  await expect(late).rejects.toThrow("changed at the same time");
  expect(await readDirectory(administrator)).toMatchObject({ people: [HONG, KIM] });
  await put([HONG]);
  const info = await administrator.request("$JS.API.STREAM.INFO.PEOPLE");
  expect(info.json()).toMatchObject({ state: { messages: 2 } });
});

test("people - over HTTP the unknown are refused before anything is stored", async () => {
  await put([HONG, KIM]);
  const { token, entry } = newBearerToken(SERVICE, "2026-11-28T00:00:00Z");
  const tokensFile = join(real.folder, "tokens.json");
  writeFileSync(tokensFile, JSON.stringify([entry]));
  const server = await startParts({
    broker: {
      ...{ servers: [real.broker.url], username: "keeper", password: "keeper-password" },
      inboxPrefix: "_KEEPER",
    },
    parts: { keeper: false, http: { host: "127.0.0.1", port: 0, tokensFile, maxRequestsPerSecond: 1_000 } },
    log: (line) => lines.push(line),
  });
  try {
    const url = server.http?.url;
    const post = (events: unknown) =>
      fetch(`${url}/v1/events`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify(events),
      });
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200);
    const unknown = await post([wireOf({ user: USER }), wireOf({ user: "kim.yss" })]);
    expect([unknown.status, await unknown.json()]).toEqual([
      422,
      {
        type: "urn:alrimi:user-unknown",
        title: "The user is not in the people directory",
        status: 422,
        detail: '"kim.yss" is not in the people directory; the nearest id is "kim.ys"',
        event: 1,
        field: "user",
      },
    ]);
    // Two names of one person with the same number and different counts.
    const twice = [wireOf({ user: USER, count: 1 }), wireOf({ user: "100234", count: 2 })];
    expect((await post(twice)).status).toBe(409);
    expect((await post(wireOf({ user: "100234" }))).status).toBe(202);
    await put(undefined);
    await expect.poll(async () => (await post(wireOf({ user: "kim.yss" }))).status).toBe(202);
    const info = await administrator.request("$JS.API.STREAM.INFO.INTAKE");
    expect(info.json()).toMatchObject({ state: { messages: 2 } });
  } finally {
    await server.stop();
  }
});
