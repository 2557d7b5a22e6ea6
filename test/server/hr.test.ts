import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readDirectory, writeDirectory } from "../../main/admin/people/directory.ts";
import { type Outcome, parseOutcome } from "../../main/contract/intake.ts";
import type { Person } from "../../main/contract/people.ts";
import { newBearerToken } from "../../main/nats/bearer-token.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { startParts } from "../../main/server/parts.ts";
import { bytesOf, wireOf } from "../contract/events.ts";
import { type RealBroker, realBroker, SERVICE, USER } from "../nats/real-broker.ts";

let real: RealBroker;
let administrator: NatsConnection;
let hr: NatsConnection;
let heard: Outcome[];

beforeEach(async () => {
  real = await realBroker({ withoutKeeper: true });
  administrator = await real.asAdministrator();
  hr = await real.asHr();
  heard = [];
  hr.subscribe("outcome.HR", {
    callback: (_, { data }) => {
      const outcome = parseOutcome(data);
      if (outcome.ok) heard.push(outcome.value);
    },
  });
  await hr.flush();
});
afterEach(() => real.dispose());

const HONG: Person = { id: USER, aliases: ["100234"] };
const KIM: Person = { id: "kim.ys", aliases: [] };

async function put(people: readonly Person[] | undefined): Promise<void> {
  const { revision, covers } = await readDirectory(administrator);
  await writeDirectory(administrator, { people, revision, covers, now: Date.now() });
}

const eventOf = (type: string, user: string, sequence: number, more: object = {}) => ({
  ...{ type: `people.${type}`, user, sequence, ...more },
  occurredAt: new Date(Date.UTC(2026, 10, 28) + sequence * 1_000).toISOString(),
});

/** Sends an event, and waits for its outcome. */
async function say(type: string, user: string, sequence: number, more: object = {}): Promise<unknown> {
  const before = heard.length;
  await hr.request("intake.HR", bytesOf(eventOf(type, user, sequence, more)));
  await expect.poll(() => heard.length).toBe(before + 1);
  const { outcome, reason = "" } = heard[before] ?? {};
  return `${outcome} ${reason}`.trim();
}

const everybody = async (): Promise<unknown> => (await readDirectory(administrator)).people;

test("hr - who joins is taken, who leaves is not, and a new name leads to the same person", async () => {
  await put([HONG, KIM]);
  real.startKeeper();
  const publisher = createPublisher(await real.asWriter(), { outcomeMs: 60_000 });
  const send = async (user: string, sequence: number): Promise<unknown> =>
    (await publisher.publish({ user, service: SERVICE, count: 1, sequence })).outcome;
  expect(await send("lee.sm", 1)).toBe("refused");
  expect(await say("joined", "lee.sm", 1, { aliases: ["100300"] })).toBe("kept");
  expect(await send("100300", 2)).toBe("kept");
  expect(await say("left", "100234", 1)).toBe("kept");
  expect([await send(USER, 3), await send("100234", 4)]).toEqual(["refused", "refused"]);
  expect(await say("renamed", "lee.sm", 2, { to: "lee.b" })).toBe("kept");
  expect([await send("lee.sm", 5), await send("lee.b", 6), await send("100300", 7)]).toEqual([
    ...["kept", "kept", "kept"],
  ]);
  const retained = await directGet(await real.asKeeper(), "APPROVALS", `approvals.lee%2Eb.${SERVICE}`);
  expect(JSON.parse(Buffer.from(retained?.data ?? []).toString())).toMatchObject({ user: "lee.b" });
  expect(await everybody()).toEqual([KIM, { id: "lee.b", aliases: ["100300", "lee.sm"] }]);
});

test("hr - a leaver who is named by an alias of an import that no server has read yet is the right one", async () => {
  const keeper = real.startKeeper();
  await expect.poll(() => keeper.isActive).toBe(true);
  await put([HONG, KIM]);
  expect(await say("left", "100234", 1)).toBe("kept");
  expect(await everybody()).toEqual([KIM]);
});

