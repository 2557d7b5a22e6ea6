import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { OTHER_SERVICE, OTHER_USER, SERVICE, USER } from "../nats/real-broker.ts";
import { sample } from "../sample.ts";
import { CATALOG, type Site, startSite } from "../server/site.ts";
import { axeFindings, LOOKS } from "./axe.ts";
import { launchChromium, type PortalPage, portalPage } from "./portal-site.ts";

let pages: PortalPage;
let strangers: PortalPage;
let site: Site;
let browser: Browser;
let sequence = 0;
/** What the pages complained of. */
const complaints: string[] = [];

beforeAll(async () => {
  pages = await portalPage();
  strangers = await portalPage();
  site = await startSite({ allowedOrigins: [pages.origin] });
  pages.server = site.url;
  strangers.server = site.url;
  browser = await launchChromium();
  await publish(USER, SERVICE, 3);
  await publish(OTHER_USER, SERVICE, 7);
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  expect(complaints.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
  await pages?.[Symbol.asyncDispose]();
  await strangers?.[Symbol.asyncDispose]();
});

function publish(user: string, service: string, count: number, more: object = {}): Promise<unknown> {
  return site.publish({ user, service, count, sequence: ++sequence, ...more });
}

async function visit(options: BrowserContextOptions = {}, query = "", of = pages): Promise<Page> {
  const context = await browser.newContext({ locale: "ko-KR", ...options });
  const page = await context.newPage();
  page.on("console", (message) => {
    // A stream that is refused is one, as the browser tells it.
    const isTold = / (401|403|429) \(|ERR_|CORS|net::/.test(message.text());
    if (message.type() === "error" && !isTold) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`${of.origin}/${query}`);
  return page;
}

/** A page of the portal whose person has signed on by its link. */
async function signedOn(user = USER, options: BrowserContextOptions = {}, query = ""): Promise<Page> {
  site.company.who = user;
  const page = await visit(options, query);
  await page.locator("alrimi-board .sign-in").click();
  await page.waitForURL(`${pages.origin}/**`);
  await page.locator("alrimi-board .total").waitFor();
  return page;
}

const textOf = (page: Page, part: string): Promise<string[]> =>
  page.locator(`alrimi-board ${part}`).allTextContents();

test("element - it offers the sign-on, and shows the person's board when the browser is back", async () => {
  const page = await signedOn();
  expect(await textOf(page, ".total")).toEqual(["결재 대기 3건"]);
  expect(await textOf(page, "li .name")).toContain("휴가·출장");
  const link = page.locator("alrimi-board li a");
  expect(await link.count()).toBe(1);
  expect(await link.getAttribute("href")).toBe("https://hr.example.com/approvals");
  expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
});

test("element - a change is drawn and said, and the focus stays where it is", async () => {
  const page = await signedOn();
  await page.keyboard.press("Tab");
  const focused = () => page.evaluate("document.activeElement.shadowRoot.activeElement.href");
  expect(await focused()).toBe("https://hr.example.com/approvals");
  await publish(USER, SERVICE, 4);
  await expect.poll(() => textOf(page, ".total")).toEqual(["결재 대기 4건"]);
  expect(await textOf(page, "[aria-live]")).toEqual(["결재 대기 4건"]);
  await publish(USER, OTHER_SERVICE, 1, { dueAt: new Date(Date.now() - 1_000).toISOString() });
  await expect.poll(() => textOf(page, ".total")).toEqual(["결재 대기 5건"]);
  expect(await focused()).toBe("https://hr.example.com/approvals");
  // The row that the person may be pointing at stays first, until the person has left it.
  expect((await textOf(page, "li .name"))[0]).toBe("휴가·출장");
  await page.evaluate("document.activeElement.shadowRoot.activeElement.blur()");
  await publish(USER, SERVICE, 3);
  await expect.poll(async () => (await textOf(page, "li .name"))[0]).toBe("법인카드");
  await publish(USER, OTHER_SERVICE, 0);
});

test("element - services without data are behind a line, which the keyboard opens", async () => {
  const page = await signedOn();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator("alrimi-board details li").isVisible()).toBe(true);
  expect(await textOf(page, "details li .count")).toEqual(["–"]);
});

test("element - another person in another browser sees their own", async () => {
  const mine = await signedOn();
  const others = await signedOn(OTHER_USER);
  expect(await textOf(mine, ".total")).toEqual(["결재 대기 3건"]);
  expect(await textOf(others, ".total")).toEqual(["결재 대기 7건"]);
});

test("element - a page of an origin that is not allowed gets no board, also for somebody who has signed on", async () => {
  const page = await signedOn();
  await page.goto(strangers.origin);
  await expect.poll(() => textOf(page, ".status")).toEqual([expect.stringContaining("연결할 수 없습니다")]);
  const read = await page.evaluate(
    (url) =>
      fetch(`${url}/v1/board`, { credentials: "include" }).then(
        () => "read",
        () => "refused",
      ),
    site.url,
  );
  expect(read).toBe("refused");
});

test("element - a form of a page that is not allowed signs nobody off, and one of the portal does", async () => {
  const page = await signedOn();
  const url = `${site.url}/v1/sign-off`;
  const signOff = async (): Promise<number> => {
    const answered = page.waitForResponse(url);
    await page.evaluate(`{
      const form = document.createElement("form");
      form.method = "post";
      form.action = "${url}";
      document.body.append(form);
      form.submit();
    }`);
    return (await answered).status();
  };
  await page.goto(strangers.origin);
  expect(await signOff()).toBe(403);
  await page.waitForURL(url);
  await page.goto(pages.origin);
  await page.locator("alrimi-board .total").waitFor();
  expect(await signOff()).toBe(204);
  await page.goto(pages.origin);
  await page.locator("alrimi-board .sign-in").waitFor();
});

test("element - while the server says that it is asked too often, the board stays, as old, and does not ask again at once", async () => {
  const page = await signedOn();
  const asked: string[] = [];
  await page.route(`${site.url}/v1/board**`, (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return route.fulfill({
      ...{ status: 429, contentType: "application/problem+json" },
      headers: {
        "access-control-allow-origin": pages.origin,
        "access-control-allow-credentials": "true",
      },
      body: JSON.stringify({ type: "urn:alrimi:too-many-requests", status: 429 }),
    });
  });
  const answered = page.waitForResponse(`${site.url}/v1/board?lang=ko`);
  await page.evaluate("document.querySelector('alrimi-board').lang = 'ko'");
  await (await answered).finished();
  await expect.poll(() => textOf(page, ".status")).toEqual([expect.stringMatching(/^연결 끊김/)]);
  expect(await textOf(page, "li .count")).toContain("3");
  expect(asked).toEqual(["/v1/board/events", "/v1/board"]);
});

test("element - markup in a service's name is text", async () => {
  const name = '<img src=x onerror="document.title=1">';
  await site.putCatalog([{ ...CATALOG[0], name: { ko: name } }, ...CATALOG.slice(1)]);
  const page = await signedOn();
  await expect.poll(() => textOf(page, "li .name")).toContain(name);
  expect(await page.title()).toBe("Portal");
  await site.putCatalog(CATALOG);
  await expect.poll(() => textOf(page, "li .name")).toContain("휴가·출장");
});

const WAYS = ["ko", "en"].flatMap((lang) =>
  (["light", "dark"] as const).flatMap((colorScheme) =>
    LOOKS.map((look) => ({ lang, colorScheme, ...look })),
  ),
);

test.each(sample(WAYS, ({ lang, colorScheme }) => lang === "ko" && colorScheme === "dark"))(
  "element - axe finds nothing in $lang, $colorScheme, contrast $contrast, forced colours $forcedColors",
  async ({ lang, ...look }) => {
    const page = await signedOn(USER, look, `?lang=${lang}`);
    await page.locator("alrimi-board summary").click();
    expect(await axeFindings(page)).toEqual([]);
    const signedOff = await visit(look, `?lang=${lang}`);
    await signedOff.locator("alrimi-board .sign-in").waitFor();
    expect(await axeFindings(signedOff)).toEqual([]);
  },
);

test("element - a theme of the page goes before that of the system", async () => {
  const page = await signedOn(USER, { colorScheme: "light" }, "?theme=dark");
  const ground = await page.evaluate(
    "getComputedStyle(document.querySelector('alrimi-board')).backgroundColor",
  );
  expect(ground).toBe("rgb(36, 39, 46)");
  expect(await axeFindings(page)).toEqual([]);
});

// The last: it ends the server.
test("element - without the server the counts are old, a 0 is –, and axe finds nothing", async () => {
  await publish(USER, OTHER_SERVICE, 0);
  const page = await signedOn();
  await expect.poll(() => textOf(page, "li .count")).toEqual(["3", "0", "–"]);
  await site.server.stop();
  await expect
    .poll(() => textOf(page, ".status"))
    .toEqual([expect.stringMatching(/^연결 끊김 · \d\d:\d\d 기준$/)]);
  expect(await textOf(page, "li .count")).toEqual(["3", "–", "–"]);
  expect(await axeFindings(page)).toEqual([]);
});
