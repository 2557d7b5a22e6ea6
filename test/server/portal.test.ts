import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readDirectory, writeDirectory } from "../../main/admin/people/directory.ts";
import type { Person } from "../../main/contract/people.ts";
import { readServerConfig } from "../../main/server/config.ts";
import type { PortalBoard } from "../../main/view/portal-board.ts";
import { OTHER_SERVICE, OTHER_USER, SERVICE, USER, until } from "../nats/real-broker.ts";
import { Browser } from "./sign-on/browser.ts";
import { CATALOG, type Site, startSite } from "./site.ts";

const PORTAL = "https://portal.example.com";
/** A person may read the board 120 times a minute. */
const SLOWLY = { interval: 1_000 };

let site: Site;
let sequence = 0;

beforeAll(async () => {
  site = await startSite({ allowedOrigins: [PORTAL] });
  for (const user of [USER, OTHER_USER]) {
    const count = user === USER ? 3 : 7;
    await site.publish({ user, service: SERVICE, count, sequence: ++sequence });
  }
  const stream = await open(await signedOn(USER));
  await until(() => stream.boards.at(-1)?.total.count === 3);
  stream.leave();
});
afterAll(() => site[Symbol.asyncDispose]());

async function signedOn(user: string): Promise<Browser> {
  site.company.who = user;
  const browser = new Browser();
  await browser.visit(`${site.url}/v1/sign-on?return=/v1/board`);
  return browser;
}

type Answer = PortalBoard & { readonly asOf: string };

async function boardOf(browser: Browser, path = "/v1/board?lang=ko"): Promise<Answer> {
  return (await (await browser.ask(site.url + path)).json()) as Answer;
}

const countsIn = ({ services }: PortalBoard): unknown =>
  Object.fromEntries(services.map(({ id, count }) => [id, count]));

interface Stream {
  readonly status: number;
  readonly boards: PortalBoard[];
  readonly events: string[];
  isOver: boolean;
  leave(): void;
}

/** Opens an event stream, as a browser does. */
async function open(
  browser: Browser | undefined,
  headers: Record<string, string> = {},
  lang = "ko",
): Promise<Stream> {
  const leaving = new AbortController();
  const url = `${site.url}/v1/board/events?lang=${lang}`;
  const init = { headers, signal: leaving.signal };
  const response = await (browser === undefined ? fetch(url, init) : browser.ask(url, init));
  const stream: Stream = {
    ...{ status: response.status, boards: [], events: [], isOver: false },
    leave: () => leaving.abort(),
  };
  void (async () => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        stream.events.push(event);
        const [, board] = /^event: board\ndata: (.*)$/.exec(event) ?? [];
        if (board !== undefined) stream.boards.push(JSON.parse(board) as PortalBoard);
      }
    }
  })()
    .catch(() => {})
    .finally(() => {
      stream.isOver = true;
    });
  return stream;
}

test("portal - a person's board has the app's order and words, and an unknown count is null and –, never 0", async () => {
  const board = await boardOf(await signedOn(USER));
  expect(board).toMatchObject({
    language: "ko",
    isFresh: true,
    asOf: expect.stringMatching(/^\d\d:\d\d 기준$/),
  });
  expect(board.total).toMatchObject({ text: "결재 대기 3건", digits: "3", count: 3 });
  expect(board.services.map(({ name, digits, certainty }) => [name, digits, certainty])).toEqual([
    ["휴가·출장", "3", "sure"],
    ["법인카드", "–", "unheard"],
    ["메일", "–", "unheard"],
  ]);
  expect(countsIn(board)).toEqual({ [SERVICE]: 3, [OTHER_SERVICE]: null, mail: null });
  expect(board.unheard).toBe("아직 받은 정보 없음: 2개");
  expect((await boardOf(await signedOn(USER), "/v1/board?lang=en")).total.text).toMatch(/3/);
});

test("portal - links come from the catalog alone, and only those that the app would open", async () => {
  const { services } = await boardOf(await signedOn(USER));
  expect(services.map(({ id, url }) => [id, url])).toEqual([
    [SERVICE, "https://hr.example.com/approvals"],
    [OTHER_SERVICE, undefined],
    ["mail", undefined],
  ]);
});

test("portal - a change arrives at the pages of its person alone", async () => {
  const mine = await open(await signedOn(USER));
  const others = await open(await signedOn(OTHER_USER));
  await expect.poll(() => [mine.boards.length, others.boards.length]).toEqual([1, 1]);
  const dueAt = new Date(Date.now() - 60_000).toISOString();
  await site.publish({ user: USER, service: OTHER_SERVICE, count: 2, sequence: ++sequence, dueAt });
  await expect.poll(() => mine.boards.at(-1)?.total.count).toBe(5);
  expect(mine.boards.at(-1)?.services[0]).toMatchObject({
    id: OTHER_SERVICE,
    count: 2,
    due: { urgency: "overdue" },
  });
  await site.publish({ user: OTHER_USER, service: SERVICE, count: 8, sequence: ++sequence });
  await expect.poll(() => others.boards.at(-1)?.total.count).toBe(8);
  expect(JSON.stringify(others.events)).not.toContain(USER);
  expect(others.boards).toHaveLength(2);
  expect(mine.boards.at(-1)?.total.count).toBe(5);
  for (const stream of [mine, others]) stream.leave();
});

