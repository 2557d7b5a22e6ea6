import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { sample } from "../sample.ts";
import { type Company, SERVICES, startCompany, USER } from "./company.ts";
import { RunningApp } from "./running-app.ts";

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp;
let sequence = 1;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  app = await RunningApp.start({
    desktop,
    policyFile: await company.policy(),
    userDataDir: await mkdtemp(join(company.folder, "app-")),
  });
  await company.publish("hr-leave", 2);
  await app.trayWhere("2", ({ toolTip }) => toolTip.includes("결재 대기 2건"));
});

afterAll(async () => {
  await app?.end();
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

function event(fields: Record<string, unknown>): string {
  return JSON.stringify({
    service: "mail",
    user: USER,
    count: 9,
    occurredAt: new Date().toISOString(),
    sequence: ++sequence,
    ...fields,
  });
}

/** A good event behind the bad one: when it has arrived, the bad one was dealt with. */
async function nextGoodCount(): Promise<number> {
  const count = 2 + (sequence % 2);
  await company.raw("finance-card", event({ service: "finance-card", count }));
  await app.trayWhere("the good event behind it", ({ toolTip }) => toolTip.includes(`법인카드 ${count}`));
  return count;
}

/** Whatever happens to the catalog, an app reads it once a minute at most; but whenever it connects. */
async function changeCatalog(payload: string): Promise<void> {
  await company.rawCatalog(payload);
  await company.broker.restart();
}

test.each([
  ["too-large", () => event({ note: "x".repeat(9_000) })],
  ["not-json", () => "<html>"],
  ["not-an-object", () => "[1,2]"],
  ["bad-count", () => event({ count: "9" })],
  ["bad-count", () => event({ count: -1 })],
  ["bad-count", () => event({ count: undefined }).replace("{", '{"__proto__":{"count":9},')],
  ["sequence-unsafe", () => event({}).replace(/"sequence":\d+/, '"sequence":99999999999999999999')],
  ["bad-sequence", () => event({ sequence: { valueOf: 9 } })],
  ["user-mismatch", () => event({ user: "kim" })],
  ["service-mismatch", () => event({ service: "hr-leave" })],
  ["service-mismatch", () => event({ service: "<img src=x onerror=alert(1)>" })],
])("hostile event - %s changes nothing, opens nothing, and is logged", async (reason, payload) => {
  const links = await desktop.openedLinks();
  await company.raw("mail", payload());
  await app.logged(`event refused: ${reason}`);
  await nextGoodCount();
  const tray = await app.tray();
  expect(tray.toolTip).toContain("휴가·출장 2");
  expect(tray.toolTip).not.toContain("메일 9");
  expect(await desktop.openedLinks()).toEqual(links);
});

test("hostile event - a link inside an event goes nowhere", async () => {
  await company.raw("mail", event({ count: 1, url: "https://evil.example/", link: "https://evil.example/" }));
  await app.trayWhere("the count", ({ toolTip }) => toolTip.includes("메일 1"));
  const before = (await desktop.openedLinks()).length;
  await (await app.tray()).clickMenu("메일  1");
  const links = await waitFor(() => desktop.openedLinks(), {
    what: "the link",
    until: (all) => all.length > before,
  });
  expect(links.slice(before)).toEqual(["https://mail.example.com/"]);
});

const badLinks = [
  ["file", "file:///etc/passwd"],
  ["javascript", "javascript:alert(1)"],
  ["smb", "smb://server/share"],
  ["custom", "ms-msdt:/id PCWDiagnostic"],
  ["credentials", "https://admin:secret@mail.example.com/"],
  ["plain http", "http://mail.example.com/"],
] as const;

// The first leads into the computer, the second into the company in another's name; the fuzz knows them all.
test.each(sample(badLinks, ([kind]) => kind === "file" || kind === "credentials"))(
  "hostile catalog - a %s link never opens, by menu, notification or board",
  async (_kind, url) => {
    const before = await desktop.openedLinks();
    await changeCatalog(
      JSON.stringify({ services: SERVICES.map((each) => (each.id === "mail" ? { ...each, url } : each)) }),
    );
    await waitFor(
      async () =>
        (await (await app.tray()).menu()).find(({ label }) => label.startsWith("메일"))?.enabled === false,
      { what: "the menu row is not for clicking" },
    );
    const sent = desktop.notifications.sent().length;
    const count = 10 + sequence;
    await company.raw("mail", event({ count }));
    await waitFor(() => desktop.notifications.sent().length > sent, { what: "the notice" });
    const notice = (await desktop.notifications.displayed()).find(({ summary, body }) =>
      `${summary}${body}`.includes("메일"),
    );
    await desktop.notifications.click(notice?.id);
    // The click shows the board instead, with the problem that the page cannot be opened.
    const board = await waitFor(() => app.boardPage(), { what: "the board" });
    await app.boardIsShown();
    await send(board, { kind: "open-service", service: "mail" });
    await app.logged("no approval page to open");
    await app.closeBoard();
    expect(await desktop.openedLinks()).toEqual(before);
  },
);

test("hostile catalog - markup in a service's name stays text in the notification and on the board", async () => {
  const name = { ko: "<b>메일</b> & <img src=x onerror=alert(1)>" };
  await changeCatalog(
    JSON.stringify({ services: SERVICES.map((each) => (each.id === "mail" ? { ...each, name } : each)) }),
  );
  await app.trayWhere("the name as it is", ({ toolTip }) => toolTip.includes(name.ko));
  const sent = desktop.notifications.sent().length;
  await company.raw("mail", event({ count: 500 }));
  await company.raw("finance-card", event({ service: "finance-card", count: 500 }));
  const digest = await waitFor(() => desktop.notifications.sent()[sent], { what: "the digest" });
  expect(digest.body).toContain("&lt;b&gt;메일&lt;/b&gt; &amp; &lt;img");
  const board = await app.openBoard();
  await waitFor(async () => (await board.textContent("body"))?.includes(name.ko), {
    what: "the name as text",
  });
  expect(await board.locator("img[src=x]").count()).toBe(0);
  await app.closeBoard();
});

test.each(sample(["not json", '{"services":5}', "[]"], (each) => each.startsWith("{")))(
  "hostile catalog - %s leaves the last good one",
  async (payload) => {
    await changeCatalog(payload);
    await app.logged("catalog refused: ");
    await nextGoodCount();
    expect((await app.tray()).toolTip).toContain("휴가·출장 2");
  },
);

test("hostile page - the board's page can reach nothing but its bridge", async () => {
  const board = await app.openBoard();
  const reach = await board.evaluate(`(async () => ({
    node: "require" in window || "process" in window,
    bridge: Object.keys(window.alrimi).sort(),
    fetched: await fetch("https://example.com/").then(() => true, () => false),
    opened: window.open("https://example.com/") !== null,
  }))()`);
  expect(reach).toEqual({ node: false, bridge: ["onView", "send"], fetched: false, opened: false });
  const links = await desktop.openedLinks();
  for (const command of [
    { kind: "quit" },
    { kind: "open-service", service: 5 },
    "x",
    null,
    { kind: "open-service", service: "mail", url: "https://x" },
  ]) {
    await send(board, command);
  }
  await app.logged("ipc refused");
  expect(await desktop.openedLinks()).toEqual(links);
  expect(board.url()).toBe("alrimi-page://pages/board.html");
  await app.closeBoard();
});

test("hostile page - it gets a few approval pages a second opened, and one line in the log for the rest", async () => {
  await changeCatalog(JSON.stringify({ services: SERVICES }));
  await app.trayWhere("the names", ({ toolTip }) => toolTip.includes("법인카드"));
  const board = await app.openBoard();
  const before = (await desktop.openedLinks()).length;
  await board.evaluate(
    `for (let n = 0; n < 100; n++) window.alrimi.send({ kind: "open-service", service: "finance-card" })`,
  );
  const links = await waitFor(() => desktop.openedLinks(), {
    what: "the links",
    until: (all) => all.length >= before + 3,
  });
  await app.logged("the board's request refused");
  expect(app.output.match(/the board's request refused/g)).toHaveLength(1);
  // Commands are handled in order, so after this one none of the hundred is left.
  await send(board, { kind: "close" });
  await app.boardIsHidden();
  expect(links.length - before).toBe(3);
  expect((await desktop.openedLinks()).length - before).toBe(3);
});

test("hostile flood - the log stays within its bound", async () => {
  const flood = Array.from(
    { length: 3_000 },
    (_, index) => `{"service":"mail","note":"${"x".repeat(300)}${index}"}`,
  );
  for (const payload of flood) void company.raw("mail", payload);
  await company.raw("mail", "the end");
  await nextGoodCount();
  const log = await readFile(join(app.userDataDir, "logs", "alrimi.log"));
  expect(log.byteLength).toBeLessThanOrEqual(1024 * 1024 + 4096);
});

/** Sends a command to the main process, as a compromised board page could. */
async function send(board: Page, command: unknown): Promise<void> {
  await board.evaluate(`window.alrimi.send(${JSON.stringify(command)})`);
}
