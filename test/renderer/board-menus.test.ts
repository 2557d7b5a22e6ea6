import { afterAll, beforeAll, expect, test } from "vitest";
import { LANGUAGES } from "../../main/contract/catalog.ts";
import { DEFAULT_PREFERENCES } from "../../main/core/preferences/preferences.ts";
import { withFixed } from "../../main/view/board.ts";
import { sample } from "../sample.ts";
import { axeFindings } from "./axe.ts";
import { type BoardPage, openBoardPage } from "./board-page.ts";
import { crowd, event, ledger, now, view } from "./situations.ts";

let board: BoardPage;
beforeAll(async () => {
  board = await openBoardPage();
});
afterAll(() => board?.dispose());

const names = (): Promise<string[]> => board.page.locator(".row-name").allInnerTexts();
const items = (): Promise<string[]> => board.page.locator("[role^=menuitem]").allInnerTexts();
const focused = (): Promise<string> =>
  board.page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent");

test("board menus - a row's button opens what can be done about it, and choosing asks for it", async () => {
  await board.openAndSettle(view());
  await board.page.getByRole("button", { name: "법인카드 메뉴" }).click();
  expect(await items()).toEqual([
    "결재함 열기",
    "30분 뒤 다시 알림",
    "1시간 뒤 다시 알림",
    "3시간 뒤 다시 알림",
    "오늘 17:00에 다시 알림",
    "다음 근무일 아침에 다시 알림",
    "다시 알릴 날짜와 시각 지정…",
    "알림: 바로",
    "알림: 모아서",
    "알림: 급한 것만",
    "알림: 끄기",
  ]);
  const now = board.page.getByRole("menuitemradio", { name: "알림: 바로" });
  expect(await now.getAttribute("aria-checked")).toBe("true");
  await board.page.getByRole("menuitem", { name: "1시간 뒤 다시 알림" }).click();
  expect(await board.takeCommands()).toEqual([
    { kind: "snooze", services: ["finance-card"], choice: "hour" },
  ]);
  expect(await board.page.getByRole("menu").count()).toBe(0);
  expect(await focused()).toBe("법인카드 메뉴");
});

test("board menus - Shift+F10 and the right mouse button open the row's menu", async () => {
  await board.openAndSettle(view());
  await board.page.keyboard.press("Shift+F10");
  await board.page.getByRole("menu", { name: "방문자 출입 메뉴" }).waitFor();
  await board.page.keyboard.press("Escape");
  expect(await board.page.getByRole("menu").count()).toBe(0);
  await board.page.locator(".row-button").nth(1).click({ button: "right" });
  await board.page.getByRole("menu", { name: "법인카드 메뉴" }).waitFor();
  expect(await board.takeCommands()).toEqual([]);
});

test("board menus - a date and time is chosen in place, by the keyboard, and escape leaves it", async () => {
  const { page } = board;
  await board.openAndSettle(view());
  const open = async (): Promise<void> => {
    await page.getByRole("button", { name: "법인카드 메뉴" }).click();
    await page.getByRole("menuitem", { name: "다시 알릴 날짜와 시각 지정…" }).press("Enter");
  };
  await open();
  const dialog = page.getByRole("dialog", { name: "법인카드: 다시 알릴 날짜와 시각 지정" });
  const [date, time, button] = [
    dialog.getByLabel("날짜"),
    dialog.getByLabel("시각"),
    dialog.getByText("이때 다시 알림"),
  ];
  expect(await date.inputValue()).toBe("2026-11-23");
  expect(await time.inputValue()).toBe("09:00");
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(await focused()).toBe("법인카드 메뉴");
  await open();
  for (const [day, at] of [
    ["2020-01-01", "09:00"], // over
    ["2028-01-01", "09:00"], // too far away
    ["2026-12-24", "25:00"],
  ] as const) {
    await date.fill(day);
    await time.fill(at);
    await time.press("Enter");
    await dialog.getByText("지금부터 1년 안의").waitFor();
    expect(await button.getAttribute("aria-disabled")).toBe("true");
    await button.click({ force: true });
  }
  expect(await board.takeCommands()).toEqual([]);
  await time.fill("9:30");
  await time.press("Tab");
  await page.keyboard.press("Enter");
  expect(await board.takeCommands()).toEqual([
    { kind: "snooze-until", services: ["finance-card"], date: "2026-12-24", time: "09:30" },
  ]);
  expect(await page.getByRole("dialog").count()).toBe(0);
});