test.each([
  ["a parameter", `/v1/board?user=${OTHER_USER}&person=${OTHER_USER}&lang=ko`, {}],
  [
    "a header of a proxy",
    "/v1/board?lang=ko",
    { "x-remote-user": OTHER_USER, "x-forwarded-user": OTHER_USER },
  ],
  ["a path", `/v1/board/${OTHER_USER}`, {}],
  ["a path with dots", `/v1/board/../board?user=${OTHER_USER}`, {}],
])("portal - by %s a person sees their own board or none", async (_way, path, headers) => {
  const browser = await signedOn(USER);
  const text = await (await browser.ask(site.url + path, { headers })).text();
  expect(text).not.toContain("결재 대기 7건");
  expect(text).not.toContain("결재 대기 8건");
});

test("portal - an employee's own answers of the broker, sent to the portal, change nobody's board", async () => {
  const victim = await open(await signedOn(OTHER_USER));
  await expect.poll(() => victim.boards.length).toBe(1);
  const attacker = await site.real.asApp(USER);
  const GET = "$JS.API.DIRECT.GET";
  for (const reply of [
    `approvals.kim%2Eys.${SERVICE}`,
    "catalog.services",
    "alrimi.heartbeat",
    "alrimi.keeper",
  ]) {
    attacker.publish(`${GET}.APPROVALS.approvals.hong%2Egd.${SERVICE}`, "", { reply });
    attacker.publish(`${GET}.APPROVALS.approvals.hong%2Egd.nothing`, "", { reply });
    attacker.publish(`${GET}.CATALOG.catalog.services`, "", { reply });
  }
  await attacker.flush();
  const before = victim.boards.at(-1);
  await site.publish({ user: OTHER_USER, service: SERVICE, count: 9, sequence: ++sequence });
  await expect.poll(() => victim.boards.at(-1)?.total.count).toBe(9);
  expect(victim.boards).toHaveLength(2);
  expect(countsIn(victim.boards[1] as PortalBoard)).toEqual({
    ...(countsIn(before as PortalBoard) as object),
    [SERVICE]: 9,
  });
  victim.leave();
});

test.each(["/v1/board", "/v1/board/events"])("portal - %s is for people who have signed on", async (path) => {
  const answers = await Promise.all([
    fetch(site.url + path),
    fetch(site.url + path, { headers: { cookie: "__Host-alrimi=forged" } }),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ type: "urn:alrimi:not-signed-on" });
  }
});

test("portal - an allowed page of another origin may ask with the person's cookie, and no other page may", async () => {
  const browser = await signedOn(USER);
  const allowed = await browser.ask(`${site.url}/v1/board`, { headers: { origin: PORTAL } });
  expect(allowed.status).toBe(200);
  expect(allowed.headers.get("access-control-allow-origin")).toBe(PORTAL);
  expect(allowed.headers.get("access-control-allow-credentials")).toBe("true");
  expect(allowed.headers.get("vary")).toContain("Origin");
  const others: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `${PORTAL}.evil.example` },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "cross-site" },
  ];
  for (const headers of others) {
    for (const path of ["/v1/board", "/v1/board/events"]) {
      const answer = await browser.ask(site.url + path, { headers });
      expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([403, null]);
      expect(await answer.json()).toMatchObject({ type: "urn:alrimi:other-origin" });
    }
  }
  const stream = await open(browser, { origin: PORTAL });
  expect(stream.status).toBe(200);
  stream.leave();
});

test("portal - a person has a bounded number of open pages, and one more when one is left", async () => {
  const browser = await signedOn(OTHER_USER);
  const streams = [await open(browser), await open(browser), await open(browser)];
  await expect.poll(() => streams.every(({ boards }) => boards.length > 0)).toBe(true);
  expect((await open(browser)).status).toBe(429);
  expect((await open(await signedOn(USER))).status).toBe(200);
  streams[0]?.leave();
  await until(async () => {
    const next = await open(browser);
    next.leave();
    return next.status === 200;
  });
  for (const stream of streams) stream.leave();
});

test("portal - the sign-on brings the browser back to an allowed page, and to no other", async () => {
  const browser = new Browser();
  const ask = (to: string) => browser.ask(`${site.url}/v1/sign-on?return=${encodeURIComponent(to)}`);
  expect((await ask(`${PORTAL}/home`)).status).toBe(303);
  expect((await ask("https://evil.example/home")).status).toBe(400);
});

