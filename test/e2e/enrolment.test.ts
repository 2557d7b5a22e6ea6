import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { asIssued, readEnrolled, withdrawKeys } from "../../main/admin/enrolment.ts";
import { issueCode } from "../../main/admin/enrolment-codes.ts";
import { initEnrolment, revokeEnrolled } from "../../main/admin/kit/enrolment.ts";
import { wordsIn } from "../../main/words/index.ts";
import { axeFindings } from "../renderer/axe.ts";
import { launchChromium } from "../renderer/portal-site.ts";
import { fieldsOf } from "../server/enrolment/confirm.ts";
import { Browser } from "../server/sign-on/browser.ts";
import { filesWith, hasDialog, press, says } from "./account-dialog.ts";
import { type EnrolmentCompany, startEnrolmentCompany } from "./enrolment-company.ts";
import { isUpToDate, RunningApp } from "./running-app.ts";

/** The real app enrols at a real `alrimi server`, with a real OpenID provider. Its browser is a program. */

const USER = "hong.gd";

let desktop: VirtualDesktop;
let company: EnrolmentCompany;
let app: RunningApp | undefined;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop({ keyring: true }), startEnrolmentCompany()]);
  await company.publish(USER, 3);
});
afterEach(async () => {
  await app?.end();
  app = undefined;
});
afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

async function start(userDataDir?: string): Promise<RunningApp> {
  app = await RunningApp.start({
    desktop,
    userDataDir: userDataDir ?? (await mkdtemp(join(company.folder, "app-"))),
    policyFile: await company.policy(),
  });
  return app;
}

/** The address that the app has opened since. */
async function opened(before: number): Promise<string> {
  const links = await waitFor(() => desktop.openedLinks(), {
    what: "the browser is opened",
    until: (all) => all.length > before,
  });
  return links.at(-1) ?? "";
}

/** Signs on, looks at the page, presses its button, and goes back to the app. */
async function signOn(url: string, answer = "yes"): Promise<{ readonly page: string; readonly end: string }> {
  const browser = new Browser();
  const page = await (await browser.visit(url)).text();
  const body = new URLSearchParams({ ...fieldsOf(page), answer });
  const sent = await browser.ask(`${company.url}/v1/enrol/confirm`, { method: "POST", body });
  const end = await browser.ask(sent.headers.get("location") ?? "");
  return { page, end: await end.text() };
}

/** Presses a button. Returns the number of links that were opened before. */
async function pressed(page: Page, label: string): Promise<number> {
  const before = (await desktop.openedLinks()).length;
  await press(page, label);
  return before;
}

async function connected(running: RunningApp, count: number): Promise<void> {
  await running.trayWhere(
    `the count ${count}`,
    (tray) => isUpToDate(tray) && tray.toolTip.includes(`휴가·출장 ${count}`),
  );
}

test("enrolment - a policy with one address is all a PC needs; a restart needs no browser, and no secret is on the disk", async () => {
  const running = await start();
  const page = await running.window("account");
  await says(page, "회사 계정으로 연결합니다");
  const before = await pressed(page, "회사 계정으로 로그인");
  const url = await opened(before);
  await says(page, "브라우저에서 로그인하세요");
  const number = (await page.textContent(".enrol-number dd")) ?? "";
  expect(number).toMatch(/^\d{3}-\d{3}$/);
  const { page: shown, end } = await signOn(url);
  expect(shown).toContain(number);
  expect(end).toContain("알림이로 돌아가세요");
  await connected(running, 3);
  expect(hasDialog(running)).toBe(false);
  const [enrolled] = await readEnrolled(company.administrator, USER);
  expect(enrolled?.keys).toHaveLength(1);
  await running.quit();
  expect(await filesWith(running.userDataDir, "SUA")).toEqual([]);

  const again = await start(running.userDataDir);
  await connected(again, 3);
  expect(hasDialog(again)).toBe(false);
});

test("enrolment - in a real browser the page is accessible, and its button connects the app", async () => {
  const running = await start();
  const url = await opened(await pressed(await running.window("account"), "회사 계정으로 로그인"));
  const browser = await launchChromium();
  try {
    const page = await (await browser.newContext({ locale: "ko-KR" })).newPage();
    await page.goto(url);
    expect(await page.textContent("h1")).toBe("이 PC의 알림이를 연결할까요?");
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "연결", exact: true }).click();
    await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/enrolled/);
    await says(page, "알림이로 돌아가세요");
    await connected(running, 3);
  } finally {
    await browser.close();
  }
});

