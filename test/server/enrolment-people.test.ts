import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { issueCode } from "../../main/admin/enrolment-codes.ts";
import type { Holder } from "../../main/admin/kit/users.ts";
import { readDirectory, writeDirectory } from "../../main/admin/people/directory.ts";
import type { Trial } from "../../main/admin/trial/trial.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { type RunningParts, startParts } from "../../main/server/parts.ts";
import { ADMINISTRATOR, connectTo, enrolmentIn, KEEPER, keeperLogin, trialOn } from "../admin/kit/ways.ts";
import { until } from "../nats/real-broker.ts";
import { AppKey } from "./enrolment/app-key.ts";

/** Enrolled PCs of people whom HR takes out of the directory or renames, and whose id another person gets. */

const HR: Holder = { role: "hr", id: "hr" };
const PEOPLE = ["hong.gd", "kim.ys", "lee.sm", "choi.jh", "park.mj"];

let folder: string;
let trial: Trial;
let administrator: NatsConnection;
let hr: NatsConnection;
let parts: RunningParts | undefined;
let url: string;
let sequence = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-enrolment-people-"));
  trial = await trialOn(folder, { credentials: "jwt", holders: [ADMINISTRATOR, KEEPER, HR] });
  administrator = await connectTo(trial, ADMINISTRATOR);
  const { revision, covers } = await readDirectory(administrator);
  const people = PEOPLE.map((id) => ({ id, aliases: [] }));
  await writeDirectory(administrator, { people, revision, covers, now: Date.now() });
  hr = await connectTo(trial, HR);
  await writeFile(join(folder, "tokens.json"), "[]");
  const enrolment = { file: await enrolmentIn(trial), lifetime: 3_600, idle: 86_400 };
  parts = await startParts({
    broker: keeperLogin(trial),
    parts: {
      keeper: true,
      http: {
        ...{ host: "127.0.0.1", port: 0, tokensFile: join(folder, "tokens.json") },
        ...{ maxRequestsPerSecond: 1_000, enrolment },
      },
    },
    log: () => {},
  });
  url = parts.http?.url ?? "";
  await until(async () => (await fetch(`${url}/readyz`)).ok);
});
afterAll(async () => {
  await parts?.stop();
  await hr?.close();
  await administrator?.close();
  await trial?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Sends what HR says, and waits for what became of it. */
async function says(
  type: "joined" | "left" | "renamed",
  user: string,
  { to, isLate = false, at = new Date().toISOString() }: { to?: string; isLate?: boolean; at?: string } = {},
): Promise<string> {
  if (!isLate) sequence += 2; // a late one comes between
  const number = isLate ? sequence - 1 : sequence;
  const event = { type: `people.${type}`, user, to, sequence: number, occurredAt: at };
  const outcomes = hr.subscribe("outcome.HR", { timeout: 60_000 });
  await hr.request("intake.HR", JSON.stringify(event), { timeout: 60_000 });
  for await (const outcome of outcomes) {
    const said = outcome.json<{ sequence: string; outcome: string }>();
    if (said.sequence === String(number)) return said.outcome;
  }
  return "none";
}

const now = (): number => Math.floor(Date.now() / 1000);

function codeFor(user: string): Promise<string> {
  return issueCode(administrator, user, now() + 600, now());
}

async function enrolled(user: string): Promise<AppKey> {
  const app = new AppKey();
  await expect.poll(async () => (await app.byCode(url, await codeFor(user))).status).toBe(200);
  return app;
}

test("enrolment - the PC of a leaver gets no login of whoever has the id next", async () => {
  const leaver = await enrolled("hong.gd");
  const unused = await codeFor("hong.gd");
  await says("left", "hong.gd");
  await says("joined", "hong.gd");
  const joiner = await enrolled("hong.gd");
  expect(await leaver.renew(url, "hong.gd")).toMatchObject({ status: 403, reason: "key-withdrawn" });
  expect(await new AppKey().byCode(url, unused)).toMatchObject({ status: 403, reason: "code-expired" });
  expect(await joiner.renew(url, "hong.gd")).toMatchObject({ status: 200, body: { user: "hong.gd" } });
});

test("enrolment - the PC of a renamed person goes on as that person, and the old id is given to nobody else meanwhile", async () => {
  const renamed = await enrolled("kim.ys");
  const unused = await codeFor("kim.ys");
  expect(await says("renamed", "kim.ys", { to: "kim.b" })).toBe("kept");
  expect(await says("joined", "kim.ys")).toBe("refused");
  expect(await renamed.renew(url, "kim.ys")).toMatchObject({ status: 200, body: { user: "kim.b" } });
  expect(await renamed.renew(url, "kim.b")).toMatchObject({ status: 200, body: { user: "kim.b" } });
  expect(await new AppKey().byCode(url, unused)).toMatchObject({ status: 200, body: { user: "kim.b" } });
});

test("enrolment - a person who was renamed twice and left takes every PC along", async () => {
  const [first, kept] = [await enrolled("lee.sm"), await enrolled("choi.jh")];
  expect(await says("renamed", "lee.sm", { to: "lee.b" })).toBe("kept");
  expect(await says("renamed", "lee.b", { to: "lee.c" })).toBe("kept");
  const second = await enrolled("lee.c");
  expect(await says("left", "lee.c")).toBe("kept");
  for (const id of ["lee.sm", "lee.b", "lee.c"]) expect(await says("joined", id)).toBe("kept");
  await enrolled("lee.c");
  expect(await first.renew(url, "lee.sm")).toMatchObject({ status: 403, reason: "key-withdrawn" });
  expect(await second.renew(url, "lee.c")).toMatchObject({ status: 403, reason: "key-withdrawn" });
  expect(await kept.renew(url, "choi.jh")).toMatchObject({ status: 200 });
});

test.each([
  ["left", undefined],
  ["renamed", "park.b"],
] as const)(
  "enrolment - that somebody %s is said late: the PC of before goes, that of whoever came since stays",
  async (type, to) => {
    const before = await enrolled("park.mj");
    await expect.poll(() => Date.now()).toBeGreaterThan((now() + 1) * 1000); // enrolment counts in seconds
    const at = new Date().toISOString();
    expect(await says("joined", "park.mj")).toBe("kept");
    const joiner = await enrolled("park.mj");
    expect(await says(type, "park.mj", { ...(to === undefined ? {} : { to }), isLate: true, at })).toBe(
      to === undefined ? "older" : "kept",
    );
    expect(await before.renew(url, "park.mj")).toMatchObject({ status: 403, reason: "key-withdrawn" });
    expect(await joiner.renew(url, "park.mj")).toMatchObject({ status: 200, body: { user: "park.mj" } });
  },
);
