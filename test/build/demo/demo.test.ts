import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runDemo } from "../../../build/demo/demo.ts";
import { parseOptions } from "../../../build/demo/options.ts";
import { OLD_PC, SYSTEMS, type SystemId } from "../../../build/demo/services.ts";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { parseCatalog } from "../../../main/contract/catalog.ts";
import type { ApprovalEvent } from "../../../main/contract/event.ts";
import { checkLink } from "../../../main/contract/link.ts";
import { CATALOG_SUBJECT } from "../../../main/contract/subject.ts";
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

const reaches = (service: SystemId, count: number): Promise<ApprovalEvent> =>
  waitFor(() => visit.retained(service), {
    what: `${service} retains ${count}`,
    until: (event) => event.count === count,
  });

test("demo - on the first day a few requests wait, and the broker has every count", async () => {
  for (const { id, waitingAtFirst } of SYSTEMS) await reaches(id, waitingAtFirst);
});

test("demo - the catalog names all systems with links that the policy allows", async () => {
  const connection = await visit.connect();
  const answer = await connection.request(`$JS.API.DIRECT.GET.CATALOG.${CATALOG_SUBJECT}`);
  const catalog = parseCatalog(answer.data);
  if (!catalog.ok) throw new Error(catalog.detail);
  expect(catalog.value.catalog.map(({ id }) => id)).toEqual(SYSTEMS.map(({ id }) => id));
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

test("demo - the page says by which way each service sends, and what became of each event", async () => {
  await visit.post("/mail/request");
  const page = await waitFor(() => visit.page("/"), {
    what: "the outcome is on the page",
    until: (shown) => /Mail: kept \(sequence 4\)/.test(shown),
  });
  for (const way of ["outbox library", "HTTP POST", "NATS client", "MQTT message", "alrimi publish command"])
    expect(page).toContain(way);
});

test("demo - late, doubled and malformed events are told with their outcome, and the newest is what stays", async () => {
  const before = await visit.retained("mail");
  const button = (shown: string) => /<button[^>]*id="late-mail"[^>]*>/.exec(shown)?.[0];
  expect(button(await visit.page("/"))).not.toContain("disabled");
  expect(/<button[^>]*id="late-hr-leave"[^>]*>/.exec(await visit.page("/"))?.[0]).toContain("disabled");
  for (const fault of ["late", "twice", "malformed"])
    expect((await visit.post("/mail/faulty", { fault })).status).toBe(303);
  await waitFor(() => visit.page("/"), {
    what: "three outcomes",
    until: (shown) =>
      [
        "Mail: older, not kept (sequence 3, superseded; the newest is 4)",
        "Mail: kept already (sequence 4, duplicate)",
        "Mail: refused (bad-count",
      ].every((line) => shown.includes(line)),
  });
  expect(await visit.retained("mail")).toEqual(before);
  expect((await visit.post("/mail/faulty", { fault: "other" })).status).toBe(404);
});

test("demo - a request that is due soon, and one that is late, are the earliest deadline", async () => {
  const now = Date.now();
  const minutes = async () => (((await visit.retained("e-approval")).dueAt ?? 0) - now) / 60_000;
  expect((await visit.post("/due/soon")).status).toBe(303);
  await waitFor(minutes, { what: "due in 20 minutes", until: (left) => Math.abs(left - 20) < 2 });
  expect((await visit.post("/due/past")).status).toBe(303);
  await waitFor(minutes, { what: "due an hour ago", until: (left) => Math.abs(left + 60) < 2 });
});

test("demo - the keeper is killed and started: events wait in the broker, and are kept after it", async () => {
  const before = await visit.retained("visitor-access");
  await visit.post("/server/stop");
  await waitFor(async () => /id="server-state">stopped/.test(await visit.page("/")), { what: "stopped" });
  await visit.post("/visitor-access/request");
  await visit.post("/finance-card/request");
  await visit.post("/e-approval/request");
  await waitFor(async () => (await visit.page("/")).includes("stored by the broker"), { what: "stored" });
  expect(await visit.retained("visitor-access")).toEqual(before);
  await waitFor(async () => (await visit.page("/")).includes("not delivered yet"), { what: "HTTP is away" });
  await visit.post("/server/start");
  await reaches("visitor-access", before.count + 1);
  await waitFor(async () => !/not delivered yet|stored by the broker/.test(await visit.page("/")), {
    what: "every newest count is kept",
  });
});

test("demo - a system that sends nothing is asked by the bridge: a request and an approval reach the broker", async () => {
  const { id } = OLD_PC;
  const before = await visit.retained(id);
  expect((await visit.post(`/${id}/request`)).status).toBe(303);
  await reaches(id, before.count + 1);
  const [, item = ""] = /name="item" value="([^"]+)"/.exec(await visit.page(`/${id}`)) ?? [];
  await visit.post(`/${id}/decide`, { item, decision: "approve" });
  await reaches(id, before.count);
  expect((await visit.post(`/${id}/faulty`, { fault: "late" })).status).toBe(404);
});

