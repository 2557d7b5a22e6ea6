import { afterAll, beforeAll, expect, test } from "vitest";
import { type BoardPage, openBoardPage } from "./board-page.ts";
import { company, crowd, event, fresh, ledger, now, stale, view } from "./situations.ts";

let board: BoardPage;
beforeAll(async () => {
  board = await openBoardPage();
});
afterAll(() => board?.dispose());

const nothing = ledger([]);
test("board - stays empty until the first view, then says once that it is painted", async () => {
  await board.page.reload({ waitUntil: "load" });
  expect(await board.page.evaluate("document.body.childElementCount")).toBe(0);
  expect(await board.takeCommands()).toEqual([]);
  await board.draw(view());
  await board.draw(view({ pausedUntil: now }));
  await expect.poll(board.takeCommands).toEqual([{ kind: "ready" }]);
  await board.page.waitForSelector(".note-paused");
  expect(await board.takeCommands()).toEqual([]);
});

test("board - shows the total, and each service with its count", async () => {
  await board.openAndSettle(view());
  expect(await board.page.locator("h1").innerText()).toBe("알림이");
  expect(await board.page.locator(".total-number").innerText()).toBe("16");
  expect(await board.page.locator(".row-name").allInnerTexts()).toEqual([
    "방문자 출입",
    "법인카드",
    "휴가·출장",
    "메일 발송 승인",
  ]);
  expect(await board.counts()).toEqual(["1", "12", "3", "0"]);
});

test("board - speaks the language of the view", async () => {
  await board.openAndSettle(view({}, "en"));
  expect(await board.page.evaluate("[document.documentElement.lang, document.title]")).toEqual([
    "en",
    "Alrimi",
  ]);
  await board.draw(view({}, "ko"));
  await expect.poll(() => board.page.evaluate("document.documentElement.lang")).toBe("ko");
});

test("board - a click on a service asks for its page", async () => {
  await board.openAndSettle(view());
  await board.page.getByRole("button", { name: /^법인카드 ?,/ }).click();
  expect(await board.takeCommands()).toEqual([{ kind: "open-service", service: "finance-card" }]);
});

test("board - a service without a page does nothing and says why", async () => {
  await board.openAndSettle(view());
  await board.page.getByRole("button", { name: /^아직 받은 정보 없음/ }).click();
  const row = board.page.getByRole("button", { name: /^전자결재 ?,/ });
  expect(await row.getAttribute("aria-disabled")).toBe("true");
  expect(await row.innerText()).toContain("결재함 주소가 등록되지 않았습니다");
  await row.click({ force: true });
  await row.press("Enter");
  await board.page.keyboard.press("5");
  expect(await board.takeCommands()).toEqual([]);
});

test("board - arrow keys, home and end move between the rows, enter opens", async () => {
  await board.openAndSettle(view());
  const walked: (string | null)[] = [];
  expect(await board.focusedName()).toBe("방문자 출입"); // from the start
  for (const key of ["ArrowDown", "ArrowUp", "ArrowUp", "End", "ArrowDown", "Home", "ArrowUp"]) {
    await board.page.keyboard.press(key);
    walked.push(await board.focusedName());
  }
  expect(walked).toEqual([
    "법인카드",
    "방문자 출입",
    "방문자 출입",
    "아직 받은 정보 없음: 1개",
    "아직 받은 정보 없음: 1개",
    "방문자 출입",
    "방문자 출입",
  ]);
  await board.page.keyboard.press("ArrowDown");
  await board.page.keyboard.press("Enter");
  expect(await board.takeCommands()).toEqual([{ kind: "open-service", service: "finance-card" }]);
});

test("board - enter opens the first service as soon as the board is there", async () => {
  await board.openAndSettle(view());
  await board.page.keyboard.press("Enter");
  expect(await board.takeCommands()).toEqual([{ kind: "open-service", service: "visitor" }]);
});