test("hr - late and doubled events change nothing, and are answered", async () => {
  await put([HONG, KIM]);
  real.startKeeper();
  expect(await say("left", USER, 5)).toBe("kept");
  expect(await say("left", USER, 5)).toBe("kept duplicate");
  expect(await say("joined", USER, 4)).toBe("older superseded");
  expect(await say("joined", USER, 5)).toBe("older superseded");
  const later = { occurredAt: "2027-01-01T00:00:00Z" };
  expect(await hr.request("intake.HR", bytesOf({ ...eventOf("joined", USER, 4), ...later }))).toBeDefined();
  await expect.poll(() => heard.at(-1)).toMatchObject({ outcome: "older", reason: "sequence-went-back" });
  expect(await everybody()).toEqual([KIM]);
  // A leaver who was not known yet does not come back by the late event.
  expect(await say("left", "lee.sm", 2)).toBe("kept");
  expect(await say("joined", "lee.sm", 1)).toBe("older superseded");
  expect(await say("renamed", "kim.ys", 3, { to: "kim.b" })).toBe("kept");
  expect(await say("renamed", "kim.ys", 3, { to: "kim.b" })).toBe("kept duplicate");
  expect(await everybody()).toEqual([{ id: "kim.b", aliases: ["kim.ys"] }]);
});

test("hr - an earlier id stays with its person, and leads to nobody who gets the later one", async () => {
  await put([HONG, KIM]);
  real.startKeeper();
  expect(await say("renamed", USER, 1, { to: "hong.b" })).toBe("kept");
  expect(await say("joined", "hong.b", 2, { aliases: ["100235"] })).toBe("kept"); // the same person
  expect(await say("renamed", "hong.b", 3, { to: "hong.c" })).toBe("kept");
  expect(await everybody()).toEqual([KIM, { id: "hong.c", aliases: ["100235", USER, "hong.b"] }]);
  expect(await say("left", "hong.c", 4)).toBe("kept");
  expect(await say("joined", "hong.c", 5)).toBe("kept");
  expect(await everybody()).toEqual([KIM, { id: "hong.c", aliases: [] }]);
});

test("hr - an old name that was given to somebody else stays theirs when the renaming comes late", async () => {
  await put([HONG]);
  real.startKeeper();
  expect(await say("joined", "kim.ys", 2)).toBe("kept");
  expect(await say("renamed", "kim.ys", 1, { to: "kim.b" })).toBe("kept");
  expect(await everybody()).toEqual([HONG, ...["kim.ys", "kim.b"].map((id) => ({ id, aliases: [] }))]);
  expect(await say("left", "kim.b", 3)).toBe("kept");
  expect(await everybody()).toEqual([HONG, { id: "kim.ys", aliases: [] }]);
});

test("hr - what cannot be is refused with its reason, and stored for HR alone", async () => {
  await put([HONG, KIM]);
  real.startKeeper();
  expect(await say("fired", USER, 1)).toBe("refused bad-type");
  expect(await say("renamed", USER, 1, { to: "kim.ys" })).toBe("refused id-taken");
  expect(await say("joined", "100234", 1)).toBe("refused id-taken");
  expect(await say("joined", "lee.sm", 1, { aliases: ["100234"] })).toBe("refused alias-taken");
  expect(await everybody()).toEqual([HONG, KIM]);
  const refused = await directGet(hr, "REFUSED", "refused.HR");
  expect(JSON.parse(Buffer.from(refused?.data ?? []).toString())).toMatchObject({ reason: "alias-taken" });
  const writer = await real.asWriter();
  await expect(directGet(writer, "REFUSED", "refused.HR", 300)).rejects.toThrow();
});

test("hr - an import counts more than what was kept before it, and less than what comes after", async () => {
  real.startKeeper();
  // Without a directory anybody is taken, and what HR says is kept.
  expect(await say("left", USER, 1)).toBe("kept");
  await put([HONG, KIM]);
  expect(await everybody()).toEqual([HONG, KIM]);
  const before = await readDirectory(administrator);
  expect(await say("left", USER, 2)).toBe("kept");
  expect(await everybody()).toEqual([KIM]);
  // An administrator who had read the directory before does not bring the leaver back.
  await writeDirectory(administrator, { ...before, people: [HONG, KIM], now: Date.now() });
  expect(await everybody()).toEqual([KIM]);
  await put([HONG, KIM]);
  expect(await everybody()).toEqual([HONG, KIM]);
  expect(await say("left", USER, 2)).toBe("kept duplicate");
  expect(await everybody()).toEqual([HONG, KIM]);
});