test("portal - a service that leaves the catalog leaves the board, and one that comes is read", async () => {
  const stream = await open(await signedOn(USER));
  await site.putCatalog(CATALOG.slice(1));
  await expect.poll(() => stream.boards.at(-1)?.services.some(({ id }) => id === SERVICE)).toBe(false);
  await site.putCatalog(CATALOG);
  await expect.poll(() => stream.boards.at(-1)?.services.find(({ id }) => id === SERVICE)?.count).toBe(3);
  stream.leave();
});

test("portal - the script is the same for everybody: with an ETag, and at a path that never changes", async () => {
  const first = await fetch(`${site.url}/v1/alrimi-board.js`);
  const etag = first.headers.get("etag") ?? "";
  expect(first.headers.get("cache-control")).toBe("public, no-cache");
  expect(first.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect((await fetch(first.url, { headers: { "if-none-match": etag } })).status).toBe(304);
  const fixed = await fetch(`${site.url}/v1/alrimi-board.${JSON.parse(etag)}.js`);
  expect(fixed.headers.get("cache-control")).toContain("immutable");
  expect(await fixed.text()).toBe(await first.text());
  expect((await fetch(`${site.url}/v1/alrimi-board.0000000000000000.js`)).status).toBe(404);
});

test("portal - the page's commands print the board and its events, and its configuration is read", async () => {
  const page = readFileSync(join(import.meta.dirname, "../../build/broker/PORTAL.md"), "utf8");
  const [, commands = ""] = /^## For programs$.*?^```sh\n(.*?)^```$/ms.exec(page) ?? [];
  const [document, events] = commands.trim().split("\n");
  const session = await (await signedOn(USER)).cookie("__Host-alrimi", site.url);
  const env = { ...process.env, SESSION: session, SERVER: site.url };
  const run = (command = ""): Promise<string> =>
    new Promise((resolve) => execFile("sh", ["-c", command], { env }, (_error, output) => resolve(output)));
  expect((JSON.parse(await run(document)) as PortalBoard).total.count).toBe(5);
  expect(await run(events)).toMatch(/^retry: \d+\n\nevent: board\ndata: \{.*\}\n\nevent: alive\n/);
  const [, portal = ""] = /^ {3}```json\n(.*?)^ {3}```$/ms.exec(page) ?? [];
  const web = {
    ...{ url: "https://alrimi.example.com", ...(JSON.parse(portal) as object) },
    signOn: { oidc: { issuer: "https://login.example.com", clientId: "alrimi", clientSecretFile: "secret" } },
  };
  const file = join(site.real.folder, "page.json");
  const credentials = { credsFile: "keeper.creds" };
  writeFileSync(file, JSON.stringify({ servers: ["tls://broker"], credentials, parts: { web } }));
  expect(readServerConfig(file).parts.web?.portal).toMatchObject({
    credentials: { credsFile: join(site.real.folder, "portal.creds") },
    ...{ allowedOrigins: [PORTAL], maxStreams: 20_000, timeZone: "Asia/Seoul" },
  });
});

test("portal - no line of the log names a person", () => {
  expect(site.lines.filter((line) => /hong|kim\.ys/.test(line))).toEqual([]);
});

// The last: it ends the broker.
test("portal - the open page of a person who was renamed ends, so that it does not go on with the old id", async () => {
  const administrator = await site.real.asAdministrator();
  const put = async (people: readonly Person[] | undefined): Promise<void> => {
    const { revision, covers } = await readDirectory(administrator);
    await writeDirectory(administrator, { people, revision, covers, now: Date.now() });
  };
  const others = { id: OTHER_USER, aliases: [] };
  await put([{ id: USER, aliases: [] }, others]);
  const browser = await signedOn(USER);
  await expect.poll(async () => (await browser.ask(`${site.url}/v1/board`)).status, SLOWLY).toBe(200);
  const mine = await open(browser);
  await put([{ id: "hong.new", aliases: [USER] }, others]);
  await expect.poll(() => mine.isOver).toBe(true);
  await site.publish({ user: USER, service: SERVICE, count: 4, sequence: ++sequence });
  await expect.poll(async () => (await boardOf(browser)).total.count, SLOWLY).toBe(4);
  await put(undefined);
});

test("portal - without a broker the counts stay, as old, a 0 is unknown, and afterwards they are current again", async () => {
  await site.publish({ user: USER, service: OTHER_SERVICE, count: 0, sequence: ++sequence });
  const stream = await open(await signedOn(USER));
  await expect.poll(() => stream.boards.at(-1)?.isFresh).toBe(true);
  await site.real.broker.kill();
  await expect.poll(() => stream.boards.at(-1)?.status.kind).toBe("stale");
  const old = stream.boards.at(-1);
  expect(old?.services.find(({ id }) => id === SERVICE)).toMatchObject({
    count: 3,
    digits: "3",
    isDated: true,
  });
  expect(old?.services.every(({ count }) => count !== 0)).toBe(true);
  expect((await boardOf(await signedOn(USER))).asOf).toMatch(/기준$/);
  await site.real.broker.restart();
  await expect.poll(() => stream.boards.at(-1)?.isFresh).toBe(true);
  stream.leave();
});
