import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runDemo } from "../../../build/demo/demo.ts";
import { parseOptions } from "../../../build/demo/options.ts";
import { SERVICES, type ServiceId } from "../../../build/demo/services.ts";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { parseCatalog } from "../../../main/contract/catalog.ts";
import { type ApprovalEvent, parseEvent } from "../../../main/contract/event.ts";
import { checkLink } from "../../../main/contract/link.ts";
import { approvalsSubject, CATALOG_SUBJECT } from "../../../main/contract/subject.ts";
import { newDataDir, removeDataDirs, runningOn } from "./data-dirs.ts";
import { Visit } from "./visit.ts";

/** The whole demo with a real broker, without the app. */

const dataDir = newDataDir();
const lines: string[] = [];
const stop = new AbortController();
let demo: Promise<number>;
let visit: Visit;

beforeAll(async () => {
  const args = ["--no-app", "--pace=off", "--language=en", `--data-dir=${dataDir}`];
  demo = runDemo(parseOptions(args, {}), stop.signal, (line) => lines.push(line));
  await Promise.race([
    demo,
    waitFor(() => lines.some((line) => line.startsWith("Policy file")), { what: "demo" }),
  ]);
  visit = new Visit(dataDir);
});
afterAll(async () => {
  await visit?.leave();
  stop.abort();
  expect(await demo).toBe(0);
  expect(runningOn(dataDir)).toEqual([]);
  removeDataDirs();
});

const reaches = (service: ServiceId, count: number): Promise<ApprovalEvent> =>
  waitFor(() => visit.retained(service), {
    what: `${service} retains ${count}`,
    until: (event) => event.count === count,
  });

test("demo - on the first day a few requests wait, and the broker has every count", async () => {
  for (const { id, waitingAtFirst } of SERVICES) await reaches(id, waitingAtFirst);
});

test("demo - the catalog names five services with links that the policy allows", async () => {
  const connection = await visit.connect();
  const answer = await connection.request(`$JS.API.DIRECT.GET.CATALOG.${CATALOG_SUBJECT}`);
  const catalog = parseCatalog(answer.data);
  if (!catalog.ok) throw new Error(catalog.detail);
  expect(catalog.value.catalog.map(({ id }) => id)).toEqual(SERVICES.map(({ id }) => id));
  for (const { url } of catalog.value.catalog) {
    expect(checkLink(url, visit.policy.linkOrigins).ok).toBe(true);
    expect((await fetch(url as string)).status).toBe(200);
  }
});

test("demo - a request raises the retained event, an approval lowers it", async () => {
  const before = await visit.retained("e-approval");
  expect((await visit.post("/e-approval/request")).status).toBe(303);
  const raised = await reaches("e-approval", before.count + 1);
  expect(raised.sequence).toBe(before.sequence + 1n);

  const [, item = ""] = /name="item" value="([^"]+)"/.exec(await visit.page("/e-approval")) ?? [];
  await visit.post("/e-approval/decide", { item, decision: "approve" });
  const lowered = await reaches("e-approval", before.count);
  expect(lowered.sequence).toBe(before.sequence + 2n);
  expect(await visit.page("/e-approval")).not.toContain(`value="${item}"`);
});

test("demo - the careless service's late events reach subscribers, yet the newest is what stays", async () => {
  const before = await visit.retained("mail");
  const seen: bigint[] = [];
  const subject = approvalsSubject(visit.policy.user, "mail");
  if (!subject.ok) throw new Error(subject.detail);
  const connection = await visit.connect();
  const subscription = connection.subscribe(subject.value, {
    callback(_error, message) {
      const event = parseEvent(message.subject, message.data);
      if (event.ok) seen.push(event.value.sequence);
    },
  });
  await connection.flush();
  await visit.post("/mail/request");
  const [old, newest] = [before.sequence, before.sequence + 1n];
  await waitFor(() => seen.length === 4, { what: "newest, old, old, newest" });
  expect(seen).toEqual([newest, old, old, newest]);
  expect((await visit.retained("mail")).sequence).toBe(newest);
  subscription.unsubscribe();
});

test("demo - a burst arrives whole: the counts add up", async () => {
  const total = async (): Promise<number> => {
    const events = await Promise.all(SERVICES.map(({ id }) => visit.retained(id)));
    return events.reduce((sum, { count }) => sum + count, 0);
  };
  const before = await total();
  await visit.post("/burst");
  await waitFor(total, { what: "50 more", until: (now) => now === before + 50 });
});

test("demo - while the broker is down a service keeps its count, and delivers it when the broker is back", async () => {
  const before = await visit.retained("visitor-access");
  await visit.post("/broker/stop");
  await waitFor(async () => (await visit.page("/")).includes('class="light stopped"'), { what: "stopped" });
  await visit.post("/visitor-access/request");
  expect(await visit.page("/")).toContain("not delivered yet");
  await visit.post("/broker/start");
  const after = await reaches("visitor-access", before.count + 1);
  expect(after.sequence).toBe(before.sequence + 1n);
  await waitFor(async () => !(await visit.page("/")).includes("not delivered yet"), { what: "delivered" });
});

test("demo - a form from another site, or from nowhere, approves nothing", async () => {
  const before = await visit.retained("hr-leave");
  expect((await visit.post("/hr-leave/request", {}, "http://evil.example")).status).toBe(403);
  expect((await visit.post("/hr-leave/request", {}, "null")).status).toBe(403);
  const bare = await fetch(`${visit.origin}/hr-leave/request`, { method: "POST" });
  expect(bare.status).toBe(403);
  expect(await visit.retained("hr-leave")).toEqual(before);
});

test("demo - pages carry a strict policy, and what is not there is not found", async () => {
  const answer = await fetch(`${visit.origin}/hr-leave`);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect((await fetch(`${visit.origin}/nothing`)).status).toBe(404);
  expect((await fetch(`${visit.origin}//evil.example/%`)).status).toBe(404);
  expect((await visit.post("/hr-leave/decide", { item: "HR-1", decision: "maybe" })).status).toBe(404);
  expect((await visit.post("/hr-leave/decide", { item: "x".repeat(10_000) })).status).toBe(413);
});

test("demo - an unchanged page is not sent again", async () => {
  const etag = (await fetch(`${visit.origin}/hr-leave`)).headers.get("etag") ?? "";
  const again = await fetch(`${visit.origin}/hr-leave`, { headers: { "if-none-match": etag } });
  expect(again.status).toBe(304);
});

test("demo - passwords are readable by their owner only", () => {
  for (const name of ["secrets.json", "policy.json"]) {
    expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0);
  }
});
