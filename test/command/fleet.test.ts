import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refusals } from "../../main/admin/check/attempt.ts";
import { reviewFleet } from "../../main/admin/fleet/review.ts";
import type { Trial } from "../../main/admin/trial/trial.ts";
import { reportFleet, reportTest } from "../../main/command/fleet-reports.ts";
import { formatFleetReport, parseTestNotice, type TestOutcome } from "../../main/contract/fleet.ts";
import { FLEET_NEEDS } from "../../main/contract/fleet-needs.ts";
import { NOW, reportOf, stored } from "../admin/fleet/reports.ts";
import { connectTo, trialOn } from "../admin/kit/ways.ts";
import { runHere, type Told } from "./run-here.ts";

let folder: string;
let trial: Trial;
let hong: NatsConnection;
let kim: NatsConnection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-fleet-"));
  const holders = ["hong.gd", "kim.ys", "lee.never"].map((id) => ({ role: "app" as const, id }));
  trial = await trialOn(folder, { holders });
  hong = await connectTo(trial, { role: "app", id: "hong.gd" });
  kim = await connectTo(trial, { role: "app", id: "kim.ys" });
});
afterAll(async () => {
  await Promise.all([hong, kim].map((connection) => connection?.close()));
  await trial?.stop();
  await rm(folder, { recursive: true, force: true });
});

const fleet = (...args: string[]): Promise<Told> =>
  runHere(["fleet", ...args, "--kit", trial.kit], { LANG: "C" });
const json = (
  told: Told,
): Record<string, unknown> & { apps: { user: string; needs: { kind: string }[] }[] } => JSON.parse(told.out);

test("alrimi fleet - without reports it says what they need, and names the people who never connected", async () => {
  const told = await fleet();
  expect(told.code).toBe(1);
  expect(told.err).toContain("0 people, 0 apps.");
  expect(told.err).toContain('"fleet": true');
  expect(told.err).toMatch(/Never connected \(3\).*\n {2}hong\.gd\n {2}kim\.ys\n {2}lee\.never\n/);
});

test("alrimi fleet - it shows who needs help, and why", async () => {
  hong.publish("fleet.hong%2Egd", formatFleetReport(reportOf({ notifications: "blocked", at: Date.now() })));
  kim.publish("fleet.kim%2Eys", formatFleetReport(reportOf()));
  await expect.poll(async () => json(await fleet("--json"))["people"]).toBe(2);
  const told = await fleet();
  expect(told.code).toBe(1);
  expect(told.err).toMatch(/^2 people, 2 apps: 0\.2\.0 \(2\)\.\n/);
  expect(told.err).toMatch(
    /Notifications are blocked \(1\)\. Windows .*\n {2}hong\.gd\twin32 x64\t0\.2\.0\t0 min ago\n/,
  );
  expect(told.err).not.toContain("kim.ys");
  expect((await fleet("--all")).err).toContain("kim.ys");
  expect(json(await fleet("--json"))).toMatchObject({
    ok: false,
    installations: 2,
    versions: { "0.2.0": 2 },
    apps: [
      { user: "hong.gd", notifications: "blocked", needs: [{ kind: "notifications-blocked" }] },
      { user: "lee.never", needs: [{ kind: "never-connected" }] },
    ],
  });
});

test("alrimi fleet - one person, an expected version, and periods", async () => {
  expect(await fleet("--user", "Kim.YS")).toMatchObject({
    code: 0,
    out: expect.stringContaining("No app needs help."),
  });
  expect(await fleet("--user", "lee.never")).toMatchObject({
    code: 1,
    err: expect.stringContaining("Never connected"),
  });
  const expected = json(await fleet("--user", "kim.ys", "--expect", "0.3.0", "--json"));
  expect(expected.apps[0]?.needs).toEqual([{ kind: "outdated", newest: "0.3.0" }]);
  for (const version of ["v0.3.0", "newest", ""]) {
    const told = await fleet("--expect", version);
    expect(told).toMatchObject({ code: 2, err: expect.stringContaining("--expect") });
  }
  expect((await fleet("--silent-for", "never", "--user", "kim.ys")).code).toBe(0);
  expect(await fleet("--silent-for", "soon")).toMatchObject({ code: 2 });
  expect(await fleet("--user", "")).toMatchObject({ code: 1 });
});

/** The app of a person, which answers test notices. */
function answering(connection: NatsConnection, token: string, outcome: TestOutcome, pc = 1): () => void {
  const subscription = connection.subscribe(`alrimi.test.${token}`, {
    callback: (_error, { data }) => {
      const id = parseTestNotice(data) ?? "";
      connection.publish(`fleet.${token}`, formatFleetReport(reportOf({ test: { id, ...outcome } }, pc)));
    },
  });
  return () => subscription.unsubscribe();
}