test("enrolment - a one-time code does without a browser", async () => {
  const running = await start();
  const page = await running.window("account");
  await page.fill("[name=code]", "0000-0000-0000-0000");
  await page.press("[name=code]", "Enter");
  await says(page, "코드가 맞지 않습니다");
  const code = await issueCode(company.administrator, USER, now() + 60, now());
  await page.fill("[name=code]", code.toLowerCase());
  await press(page, "코드로 연결");
  await connected(running, 3);
});

/** Enrols by a code, and waits for the counts. */
async function enrolled(count: number): Promise<RunningApp> {
  const running = await start();
  const page = await running.window("account");
  await page.fill("[name=code]", await issueCode(company.administrator, USER, now() + 60, now()));
  await press(page, "코드로 연결");
  await connected(running, count);
  return running;
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

async function board(running: RunningApp): Promise<Page> {
  if (!(await running.isBoardVisible())) await running.openBoard();
  return running.window("board");
}

/** What the board says of a login that is not renewed, without its end. */
function refusedWith(reason: string): string {
  return (
    wordsIn("ko")
      .problems["login-refused"](reason, "|")
      .split(/[^.]*\|/)[0] ?? ""
  );
}

/** The lines of the log about the enrolment and the broker. */
async function logOf(running: RunningApp, text: string): Promise<number> {
  return (await running.readLog()).split(text).length - 1;
}

test("enrolment - a server that is away is waited for, with its time; the sign-on can be cancelled and declined", async () => {
  await company.stopServer();
  const running = await start();
  const page = await running.window("account");
  await press(page, "회사 계정으로 로그인");
  await says(page, /\d\d:\d\d부터 127\.0\.0\.1:\d+에 연결할 수 없습니다/);
  const before = (await desktop.openedLinks()).length;
  await company.startServer();
  await opened(before);
  await press(page, "취소");
  await says(page, "일회용 코드");

  const url = await opened(await pressed(page, "회사 계정으로 로그인"));
  const second = await opened(await pressed(page, "브라우저 다시 열기"));
  expect(second).toBe(url);
  await signOn(url, "no");
  await says(page, "브라우저에서 취소했습니다");
  company.signOn.who = "stranger";
  await company.put([{ id: USER, aliases: [] }]);
  const third = await opened(await pressed(page, "회사 계정으로 로그인"));
  await expect.poll(async () => (await new Browser().visit(third)).status).toBe(403);
  company.signOn.who = USER;
});

test("enrolment - a login is renewed without a gap; without the server it works to its end, and goes on with it", async () => {
  await company.stopServer();
  await company.startServer(10);
  const running = await enrolled(3);
  await waitFor(() => logOf(running, "the login is renewed until"), {
    what: "the login is renewed three times",
    until: (count) => count >= 3,
  });
  await company.publish(USER, 4);
  await connected(running, 4);
  expect(await logOf(running, "broker: disconnected")).toBe(0);
  await company.stopServer();
  const page = await board(running);
  await says(page, /갱신하지 못했습니다/);
  await says(page, /이 PC의 로그인이 .* 만료되었습니다/);
  await company.startServer(3_600);
  await connected(running, 4);
  await expect.poll(() => page.textContent("body")).not.toMatch(/만료되었습니다/);
}, 120_000);

test("enrolment - a person who left, a renamed one and a lost PC are told on the board", async () => {
  await company.stopServer();
  await company.startServer(10);
  await company.publish(USER, 4);
  const running = await enrolled(4);
  const page = await board(running);
  await company.put([{ id: "kim.ys", aliases: [] }]);
  await says(page, refusedWith("person-unknown"));
  await company.put([{ id: "hong.new", aliases: [USER] }]);
  await company.publish("hong.new", 7);
  await connected(running, 7);
  await withdrawKeys(company.administrator, "hong.new", undefined, now());
  await says(await board(running), "관리자가 이 PC의 연결을 해제했습니다");
  await company.put([{ id: USER, aliases: [] }]);
}, 120_000);

test("enrolment - another signing key needs nobody, and whom the broker refuses is told why at once", async () => {
  await company.stopServer();
  await company.startServer();
  await company.publish(USER, 5);
  const running = await enrolled(5);
  await company.stopServer();
  await initEnrolment(company.trial.kit, { isNewKey: true });
  company.trial.reload();
  await running.logged("enrolment: the login is not renewed");
  await company.startServer();
  await company.publish(USER, 6);
  await connected(running, 6);
  await running.quit();

  const again = await start(running.userDataDir);
  await connected(again, 6);
  const keys = await withdrawKeys(company.administrator, USER, undefined, now());
  await revokeEnrolled(company.trial.kit, asIssued([{ user: USER, keys }]), now());
  company.trial.reload();
  await says(await board(again), refusedWith("key-withdrawn"));
}, 120_000);
