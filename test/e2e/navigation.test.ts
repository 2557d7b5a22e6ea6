import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp;
let board: Page;

const BOARD = "alrimi-page://pages/board.html";

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  app = await RunningApp.start({
    desktop,
    policyFile: await company.policy(),
    userDataDir: await mkdtemp(join(company.folder, "app-")),
  });
  board = await app.openBoard();
});

afterAll(async () => {
  await app?.end();
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

/** Marks the page's document: whatever is loaded in its place has no mark. */
async function mark(): Promise<void> {
  await board.evaluate(`{ window.isSame = true; }`);
}

async function stays(): Promise<void> {
  const seen = await board.evaluate(
    `({ url: location.href, isSame: window.isSame, text: document.body.innerText })`,
  );
  expect(seen).toMatchObject({ url: BOARD, isSame: true, text: expect.stringContaining("휴가·출장") });
  const urls = await app.inMain(({ webContents }) =>
    webContents.getAllWebContents().map((each) => each.getURL()),
  );
  expect(urls).toEqual([BOARD]);
}

/** The ways in which a page can go somewhere else in its own window. */
const WAYS: readonly (readonly [string, (target: string) => string])[] = [
  ["location", (target) => `location.href = ${JSON.stringify(target)};`],
  ["location.replace", (target) => `location.replace(${JSON.stringify(target)});`],
  ["window.open in itself", (target) => `window.open(${JSON.stringify(target)}, "_self");`],
  [
    "a click on a link",
    (target) => `{
      const link = document.createElement("a");
      link.href = ${JSON.stringify(target)};
      document.body.append(link);
      link.click();
      link.remove();
    }`,
  ],
];

test.each(WAYS)("navigation - to about:blank by %s is refused", async (_way, script) => {
  await mark();
  for (const target of ["about:blank", "about:blank#board.html", "about:blank?board.html"]) {
    const outcome = await board.evaluate(`new Promise((resolve) => {
      navigation.addEventListener("navigateerror", ({ error }) => resolve(error.name), { once: true });
      ${script(target)}
    })`);
    expect(outcome).toBe("AbortError");
  }
  await stays();
});

describe.each([
  "https://example.com/",
  "http://127.0.0.1:9/",
  "alrimi-page://pages/settings.html",
  "alrimi-page://pages/board.html?x",
  "alrimi-page://other/board.html",
  "mailto:somebody@example.com",
  "blob:alrimi-page://pages/1234",
])("navigation - to %s", (target) => {
  test.each(WAYS)("by %s is refused", async (_way, script) => {
    await mark();
    const before = refusals(target);
    await board.evaluate(`{ ${script(target)} }`);
    await waitFor(() => refusals(target) > before, { what: "the refusal" });
    await stays();
  });
});

test("navigation - no address of a file, nor markup as an address, is gone to", async () => {
  await mark();
  for (const target of ["file:///etc/passwd", "data:text/html,x", "javascript:document.write(1)"]) {
    for (const [, script] of WAYS) {
      const said = board.waitForEvent("console", (message) => message.type() === "error");
      await board.evaluate(`{ ${script(target)} }`);
      expect((await said).text()).toMatch(/Not allowed|Content Security Policy/);
    }
  }
  await stays();
});

test.each(["about:blank", "https://example.com/", BOARD, ""])(
  "navigation - no second window is opened with '%s'",
  async (target) => {
    await mark();
    expect(await board.evaluate(`window.open(${JSON.stringify(target)}) === null`)).toBe(true);
    expect(await board.evaluate(`window.open(${JSON.stringify(target)}, "x", "popup") === null`)).toBe(true);
    await stays();
  },
);

test("navigation - a frame goes nowhere, a webview is no more than an unknown element", async () => {
  await mark();
  const refused = board.waitForEvent("console", (message) => /Content Security Policy/.test(message.text()));
  await board.evaluate(`{
    const frame = document.createElement("iframe");
    frame.src = "alrimi-page://pages/settings.html";
    document.body.append(frame);
    const view = document.createElement("webview");
    view.src = "https://example.com/";
    document.body.append(view);
  }`);
  await refused;
  expect(await board.evaluate(`"getWebContentsId" in document.querySelector("webview")`)).toBe(false);
  await board.evaluate(
    `{ document.querySelector("iframe").remove(); document.querySelector("webview").remove(); }`,
  );
  await stays();
});

test.each(["file:///etc/hostname", `file://${import.meta.filename}`, "alrimi-page://pages/../package.json"])(
  "navigation - the page loads nothing from %s",
  async (url) => {
    const loaded =
      await board.evaluate(`Promise.all(["script", "img", "link"].map((name) => new Promise((resolve) => {
      const element = document.createElement(name);
      element.onload = () => resolve("loaded");
      element.onerror = () => resolve("refused");
      element.rel = "stylesheet";
      element.src = ${JSON.stringify(url)};
      element.href = ${JSON.stringify(url)};
      document.head.append(element);
    })))`);
    expect(loaded).toEqual(["refused", "refused", "refused"]);
  },
);

test("navigation - nothing is downloaded", async () => {
  await mark();
  await app.inMain(({ session }) => {
    session.defaultSession.once("will-download", (event) =>
      console.error(`download: ${event.defaultPrevented}`),
    );
  });
  await board.evaluate(`{
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["x"]));
    link.download = "x.exe";
    document.body.append(link);
    link.click();
    link.remove();
  }`);
  await app.logged("download: true");
  await stays();
});

test("navigation - what is served comes with the policy and is of its kind; the rest does not exist", async () => {
  const answers = await app.inMain(async ({ session }, board) => {
    const ask = async (url: string, method = "GET") => {
      const answer = await session.defaultSession.fetch(url, { method });
      return {
        status: answer.status,
        type: answer.headers.get("content-type"),
        policy: answer.headers.get("content-security-policy"),
      };
    };
    const html = await (await session.defaultSession.fetch(board)).text();
    const script = new URL(/src="([^"]+\.js)"/.exec(html)?.[1] ?? "", board).href;
    return {
      page: await ask(board),
      script: await ask(script),
      missing: await Promise.all(
        [
          "/",
          "/../desktop/index.js",
          "/%2e%2e/desktop/index.js",
          "/assets",
          "/board.html?x",
          "//etc/passwd",
        ].map(async (path) => (await ask(`alrimi-page://pages${path}`)).status),
      ),
      posted: (await ask(board, "POST")).status,
    };
  }, BOARD);
  const policy = expect.stringContaining("default-src 'none'; script-src 'self'");
  expect(answers).toEqual({
    page: { status: 200, type: "text/html; charset=utf-8", policy },
    script: { status: 200, type: "text/javascript; charset=utf-8", policy },
    missing: [404, 404, 404, 404, 404, 404],
    posted: 404,
  });
});

test("navigation - a window that has left its page all the same is gone, and the next one is in order", async () => {
  const closed = board.waitForEvent("close");
  await app.inMain(({ webContents }) => {
    for (const each of webContents.getAllWebContents()) void each.loadURL("about:blank").catch(() => {});
  });
  await closed;
  await app.logged("a window has left its page: about:blank");
  board = await app.openBoard();
  await mark();
  await stays();
});

function refusals(target: string): number {
  return app.output.split(`navigation refused: ${target}`).length - 1;
}
