import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aboutConnected, aboutPeople, readPeople } from "../../../main/admin/check/check-people.ts";
import { aboutRenewals } from "../../../main/admin/check/check-renewals.ts";
import { aboutServices, readServices } from "../../../main/admin/check/check-services.ts";
import { fleetSubject, formatFleetReport } from "../../../main/contract/fleet.ts";
import type { BrokerError } from "../../../main/nats/broker-error.ts";
import type { Role } from "../../../main/nats/permissions.ts";
import { createPublisher } from "../../../main/publisher/publish.ts";
import { describeFinding } from "../../../main/words/check/index.ts";
import { OTHER_SERVICE, OTHER_USER, realBroker, SERVICE, USER, until } from "../../nats/real-broker.ts";
import { reportOf } from "../fleet/reports.ts";
import { connectTo, trialOn } from "../kit/ways.ts";

const DAY = 86_400;
const NOW = 1_800_000_000;
const describeError = ({ message }: BrokerError): string => message;
const services = [SERVICE, OTHER_SERVICE].map((id) => ({ id, name: { en: id } }));

test("broker check - services of which nothing was kept for longer than asked are named", () => {
  const now = NOW * 1000;
  const heard = new Map([
    ["hr-leave", now - 6 * DAY * 1000],
    ["mail", now - 8 * DAY * 1000],
    ["card", undefined],
  ]);
  expect(readServices(heard, 7 * DAY * 1000, now)).toEqual([
    {
      ...{ level: "warning", code: "service-silent", service: "mail" },
      last: new Date(now - 8 * DAY * 1000).toISOString(),
    },
    { level: "warning", code: "service-silent", service: "card", last: null },
  ]);
  heard.delete("card");
  expect(readServices(heard, 9 * DAY * 1000, now)).toEqual([
    { level: "ok", code: "services-heard", services: 2 },
  ]);
  expect(readServices(heard, undefined, now)).toEqual([]);
});

test("broker check - people without a login, without events, and without a report are counted apart", () => {
  const people = ["a", "b", "c"];
  const look = (retained: string[], reporting: string[], known: string[] | undefined = people) =>
    readPeople(new Set(retained), new Set(reporting), known);
  expect(look(["a", "b", "x"], ["a"])).toEqual([
    { level: "ok", code: "people-counted", people: 3 },
    { level: "warning", code: "people-without-login", people: 1, examples: ["x"] },
    { level: "warning", code: "people-without-events", people: 1, examples: ["c"] },
    { level: "warning", code: "apps-never-reported", people: 2, examples: ["b", "c"] },
  ]);
  expect(look(people, people)).toEqual([
    { level: "ok", code: "people-counted", people: 3 },
    { level: "ok", code: "apps-reported", people: 3 },
  ]);
  // Nobody reports: that no app has ever connected would be a guess.
  expect(look(people, []).at(-1)).toEqual({ level: "unknown", code: "apps-unknown" });
  expect(readPeople(new Set(["a"]), new Set(), undefined)).toEqual([
    { level: "ok", code: "people-counted", people: 1 },
    { level: "unknown", code: "kit-needed" },
  ]);
  const many = Array.from({ length: 1_000 }, (_, number) => `p${number}`);
  const [, found] = look([...people, ...many], people);
  expect(found).toMatchObject({ people: 1_000, examples: many.slice(0, 5) });
  expect(found && describeFinding("en", found)).toContain("1000 people");
  expect(found && describeFinding("ko", found)).toContain("(p0, p1, p2, p3, p4, …)");
});

test("broker check - credentials that end soon or have ended are named, unless there are newer ones", () => {
  const entry = (token: string, days?: number, revoked = false, role: Role = "app") => ({
    ...{ role, token, publicKey: `U${token}${days}`, issuedAt: NOW - 400 * DAY },
    ...(days === undefined ? {} : { expiresAt: NOW + days * DAY }),
    ...(revoked ? { revokedAt: NOW - DAY } : {}),
  });
  const look = (issued: ReturnType<typeof entry>[]) => aboutRenewals({ issued, tokens: [] }, NOW);
  expect(look([entry("lasting", 31), entry("ever"), entry("renewed", 3), entry("renewed", 300)])).toEqual([
    { level: "ok", code: "credentials-ok", people: 3 },
  ]);
  const found = look([
    ...[entry("soon", 29), entry("ended", -3), entry("left", -31), entry("fired", -3, true)],
    ...[entry("back", -3), entry("back", 300), entry("hr", 3, false, "writer")],
  ]);
  expect(found).toEqual([
    { level: "warning", code: "credentials-expired", people: 1, examples: ["ended"] },
    { level: "warning", code: "credentials-expire", people: 1, days: 30, examples: ["soon"] },
  ]);
  expect(look([])).toEqual([]);
});

