import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { brokerConfig } from "../../../main/admin/broker-config.ts";
import { checkBroker } from "../../../main/admin/check/check.ts";
import { aboutClock } from "../../../main/admin/check/check-streams.ts";
import { type EmbeddedBroker, startBroker } from "../../../main/admin/embedded-broker.ts";
import { quote } from "../../../main/admin/kit/conf.ts";
import { provision } from "../../../main/admin/provision.ts";
import type { Finding } from "../../../main/contract/findings.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX } from "../../../main/nats/permissions.ts";

const SERVICE = "hr-leave";
const login = (username: string) => ({ username, password: "x" });

let folder: string;
let config: string;
let broker: EmbeddedBroker;
let administrator: NatsConnection;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-findings-"));
  config = brokerConfig({
    port: -1,
    storeDir: join(folder, "streams"),
    administrator: login("admin"),
    writers: [{ service: SERVICE, ...login(SERVICE) }],
    apps: [],
  });
  broker = await startBroker({ dataDir: folder, config });
  administrator = await connectBroker({
    servers: [broker.url],
    ...login("admin"),
    inboxPrefix: ADMINISTRATOR_INBOX,
  });
  await provision(administrator);
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await administrator?.close();
  await broker?.stop();
  await rm(folder, { recursive: true, force: true });
});

const check = (): Promise<readonly Finding[]> =>
  checkBroker({
    administrator: { servers: [broker.url], ...login("admin") },
    writer: { service: SERVICE, login: { servers: [broker.url], ...login(SERVICE) } },
    describe: ({ message }) => message,
  });
const about = async (part: string): Promise<readonly Finding[]> =>
  (await check()).filter(({ code }) => code.startsWith(part));

test.each([3600, -3600])(
  "broker check - a clock that is %i s from the broker's is found",
  async (seconds) => {
    const { now } = Date;
    vi.spyOn(Date, "now").mockImplementation(() => now() + seconds * 1000);
    const found = await aboutClock(administrator);
    expect(found).toMatchObject({ level: "bad", code: "clock-skewed" });
    if (found.code === "clock-skewed") expect(Math.round(found.seconds)).toBe(-seconds);
  },
);

test("broker check - no catalog, one that is none, and one with a bad service are told apart", async () => {
  expect(await about("catalog")).toEqual([{ level: "warning", code: "catalog-none" }]);
  const put = async (text: string) => void (await administrator.request("catalog.services", text));
  await put("not JSON");
  expect(await about("catalog")).toMatchObject([{ level: "bad", code: "catalog-bad" }]);
  const good = { id: SERVICE, name: { en: "Leave" } };
  await put(JSON.stringify({ services: [good, { id: "" }] }));
  expect(await about("catalog")).toMatchObject([{ level: "warning", code: "catalog-bad" }]);
  await put(JSON.stringify({ services: [good] }));
  expect(await about("catalog")).toEqual([{ level: "ok", code: "catalog-ok", services: 1 }]);
});

test("broker check - what a service may not do and needs, and what it may do and must not, is found", async () => {
  const who = `service ${SERVICE}`;
  const found = async () => (await check()).filter((each) => "who" in each && each.who === who);
  expect(await found()).toMatchObject([{ level: "ok", code: "permissions-ok" }]);
  const write = quote(`approvals.*.${SERVICE}`);
  const read = quote(`$JS.API.DIRECT.GET.APPROVALS.approvals.*.${SERVICE}`);
  const intake = `${quote(`intake.${SERVICE}`)}, ${quote(`$JS.API.DIRECT.GET.REFUSED.refused.${SERVICE}`)}`;
  const listen = `${quote(`outcome.${SERVICE}`)}, ${quote(`_WRITER.${SERVICE}.>`)}`;
  const allowed = `publish: { allow: [${intake}, ${write}, ${read}] }, subscribe: { allow: [${listen}] }`;
  expect(config).toContain(allowed);
  const instead = async (publish: string, subscribe: string): Promise<readonly Finding[]> => {
    const text = `publish: { allow: [${intake}, ${publish}] }, subscribe: { allow: [${subscribe}] }`;
    await broker.reconfigure(config.replace(allowed, text));
    await broker.restart();
    return found();
  };
  const own = `approvals.alrimi-check-nobody.${SERVICE}`;
  expect(await instead(write, listen)).toEqual([
    { level: "bad", code: "may-not", who, what: `publish $JS.API.DIRECT.GET.APPROVALS.${own}` },
  ]);
  expect(await instead(read, listen)).toEqual([
    { level: "bad", code: "may-not", who, what: `publish ${own}` },
  ]);
  const wide = await instead(`${quote("approvals.>")}, ${read}`, `${listen}, ${quote("_WRITER.>")}`);
  expect(wide).toEqual([
    {
      level: "bad",
      code: "may-too-much",
      who,
      what: "publish approvals.alrimi-check-nobody.alrimi-check-nobody",
    },
    { level: "bad", code: "may-too-much", who, what: "listen _WRITER.>" },
  ]);
});