test("board menus - the arrow keys go round in a menu, digits mean nothing there, escape closes only it", async () => {
  await board.openAndSettle(view());
  await board.page.keyboard.press("Tab");
  await board.page.keyboard.press("Enter");
  const walked: string[] = [await focused()];
  for (const key of ["ArrowDown", "End", "ArrowDown", "ArrowUp", "Home", "1"]) {
    await board.page.keyboard.press(key);
    walked.push(await focused());
  }
  const all = await items();
  const [open, second, last] = [all[0], all[1], all.at(-1)];
  expect(walked).toEqual([open, second, last, open, last, open, open]);
  await board.page.keyboard.press("Escape");
  expect(await focused()).toBe("방문자 출입 메뉴");
  expect(await board.takeCommands()).toEqual([]);
});

test("board menus - what a policy has fixed can be reached and read, and not chosen", async () => {
  await board.openAndSettle(withFixed(view(), { delivery: {} }));
  await board.page.getByRole("button", { name: "법인카드 메뉴" }).click();
  const mute = board.page.getByRole("menuitemradio", { name: /알림: 끄기/ });
  expect(await mute.innerText()).toContain("조직 정책으로 고정됨");
  expect(await mute.getAttribute("aria-disabled")).toBe("true");
  await board.page.keyboard.press("End");
  expect(await focused()).toContain("알림: 끄기");
  await board.page.keyboard.press("Enter");
  await mute.click({ force: true });
  expect(await board.takeCommands()).toEqual([]);
  expect(await board.page.getByRole("menu").count()).toBe(1);
  expect(await axeFindings(board.page)).toEqual([]);
});

test("board menus - the list of keys gives the focus back when it is closed by its button, as by escape", async () => {
  await board.openAndSettle(view());
  const more = board.page.getByRole("button", { name: "더 보기", exact: true });
  for (const close of ["Enter", "Escape"]) {
    await more.focus();
    for (const key of ["Enter", "End", "Enter"]) await board.page.keyboard.press(key);
    await board.page.getByRole("dialog", { name: "단축키" }).waitFor();
    await board.page.keyboard.press(close); // its button has the focus
    await expect.poll(() => board.page.getByRole("dialog").count()).toBe(0);
    expect(await focused(), close).toBe("더 보기");
  }
  expect(await board.takeCommands()).toEqual([]);
});

test("board menus - whoever resumes by the keyboard goes on at the first row", async () => {
  await board.openAndSettle(view({ pausedUntil: now + 3_600_000 }));
  await board.page.getByRole("button", { name: "다시 켜기" }).focus();
  await board.page.keyboard.press("Enter");
  expect(await board.takeCommands()).toEqual([{ kind: "resume" }]);
  await board.draw(view());
  await expect.poll(focused).toContain("방문자 출입");
});

test("board menus - with no row to go to the focus is in the header", async () => {
  const none = { catalog: [], ledger: ledger([]) };
  await board.openAndSettle(view({ ...none, pausedUntil: now + 3_600_000 }));
  await board.page.getByRole("button", { name: "다시 켜기" }).focus();
  await board.draw(view(none));
  await expect.poll(focused).toBe("알림 잠시 끄기");
});

test("board menus - a click beside the menu closes it and opens nothing", async () => {
  await board.openAndSettle(view());
  await board.page.getByRole("button", { name: "법인카드 메뉴" }).click();
  await board.page.mouse.click(60, 180);
  expect(await board.page.getByRole("menu").count()).toBe(0);
  expect(await board.takeCommands()).toEqual([]);
});

test("board menus - the menu of the last row stays inside the page", async () => {
  await board.openAndSettle(view());
  await board.fit(1);
  await board.page.locator(".row-more").last().click();
  const box = await board.page.getByRole("menu").boundingBox();
  const height: number = await board.page.evaluate("innerHeight");
  expect((box?.y ?? -1) >= 0 && (box?.y ?? 0) + (box?.height ?? 0) <= height).toBe(true);
});

test("board menus - a pause is chosen in the header, the settings open by button and comma", async () => {
  await board.openAndSettle(view());
  await board.page.getByRole("button", { name: "알림 잠시 끄기" }).click();
  await board.page.keyboard.press("ArrowDown");
  await board.page.keyboard.press("Enter");
  await board.page.getByRole("button", { name: "설정", exact: true }).click();
  await board.page.keyboard.press(",");
  expect(await board.takeCommands()).toEqual([
    { kind: "pause", choice: "evening" },
    { kind: "open-settings" },
    { kind: "open-settings" },
  ]);
});