test("broker check - a service whose last token for HTTP ends soon is named", () => {
  const token = (service: string, days?: number) => ({
    ...{ service, sha256: "", issuedAt: "" },
    ...(days === undefined ? {} : { expiresAt: new Date((NOW + days * DAY) * 1000).toISOString() }),
  });
  const tokens = [token("a", 3), token("a"), token("b", 3), token("b", 7), token("c", -2), token("d", 90)];
  expect(aboutRenewals({ issued: [], tokens }, NOW)).toEqual([
    { level: "warning", code: "token-expires", service: "b", days: 7 },
    { level: "warning", code: "token-expires", service: "c", days: -2 },
  ]);
});

test("broker check - on a real broker: who has events, which service was heard, whose app reported", async () => {
  await using real = await realBroker();
  const administrator = await real.asAdministrator();
  const silent = () => aboutServices(administrator, services, 60_000, describeError);
  expect(await silent()).toMatchObject([
    { code: "service-silent", service: SERVICE, last: null },
    { code: "service-silent", service: OTHER_SERVICE, last: null },
  ]);
  const writer = createPublisher(await real.asWriter(), { outcomeMs: 60_000 });
  for (const user of [USER, "hong.gdd"])
    await writer.publish({ user, service: SERVICE, count: 1, sequence: 1 });
  await expect.poll(silent).toMatchObject([{ code: "service-silent", service: OTHER_SERVICE, last: null }]);

  const app = await real.asApp(USER);
  const report = fleetSubject(USER);
  if (!report.ok) throw new Error(report.detail);
  app.publish(report.value, formatFleetReport(reportOf()));
  await app.flush();
  const look = () => aboutPeople(administrator, services, [USER, OTHER_USER], describeError);
  await until(async () => (await look()).some(({ code }) => code === "apps-never-reported"));
  expect(await look()).toEqual([
    { level: "ok", code: "people-counted", people: 2 },
    { level: "warning", code: "people-without-login", people: 1, examples: ["hong.gdd"] },
    { level: "warning", code: "people-without-events", people: 1, examples: [OTHER_USER] },
    { level: "warning", code: "apps-never-reported", people: 1, examples: [OTHER_USER] },
  ]);
});

test("broker check - with the kit's login for monitoring it says how many apps are connected now", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-connected-"));
  const me = { role: "app", id: USER } as const;
  const trial = await trialOn(folder, { nodes: 3, holders: [me] });
  try {
    const { accounts } = trial.plan;
    const login = {
      servers: trial.servers,
      credsFile: join(trial.kit, "users", "system.creds"),
      tls: { caFile: trial.caFile ?? "" },
    };
    const look = () => aboutConnected({ login, account: accounts?.APPS ?? "" }, 7);
    expect(await look()).toEqual([{ level: "ok", code: "apps-connected", apps: 0, people: 7 }]);
    const apps = await Promise.all([0, 1, 2].map(() => connectTo(trial, me)));
    expect(await look()).toEqual([{ level: "ok", code: "apps-connected", apps: 3, people: 7 }]);
    await Promise.all(apps.map((app) => app.close()));
    await trial.nodes[2]?.process.end("SIGKILL");
    expect(await look()).toEqual([]); // the dead server might have apps
    expect(await aboutConnected({ login: { ...login, credsFile: "/none" }, account: "" }, 7)).toEqual([]);
  } finally {
    await trial.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

test("broker check - a login that may not look says so, as one of an earlier configuration", async () => {
  await using real = await realBroker({ withoutKeeper: true });
  const service = await real.asWriter();
  expect(await aboutServices(service, services, 1, describeError)).toMatchObject([
    { level: "unknown", code: "services-unknown", detail: expect.stringContaining("server.heard") },
  ]);
  expect(await aboutPeople(service, services, [], describeError)).toMatchObject([
    { level: "unknown", code: "people-unknown" },
  ]);
});