test("board - the focus follows the most urgent service until the person does something", async () => {
  await board.openAndSettle(view());
  await board.draw(view({ ledger: ledger([event("hr-leave", 3, 4, -5), event("visitor", 1, 0, 25)]) }));
  await expect.poll(board.focusedName).toBe("휴가·출장");
  for (const key of ["ArrowDown", "ArrowUp"]) await board.page.keyboard.press(key);
  await board.draw(view());
  await expect.poll(() => board.counts()).toContain("12");
  expect(await board.focusedName()).toBe("휴가·출장");
});

test("board - the numbers of the rows are shown to those who use keys", async () => {
  await board.openAndSettle(view());
  const key = board.page.locator(".row-key").first();
  expect(await key.isVisible()).toBe(false);
  await board.page.keyboard.press("ArrowDown");
  await expect.poll(() => key.isVisible()).toBe(true);
  await board.page.mouse.click(190, 60);
  await expect.poll(() => key.isVisible()).toBe(false);
});

test("board - all rows are equally high, with one line of facts that stands in full in the title", async () => {
  const long = {
    ...event("hr-leave", 8, 60 * 50, -30),
    dueToday: 3,
    overdue: 1,
    oldestAt: now - 4 * 86_400_000,
  };
  const events = [long, event("finance-card", 12, 75), event("visitor", 0, 3)];
  await board.openAndSettle(
    view({ ledger: ledger(events), snoozed: new Map([["hr-leave", now + 3_600_000]]) }),
  );
  const heights: number[] = await board.page.evaluate(
    "[...document.querySelectorAll('.row:not(.folded)')].map((row) => Math.round(row.getBoundingClientRect().height))",
  );
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(1); // the border
  const title = await board.page.locator(".row-button").first().getAttribute("title");
  expect(title?.split("\n")).toEqual(
    expect.arrayContaining(["휴가·출장", "인사시스템", "휴가·출장 결재함 열기"]),
  );
  expect(title).toContain("가장 오래된 것 5일째");
});

test("board - the second line says what is due today and what is late, and else that all is current", async () => {
  await board.openAndSettle(view());
  // The card service only says its earliest deadline, so more of its twelve may be due.
  expect(await board.page.locator(".status").innerText()).toMatch(/^오늘 기한 2건 이상\s*14:04 기준$/);
  const none = view({ ledger: ledger([event("hr-leave", 3, 4)]) });
  await board.draw(none);
  await expect.poll(() => board.page.locator(".status").innerText()).toContain("최신 상태입니다");
});

test("board - the rows are one stop of the tab key, where the arrows left it", async () => {
  await board.openAndSettle(view());
  await board.page.keyboard.press("ArrowDown");
  await board.page.keyboard.press("Shift+Tab");
  expect(await board.page.evaluate("document.activeElement.ariaLabel")).toBe("닫기");
  await board.page.keyboard.press("Tab");
  expect(await board.focusedName()).toBe("법인카드");
});

test("board - a new view leaves the focus where it is", async () => {
  await board.openAndSettle(view());
  await board.page.keyboard.press("ArrowDown");
  await board.draw(view({ ledger: ledger([event("finance-card", 13, 0)]) }));
  await expect.poll(() => board.counts()).toContain("13");
  expect(await board.focusedName()).toBe("법인카드");
});

test("board - the keys 1 to 9 open the service at that place, escape and the button close", async () => {
  await board.openAndSettle(view(crowd(30)));
  for (const key of ["1", "9", "0"]) await board.page.keyboard.press(key);
  await board.page.keyboard.press("Escape");
  await board.page.getByRole("button", { name: "닫기" }).click();
  expect(await board.takeCommands()).toEqual([
    { kind: "open-service", service: "service-30" }, // the oldest change
    { kind: "open-service", service: "service-20" },
    { kind: "close" },
    { kind: "close" },
  ]);
});