test.each<[TestOutcome, number, string]>([
  [{ outcome: "shown" }, 0, "Shown"],
  [{ outcome: "failed", reason: "blocked" }, 1, "block the notifications"],
  [{ outcome: "held", reason: "locked" }, 6, "is locked"],
])("alrimi fleet test - %j ends with exit code %i", async (outcome, code, text) => {
  const stop = answering(hong, "hong%2Egd", outcome);
  await hong.flush();
  const told = await fleet("test", "--user", "hong.gd", "--wait", "10s");
  expect({ code: told.code, text: told.out + told.err }).toEqual({
    code,
    text: expect.stringContaining(text),
  });
  const asJson = await fleet("test", "--user", "hong.gd", "--json");
  expect(JSON.parse(asJson.out)).toEqual({
    ok: code === 0,
    user: "hong.gd",
    outcome: outcome.outcome,
    reason: "reason" in outcome ? outcome.reason : null,
  });
  stop();
  await hong.flush();
});

test("alrimi fleet test - of two PCs the one that showed it counts, and another answer is not taken for this one", async () => {
  const stops = [
    answering(hong, "hong%2Egd", { outcome: "held", reason: "locked" }, 1),
    answering(hong, "hong%2Egd", { outcome: "shown" }, 2),
  ];
  await hong.flush();
  expect(await fleet("test", "--user", "hong.gd")).toMatchObject({ code: 0 });
  for (const stop of stops) stop();
  const wrong = hong.subscribe("alrimi.test.hong%2Egd", {
    callback: () => {
      const test = { id: "f".repeat(32), outcome: "shown" } as const;
      hong.publish("fleet.hong%2Egd", formatFleetReport(reportOf({ test })));
    },
  });
  await hong.flush();
  const told = await fleet("test", "--user", "hong.gd", "--wait", "1s");
  expect(told).toMatchObject({ code: 5, err: expect.stringContaining("No answer of hong.gd within 1s") });
  wrong.unsubscribe();
});

test("alrimi fleet test - a wait of weeks does not end at once", async () => {
  const subscription = hong.subscribe("alrimi.test.hong%2Egd", {
    callback(_error, { data }) {
      const test = { id: parseTestNotice(data) ?? "", outcome: "shown" } as const;
      setTimeout(() => hong.publish("fleet.hong%2Egd", formatFleetReport(reportOf({ test }))), 500);
    },
  });
  await hong.flush();
  expect(await fleet("test", "--user", "hong.gd", "--wait", "30d")).toMatchObject({ code: 0 });
  subscription.unsubscribe();
});

test("alrimi fleet - a kit that is not there is named as it was given", async () => {
  const told = await runHere(["fleet", "--kit", join(folder, "kti")], { LANG: "C" });
  expect(told).toMatchObject({ code: 1, err: expect.stringMatching(/kti holds no broker\.json/) });
  expect(told.err).not.toContain(join("kti", "kit"));
});

test("alrimi fleet - an employee's login is refused", async () => {
  const creds = trial.minted.find(({ id }) => id === "hong.gd")?.file ?? "";
  const args = ["--server", trial.servers[0] ?? "", "--creds", creds];
  expect(await runHere(["fleet", ...args], { LANG: "C" })).toMatchObject({ code: 4 });
  expect(await runHere(["fleet", "test", "--user", "kim.ys", ...args], { LANG: "C" })).toMatchObject({
    code: 4,
  });
  expect(await refusals(hong, () => hong.publish("alrimi.test.kim%2Eys", "{}"))).toHaveLength(1);
});

test("alrimi fleet - every reason has a group of its own in Korean", () => {
  const review = reviewFleet(
    [
      stored("a", { notifications: "blocked", version: "0.1.0" }),
      stored("b", { tray: "missing" }, { pc: 2 }),
      stored("c", { connection: "refused" }, { pc: 3, hoursAgo: 100 }),
    ],
    { now: NOW, silentFor: 1, people: ["d"] },
  );
  const { text } = reportFleet("ko", review, false, NOW);
  expect(text.split("\n\n")).toHaveLength(1 + FLEET_NEEDS.length);
  expect(text).toContain("c\twin32 x64\t0.2.0\t4일 전\t거부됨");
  for (const answer of ["locked", "presenting"] as const) {
    const held = { outcome: "held", reason: answer, report: reportOf() } as const;
    expect(reportTest("ko", "hong.gd", "30s", held)).toMatchObject({
      code: 6,
      text: expect.stringContaining("보류됨"),
    });
  }
});