test("demo - pages that ask the old system directly stand apart from the bridge in its load, until they are ended", async () => {
  expect(await visit.page("/")).toContain("pages: 0");
  await visit.post("/old-pc/crowded");
  await waitFor(() => visit.page("/"), {
    what: "it refuses requests",
    until: (shown) =>
      /pages: [1-9]/.test(shown) && /refused: [1-9]/.test(shown) && /bridge: [1-9]/.test(shown),
  });
  await visit.post("/old-pc/bridged");
  await waitFor(() => visit.page("/"), {
    what: "only the bridge asks it",
    until: (shown) => shown.includes('id="old-pc-crowd">Show the old way'),
  });
});

test("demo - the portal shows the same counts, follows them, and opens the same pages", async () => {
  const { id } = OLD_PC;
  const { count } = await visit.retained(id);
  expect(await visit.page("/portal")).toContain("<alrimi-board");
  expect(await visit.page("/v1/alrimi-board.js")).toContain("customElements");
  const board = async () => JSON.parse(await visit.page("/v1/board?lang=en")).services;
  const row = { id, count, url: `${visit.origin}/${id}` };
  const slowly = { interval: 1_000 }; // a person may read the board 120 times a minute
  await waitFor(async () => expect(await board()).toContainEqual(expect.objectContaining(row)), {
    what: "board",
    ...slowly,
  });
  await visit.post(`/${id}/request`);
  await waitFor(
    async () => (await board()).find((each: { id: string }) => each.id === id).count === count + 1,
    {
      what: "one more",
      ...slowly,
    },
  );
});

test("demo - somebody joins and somebody leaves, by events of HR; the person of the demo stays", async () => {
  await visit.post("/hr/join");
  await visit.post("/hr/leave", { id: "choi.sa" });
  const page = await waitFor(() => visit.page("/"), {
    what: "HR's events are sent",
    until: (shown) => shown.includes("HR: kang.he joins") && shown.includes("HR: choi.sa leaves"),
  });
  expect(page).toContain('id="leave-kang.he"');
  expect(page).not.toContain('id="leave-choi.sa"');
  await visit.post("/hr/leave", { id: visit.policy.user ?? "" });
  expect(await visit.page("/")).toContain(`id="leave-${visit.policy.user}"`);
});

test("demo - a burst arrives whole: the counts add up", async () => {
  const total = async (): Promise<number> => {
    const events = await Promise.all(SYSTEMS.map(({ id }) => visit.retained(id)));
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
  expect((await visit.post("/server/stop", {}, "http://evil.example")).status).toBe(403);
  const bare = await fetch(`${visit.origin}/hr-leave/request`, { method: "POST" });
  expect(bare.status).toBe(403);
  expect(await visit.retained("hr-leave")).toEqual(before);
});

test("demo - pages carry a strict policy, and what is not there is not found", async () => {
  const answer = await fetch(`${visit.origin}/hr-leave`);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect((await fetch(`${visit.origin}/nothing`)).status).toBe(404);
  expect((await fetch(`${visit.origin}/screen.png`)).status).toBe(404); // there is no virtual desktop
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
  for (const name of ["secrets.json", "policy.json", "server.json", "tokens.json"]) {
    expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0);
  }
});