test("hr - of two servers one works, the other knows the same, and goes on without a loss", async () => {
  await put([HONG, KIM]);
  const first = real.startKeeper();
  await expect.poll(() => first.isActive).toBe(true);
  const second = real.startKeeper();
  expect(await say("joined", "lee.sm", 1)).toBe("kept");
  await expect.poll(() => second.personOf("lee.sm").ok).toBe(true);
  const waiting = Array.from({ length: 50 }, (_, n) => eventOf("joined", `new.${n}`, n));
  for (const event of waiting) hr.publish("intake.HR", bytesOf(event));
  await first.stop();
  await expect.poll(() => second.isActive).toBe(true);
  await expect.poll(() => heard.length).toBeGreaterThanOrEqual(51);
  expect(await say("left", "lee.sm", 2)).toBe("kept");
  const { people } = await readDirectory(administrator);
  expect(people?.map(({ id }) => id).sort()).toEqual(
    [USER, "kim.ys", ...waiting.map(({ user }) => user)].sort(),
  );
});

test("hr - over HTTP its token sends people events, and nothing else", async () => {
  await put([HONG, KIM]);
  const at = "2026-11-28T00:00:00Z";
  const own = newBearerToken("hr", at, "hr");
  const service = newBearerToken("hr", at);
  const tokensFile = join(real.folder, "tokens.json");
  writeFileSync(tokensFile, JSON.stringify([own.entry, service.entry]));
  const server = await startParts({
    broker: {
      ...{ servers: [real.broker.url], username: "keeper", password: "keeper-password" },
      inboxPrefix: "_KEEPER",
    },
    parts: { keeper: true, http: { host: "127.0.0.1", port: 0, tokensFile, maxRequestsPerSecond: 1_000 } },
    log: () => {},
  });
  try {
    const url = server.http?.url;
    const post = async (page: string, body: unknown, token = own.token, type = "application/json") => {
      const answer = await fetch(`${url}/v1/${page}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": type },
        body: JSON.stringify(body),
      });
      const { type: reason, field, event } = (await answer.json()) as Record<string, unknown>;
      return [answer.status, reason, field, event].filter((part) => part !== undefined);
    };
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200);
    const events = [eventOf("joined", "lee.sm", 1), eventOf("left", USER, 2)];
    expect(await post("people/events", events)).toEqual([202]);
    await expect.poll(everybody).toEqual([KIM, { id: "lee.sm", aliases: [] }]);
    const cloud = { specversion: "1.0", id: "1", source: "/hr", time: "2026-11-28T00:00:00Z" };
    const data = { user: "lee.sm", to: "lee.b", sequence: 2 };
    const CLOUD = "application/cloudevents+json";
    const renamed = { ...cloud, type: "alrimi.people.renamed", data };
    expect(await post("people/events", renamed, own.token, CLOUD)).toEqual([202]);
    await expect.poll(everybody).toEqual([KIM, { id: "lee.b", aliases: ["lee.sm"] }]);

    const bad = [eventOf("joined", "a", 1), eventOf("renamed", "b", 1)];
    expect(await post("people/events", bad)).toEqual([422, "urn:alrimi:bad-new-id", "to", 1]);
    expect(await post("people/events", [])).toEqual([400, "urn:alrimi:no-events"]);
    const count = { ...cloud, type: "alrimi.approvals.count", data: wireOf() };
    expect(await post("people/events", count, own.token, CLOUD)).toEqual([
      ...[422, "urn:alrimi:bad-cloudevent", "type", 0],
    ]);
    expect(await post("events", renamed, service.token, CLOUD)).toEqual([
      ...[422, "urn:alrimi:bad-cloudevent", "type", 0],
    ]);
    expect(await post("people/events", events, service.token)).toEqual([403, "urn:alrimi:service-mismatch"]);
    expect(await post("events", wireOf({ service: "hr" }))).toEqual([403, "urn:alrimi:service-mismatch"]);
    expect(await post("people/events", events, "alrimi_x")).toEqual([401, "urn:alrimi:bad-token"]);
  } finally {
    await server.stop();
  }
});