test("board - of a thousand services the keyboard reaches each, and the window is as high as it may be", async () => {
  await board.openAndSettle(view(crowd(1_000)));
  const focusedService = (): Promise<string | null> =>
    board.page.evaluate("document.activeElement.querySelector('.row-name')?.textContent.trim() ?? null");
  const rows = await board.page.locator(".row-name").allTextContents(); // of all, also where nothing is laid out
  expect(rows).toHaveLength(1_000);
  const isSeen = (): Promise<boolean> =>
    board.page.evaluate(`(() => {
      const { top, bottom } = document.activeElement.getBoundingClientRect();
      const { top: from, bottom: to } = document.querySelector(".scroll").getBoundingClientRect();
      return top >= from - 1 && bottom <= to + 1;
    })()`);
  for (const [key, place] of [
    ["End", 999],
    ["ArrowUp", 998],
    ["Home", 0],
    ["ArrowDown", 1],
  ] as const) {
    await board.page.keyboard.press(key);
    expect(await focusedService()).toBe(rows[place]);
    await expect.poll(isSeen).toBe(true);
  }
  expect(await board.neededHeight()).toBeGreaterThan(640);
});

test("board - focus is visible", async () => {
  await board.openAndSettle(view());
  await board.page.keyboard.press("ArrowDown");
  const outline = await board.page.evaluate("getComputedStyle(document.activeElement).outline");
  expect(outline).toContain("solid 2px");
});

test("board - a pause is shown and can be ended", async () => {
  await board.openAndSettle(view({ pausedUntil: now + 3_600_000 }));
  await board.page.getByRole("button", { name: "다시 켜기" }).click();
  expect(await board.takeCommands()).toEqual([{ kind: "resume" }]);
});

test("board - a leave of more than a day asks for a deputy, and its page is one click away", async () => {
  const delegateUrl = "https://hr-leave.example.com/deputy";
  const catalog = company.map((service) =>
    service.id === "hr-leave" ? { ...service, delegateUrl } : service,
  );
  const deputy = board.page.getByText("대결자를 지정하셨나요?");
  await board.openAndSettle(view({ catalog, pausedUntil: now + 3_600_000 }));
  expect(await deputy.count()).toBe(0);
  await board.draw(view({ catalog, pausedUntil: now + 3 * 24 * 3_600_000 }));
  await deputy.waitFor();
  await board.page.getByRole("button", { name: "휴가·출장 대결자 지정" }).press("Enter");
  expect(await board.takeCommands()).toEqual([{ kind: "open-delegate", service: "hr-leave" }]);
});

test("board - problems are alerts", async () => {
  await board.openAndSettle(view({ problems: [{ key: "not-saved", args: ["ENOSPC"] }] }));
  expect(await board.page.getByRole("alert").allInnerTexts()).toEqual([
    "상태를 저장하지 못했습니다(ENOSPC). 디스크 공간을 확인하세요. 알림은 계속 옵니다.",
  ]);
});

test("board - without services it says so", async () => {
  const empty = view({ catalog: [], ledger: nothing });
  await board.openAndSettle(empty);
  expect(await board.page.locator(".empty").innerText()).toContain("등록된 서비스가 없습니다");
});

test("board - a zero that is not fresh is never shown as one", async () => {
  const zeros = ledger(company.map(({ id }) => event(id, 0, 10)));
  await board.openAndSettle(view({ ledger: zeros, connection: fresh }));
  expect(await board.page.locator(".total").innerText()).toContain("결재할 문서가 없습니다");
  expect(await board.page.locator(".total .icon-check").count()).toBe(1);
  expect(await board.counts()).toEqual([]); // one line for all
  await board.page.getByRole("button", { name: "서비스 5개 · 모두 대기 없음" }).click();
  expect(new Set(await board.counts())).toEqual(new Set(["0"]));

  const dated = view({ ledger: zeros, connection: stale });
  await board.draw(dated);
  await board.page.waitForSelector(".status-stale");
  expect(await board.page.locator(".total").innerText()).not.toContain("없습니다");
  expect(await board.page.locator(".total").innerText()).toContain(dated.asOf);
  expect(await board.page.locator(".icon-check").count()).toBe(0);
  expect(new Set(await board.counts())).toEqual(new Set(["–"]));
});