test("board menus - a question mark lists the keys, and escape leaves the list without closing the board", async () => {
  await board.openAndSettle(view());
  await board.page.keyboard.press("Shift+?");
  await board.page.getByRole("dialog", { name: "단축키" }).waitFor();
  await board.page.keyboard.press("1");
  await board.page.keyboard.press("Escape");
  await expect.poll(() => board.page.getByRole("dialog").count()).toBe(0);
  expect(await board.takeCommands()).toEqual([]);
});

test("board menus - whoever is refused is offered the connection dialog", async () => {
  await board.openAndSettle(
    view({ connection: { kind: "refused", cause: "credentials", lastContact: now } }),
  );
  await board.page.getByRole("button", { name: "연결 설정 열기" }).click();
  expect(await board.takeCommands()).toEqual([{ kind: "open-account" }]);
});

test("board states - overdue, soon, put off and muted are said in words on their rows", async () => {
  await board.openAndSettle(
    view({
      ledger: ledger([event("hr-leave", 1, 5, -10), event("finance-card", 2, 5, 30), event("mail", 3, 5)]),
      snoozed: new Map([["finance-card", now + 3_600_000]]),
      preferences: { ...DEFAULT_PREFERENCES, delivery: { mail: "off" } },
    }),
  );
  const rows = await board.page.locator(".row:not(.folded)").allInnerTexts();
  expect(rows[0]).toContain("기한 지남");
  expect(rows[1]).toContain("까지 미룸");
  expect(rows.at(-1)).toContain("메일 발송 승인");
  expect(rows.at(-1)).toContain("알림 꺼짐");
});

const risen = () => view({ ledger: ledger([event("mail", 1, 0, 5), event("hr-leave", 3, 4)]) });
const before = () => view({ ledger: ledger([event("hr-leave", 3, 4)]) });

test("board order - follows at once while nobody points at a row", async () => {
  await board.openAndSettle(before());
  expect((await names())[0]).toBe("휴가·출장");
  await board.draw(risen());
  await expect.poll(async () => (await names())[0]).toBe("메일 발송 승인");
});

test("board order - stays under the pointer, and follows when it leaves", async () => {
  await board.openAndSettle(before());
  await board.page.locator(".row-button").first().hover();
  await board.draw(risen());
  await expect.poll(() => board.page.locator(".total-number").innerText()).toBe("4");
  expect((await names())[0]).toBe("휴가·출장");
  await board.page.keyboard.press("1");
  expect(await board.takeCommands()).toEqual([{ kind: "open-service", service: "hr-leave" }]);
  await board.page.mouse.move(5, 5);
  await expect.poll(async () => (await names())[0]).toBe("메일 발송 승인");
});

test("board order - stays while the focus is on a row", async () => {
  await board.openAndSettle(before());
  for (const key of ["ArrowDown", "ArrowUp"]) await board.page.keyboard.press(key);
  await board.draw(risen());
  await expect.poll(() => board.page.locator(".total-number").innerText()).toBe("4");
  expect((await names())[0]).toBe("휴가·출장");
  expect(await focused()).toContain("휴가·출장");
});

test("board height - is what the content needs: more for more rows, and the page then scrolls nowhere", async () => {
  await board.openAndSettle(before());
  const few = await board.neededHeight();
  await board.fit(1);
  expect(
    await board.page.evaluate(
      "document.querySelector('.scroll').scrollHeight - document.querySelector('.scroll').clientHeight",
    ),
  ).toBe(0);
  await board.draw(view(crowd(30)));
  await expect.poll(board.neededHeight).toBeGreaterThan(few);
});

for (const colorScheme of sample(["light", "dark"] as const, (scheme) => scheme === "dark")) {
  for (const language of sample(LANGUAGES, (each) => each === "ko")) {
    test(`board menus - axe finds nothing to mend in a menu and the list of keys: ${colorScheme}, ${language}`, async () => {
      await board.page.emulateMedia({ colorScheme });
      await board.openAndSettle(view({}, language));
      await board.page.locator(".row-more").nth(1).click();
      expect(await axeFindings(board.page)).toEqual([]);
      await board.page.keyboard.press("Escape");
      await board.page.keyboard.press("Shift+?");
      await board.page.getByRole("dialog").waitFor();
      expect(await axeFindings(board.page)).toEqual([]);
    });
  }
}
