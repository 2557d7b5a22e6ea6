import { afterAll, beforeAll, expect, test } from "vitest";
import { momentText } from "../../main/view/time.ts";
import { seoul } from "../core/attention/seoul.ts";
import { type BoardPage, openBoardPage } from "./board-page.ts";
import { company, event, heard, ledger, now, unsure, view } from "./situations.ts";

/** What the board shows of services whose count is not sure, and of those that said nothing yet. */

let board: BoardPage;
beforeAll(async () => {
  board = await openBoardPage();
});
afterAll(() => board?.dispose());

test("board - a count that is not sure is marked, has its time, and does not make the others look old", async () => {
  await board.openAndSettle(unsure());
  expect(await board.page.locator(".row-name").allInnerTexts()).toEqual([
    "법인카드",
    "휴가·출장",
    "메일 발송 승인",
  ]);
  expect(await board.counts()).toEqual(["12", "3", "–"]);
  const looks = "[...document.querySelectorAll('.row-count')].map((e) => getComputedStyle(e).borderStyle)";
  expect(await board.page.evaluate(looks)).toEqual(["dashed", "none", "dashed"]);
  const row = board.page.getByRole("button", { name: /^법인카드 ?, 12건,.*미확인/ });
  expect(await row.innerText()).toContain(
    `${momentText({ language: "ko", calendar: seoul }, now - 75 * 60_000, now)} 기준`,
  );
  expect(
    await board.page.getByRole("button", { name: /^메일 발송 승인 ?, 현재 건수를 알 수 없음/ }).count(),
  ).toBe(1);
  expect(await board.page.locator(".total").innerText()).toContain("일부 미확인");
  expect(await board.page.locator(".status").innerText()).toContain(
    "2개 서비스의 건수를 확인하지 못했습니다",
  );
  expect(await board.page.locator(".status").innerText()).not.toContain("최신");
});

test("board - a screen reader is told of a count that is not sure any more", async () => {
  await board.openAndSettle(view({ ledger: ledger(heard) }));
  await board.draw(view({ ledger: ledger(heard), unsure: new Set(["finance-card"]) }));
  await expect
    .poll(() => board.page.locator("[aria-live=polite]").textContent())
    .toBe("1개 서비스의 건수를 확인하지 못했습니다, 법인카드 12건 미확인, 결재 대기 15건 · 일부 미확인");
});

const line = () => board.page.getByRole("button", { name: /^아직 받은 정보 없음: / });
const isUnfolded = (): Promise<string | null> => line().getAttribute("aria-expanded");

test("board - services that never said anything are one line, which opens by a click and by keys", async () => {
  await board.openAndSettle(view({ ledger: ledger(heard) }));
  expect(await board.counts()).toEqual(["12", "3"]);
  expect(await line().innerText()).toBe("아직 받은 정보 없음: 3개");
  expect(await isUnfolded()).toBe("false");
  await line().click();
  expect(await board.counts()).toEqual(["12", "3", "–", "–", "–"]);
  expect(await isUnfolded()).toBe("true");
  await line().click();
  expect(await board.counts()).toEqual(["12", "3"]);

  await board.page.keyboard.press("Home");
  for (const key of ["ArrowDown", "ArrowDown"]) await board.page.keyboard.press(key);
  expect(await board.focusedName()).toBe("아직 받은 정보 없음: 3개");
  for (const [key, unfolded] of [
    ["Enter", "true"],
    ["Space", "false"],
    ["Enter", "true"],
  ] as const) {
    await board.page.keyboard.press(key);
    await expect.poll(isUnfolded).toBe(unfolded);
    expect(await board.focusedName()).toBe("아직 받은 정보 없음: 3개");
  }
  await board.page.keyboard.press("ArrowDown");
  expect(await board.focusedName()).toBe("방문자 출입");
  await board.page.keyboard.press("Enter");
  await board.page.keyboard.press("4"); // 메일 발송 승인, after the line
  expect(await board.takeCommands()).toEqual([
    { kind: "open-service", service: "visitor" },
    { kind: "open-service", service: "mail" },
  ]);
});

test("board - the line stays open, and the focus where it is, while the board is drawn anew", async () => {
  await board.openAndSettle(view({ ledger: ledger(heard) }));
  for (const key of ["End", "Enter", "ArrowDown", "ArrowDown"]) await board.page.keyboard.press(key);
  expect(await board.focusedName()).toBe("메일 발송 승인");
  await board.draw(view({ ledger: ledger([...heard, event("visitor", 2, 0)]) }));
  await expect.poll(() => board.counts()).toEqual(["12", "3", "2", "–", "–"]);
  expect(await line().innerText()).toBe("아직 받은 정보 없음: 2개");
  expect(await isUnfolded()).toBe("true");
  expect(await board.focusedName()).toBe("메일 발송 승인");
  await board.draw(view({ ledger: ledger([...heard, event("visitor", 2, 0), event("mail", 1, 0)]) }));
  await expect.poll(() => board.counts()).toEqual(["12", "3", "2", "1", "–"]);
  expect(await board.focusedName()).toBe("메일 발송 승인");
});

test("board - where no service has said anything its services are seen at once, and no number", async () => {
  await board.openAndSettle(view({ ledger: ledger([]) }));
  expect(await isUnfolded()).toBe("true");
  expect(await board.counts()).toEqual(company.map(() => "–"));
  expect(await board.page.locator(".total").innerText()).toMatch(/^–\n+아직 받은 정보 없음$/);
  await line().click();
  expect(await board.counts()).toEqual([]);
  await board.draw(view({ ledger: ledger(heard) }));
  await expect.poll(async () => (await board.counts()).toSorted()).toEqual(["12", "3"]);
});

test("board - where nothing waits but not all have said so, no number and no tick stands there", async () => {
  await board.openAndSettle(view({ ledger: ledger([event("mail", 0, 5), event("visitor", 0, 5)]) }));
  expect(await board.page.locator(".total").innerText()).toBe("2개 서비스에 대기 없음 · 3개는 정보 없음");
  expect(await board.page.locator(".total .icon-check").count()).toBe(0);
  expect(await board.counts()).toEqual(["0", "0"]);
});