test("board - counts that are not fresh stand beside their time and the reason, and look different", async () => {
  await board.openAndSettle(view());
  const looks = "[...document.querySelectorAll('.row-count')].map((e) => getComputedStyle(e).borderStyle)";
  expect(new Set((await board.page.evaluate(looks)) as string[])).toEqual(new Set(["none"]));
  const dated = view({ connection: stale });
  await board.draw(dated);
  await board.page.waitForSelector(".status-stale");
  expect(await board.page.locator(".total").innerText()).toContain(dated.asOf);
  expect(await board.page.locator(".status").innerText()).toContain(dated.status.hint);
  expect(new Set((await board.page.evaluate(looks)) as string[])).toEqual(new Set(["dashed"]));
  expect(await board.page.getByRole("button", { name: dated.asOf }).count()).toBe(company.length - 1);
});

test("board - a screen reader is told of counts that changed and of a lost connection, and of nothing else", async () => {
  await board.openAndSettle(view());
  const said = board.page.locator("[aria-live=polite]");
  expect(await said.textContent()).toBe("");
  await board.draw(view({ pausedUntil: now }));
  await board.page.waitForSelector(".note-paused");
  expect(await said.textContent()).toBe("");
  await board.draw(view({ ledger: ledger([event("mail", 2, 0)]) }));
  await expect.poll(() => said.textContent()).toBe("결재 대기 2건");
  await board.draw(view({ ledger: ledger([event("mail", 4, 0)]) }));
  await expect.poll(() => said.textContent()).toBe("메일 발송 승인 4건, 결재 대기 4건");
  const lost = view({ ledger: ledger([event("mail", 4, 0)]), connection: stale });
  await board.draw(lost);
  await expect.poll(() => said.textContent()).toBe(`연결 끊김, ${lost.asOf}`);
});

test("board - markup in a name is text", async () => {
  const name = "<img src=x onerror=alert(1)><b>bold</b>&amp;";
  await board.openAndSettle(view({ catalog: [{ id: "x", name: { ko: name } }], ledger: nothing }));
  expect(await board.page.locator(".row-name").innerText()).toBe(name);
  expect(await board.page.locator("img, b").count()).toBe(0);
});

test("board - the page may load and run nothing from elsewhere", async () => {
  await board.openAndSettle(view());
  const outcome = await board.page.evaluate(`new Promise((resolve) => {
    document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.wasRun = true";
    document.head.append(script);
  })`);
  expect(outcome).toBe("script-src-elem");
  expect(await board.page.evaluate("window.wasRun")).toBeUndefined();
});

test("board - nothing moves by itself for whoever wants no motion", async () => {
  const moving = (): Promise<number> => board.page.evaluate("document.getAnimations().length");
  await board.openAndSettle(view({ connection: { kind: "syncing", lastContact: now } }));
  await expect.poll(moving).toBe(1);
  await board.page.emulateMedia({ reducedMotion: "reduce" });
  try {
    await expect.poll(moving).toBe(0);
  } finally {
    await board.page.emulateMedia({ reducedMotion: "no-preference" });
  }
});

test("board - an installed version has its line, and its button restarts", async () => {
  await board.openAndSettle(view({ update: { version: "0.2.0", kind: "newer" } }));
  expect(await board.page.locator(".note-update .note-text").innerText()).toBe(
    "새 버전 0.2.0이 설치되었습니다",
  );
  await board.page.getByRole("button", { name: "다시 시작" }).click();
  expect(await board.takeCommands()).toEqual([{ kind: "restart" }]);
});
