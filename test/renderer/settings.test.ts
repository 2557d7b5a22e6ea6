import { afterAll, beforeAll, expect, test } from "vitest";
import type { SettingsContract } from "../../main/desktop/windows/contracts/settings.ts";
import type { SettingsView } from "../../main/view/settings/settings-view.ts";
import { viewOf } from "../view/settings-inputs.ts";
import { now } from "./situations.ts";
import { openWindowPage, type WindowPage } from "./window-page.ts";

let window: WindowPage<SettingsContract>;
beforeAll(async () => {
  window = await openWindowPage({ name: "settings", size: { width: 760, height: 600 } });
});
afterAll(() => window?.dispose());

async function openAndSettle(view: SettingsView): Promise<void> {
  await window.open(view);
  await expect.poll(window.takeCommands).toEqual([{ kind: "ready" }]);
}

const scrolled = (): Promise<number> => window.page.evaluate("document.querySelector('main').scrollTop");
const focusedId = (): Promise<string> => window.page.evaluate("document.activeElement.id");

test("settings - every label names its control, so that it can be found by it", async () => {
  await openAndSettle(viewOf("notifications"));
  expect(await window.page.getByRole("switch", { name: "아침 요약" }).getAttribute("aria-checked")).toBe(
    "true",
  );
  expect(await window.page.getByLabel("다시 알림").inputValue()).toBe("3");
  await openAndSettle(viewOf("hours"));
  expect(await window.page.getByRole("group", { name: "점심시간" }).getByLabel("시작").inputValue()).toBe(
    "12:00",
  );
  expect(
    await window.page.getByRole("button", { name: "수", exact: true }).getAttribute("aria-pressed"),
  ).toBe("true");
});

test("settings - a switch asks for the other value, and a label's click is its switch's", async () => {
  await openAndSettle(viewOf("notifications"));
  await window.page.getByRole("switch", { name: "알림 소리" }).click();
  await window.page.getByText("퇴근 전 요약", { exact: true }).click();
  expect(await window.takeCommands()).toEqual([
    { kind: "set", key: "sound", value: false },
    { kind: "set", key: "leavingDigest", value: true },
  ]);
});

test("settings - a choice asks for its value, which need not be a text", async () => {
  await openAndSettle(viewOf("notifications"));
  await window.page.getByLabel("다시 알림").selectOption({ label: "다시 알리지 않음" });
  await window.page.getByLabel("다시 알림").selectOption({ label: "4시간 뒤" });
  expect(await window.takeCommands()).toEqual([
    { kind: "set", key: "remindAfter", value: null },
    { kind: "set", key: "remindAfter", value: 240 },
  ]);
});

test("settings - a time is taken when the typing has come to rest, or when the field is left", async () => {
  await openAndSettle(viewOf("hours"));
  const group = window.page.getByRole("group", { name: "근무 시간" });
  await group.getByLabel("끝").fill("17:30");
  await expect
    .poll(window.takeCommands)
    .toEqual([{ kind: "set", key: "workingHours", value: { from: "09:00", to: "17:30" } }]);
  await group.getByLabel("시작").fill("08:15");
  await group.getByLabel("시작").blur();
  expect(await window.takeCommands()).toContainEqual({
    kind: "set",
    key: "workingHours",
    value: { from: "08:15", to: "18:00" },
  });
});

test("settings - a time is typed as people do, and steps by quarters and hours", async () => {
  await openAndSettle(viewOf("hours"));
  const to = window.page.getByRole("group", { name: "근무 시간" }).getByLabel("끝");
  await to.fill("930");
  await to.press("Enter");
  expect(await to.inputValue()).toBe("09:30");
  expect(await window.takeCommands()).toEqual([
    { kind: "set", key: "workingHours", value: { from: "09:00", to: "09:30" } },
  ]);
  await to.press("ArrowUp");
  await to.press("PageUp");
  expect(await to.inputValue()).toBe("10:00");
  await to.fill("");
  await to.blur();
  expect(await to.inputValue()).toBe("18:00");
});

test("settings - what is no time is kept to be seen, and said to be none", async () => {
  await openAndSettle(viewOf("hours"));
  const to = window.page.getByRole("group", { name: "근무 시간" }).getByLabel("끝");
  await to.fill("2500");
  await to.blur();
  const value = { from: "09:00", to: "2500" };
  expect(await window.takeCommands()).toEqual([{ kind: "set", key: "workingHours", value }]);
  await window.draw(viewOf("hours", { refused: { key: "workingHours", value } }));
  expect(await window.page.getByRole("alert").innerText()).toContain("시각은 00:00부터");
  expect(await to.inputValue()).toBe("2500");
  await to.fill("18:00");
  await to.press("Enter");
  expect(await window.takeCommands()).toEqual([
    { kind: "set", key: "workingHours", value: { from: "09:00", to: "18:00" } },
  ]);
});

test("settings - times look the same in every language and on every system", async () => {
  for (const language of ["ko", "en"] as const) {
    await openAndSettle(
      viewOf("hours", { language, preferences: { quietHours: { from: "22:00", to: "07:00" } } }),
    );
    const shown = "[...document.querySelectorAll('.time')].map((e) => e.type + ' ' + e.value)";
    expect(await window.page.evaluate(shown)).toEqual(
      ["09:00", "18:00", "12:00", "13:00", "22:00", "07:00"].map((time) => `text ${time}`),
    );
  }
});

test("settings - a view that comes in while a time is typed does not take it away", async () => {
  await openAndSettle(viewOf("hours"));
  const from = window.page.getByRole("group", { name: "근무 시간" }).getByLabel("시작");
  await from.fill("10:45");
  await window.draw(viewOf("hours", { preferences: { workingDays: [1] } }));
  await expect.poll(() => window.page.locator(".day[aria-pressed=true]").count()).toBe(1);
  expect(await from.inputValue()).toBe("10:45");
  await window.draw(viewOf("hours", { preferences: { workingHours: { from: "07:00", to: "18:00" } } }));
  await expect.poll(() => from.inputValue()).toBe("07:00");
});

test("settings - a span that may be off is switched, and begins with a time that makes sense", async () => {
  await openAndSettle(viewOf("hours"));
  await window.page.getByRole("switch", { name: "점심시간" }).click();
  await window.page.getByRole("switch", { name: "방해 금지 시간" }).click();
  expect(await window.takeCommands()).toEqual([
    { kind: "set", key: "lunch", value: null },
    { kind: "set", key: "quietHours", value: { from: "22:00", to: "07:00" } },
  ]);
});

test("settings - days are flipped one by one", async () => {
  await openAndSettle(viewOf("hours"));
  await window.page.getByRole("button", { name: "토", exact: true }).click();
  await window.page.getByRole("button", { name: "월", exact: true }).click();
  expect(await window.takeCommands()).toEqual([
    { kind: "set", key: "workingDays", value: [1, 2, 3, 4, 5, 6] },
    { kind: "set", key: "workingDays", value: [2, 3, 4, 5] },
  ]);
});

test("settings - a shortcut is taken by pressing it; escape gives up and closes nothing", async () => {
  await openAndSettle(viewOf("general", { preferences: { shortcut: "Control+Alt+A" } }));
  expect(await window.page.locator("kbd").allInnerTexts()).toEqual(["Ctrl", "Alt", "A"]);
  const button = window.page.getByLabel("결재 현황 여는 단축키");
  await button.click();
  await window.page.keyboard.press("Escape");
  expect(await window.takeCommands()).toEqual([]);
  await button.click();
  await window.page.keyboard.press("Control+Shift+F9");
  await window.page.getByRole("button", { name: "지우기" }).click();
  expect(await window.takeCommands()).toEqual([
    { kind: "set", key: "shortcut", value: "Control+Shift+F9" },
    { kind: "set", key: "shortcut", value: null },
  ]);
});

test("settings - what is locked says why and cannot be moved", async () => {
  const fixed = { quietHours: null, workingDays: [1], workingHours: { from: "09:00", to: "18:00" } };
  await openAndSettle(viewOf("hours", { fixed }));
  const reason = "조직 정책으로 고정됨";
  expect(await window.page.locator(".field-locked").allInnerTexts()).toEqual([
    expect.stringContaining(reason),
    expect.stringContaining(reason),
    expect.stringContaining(reason),
  ]);
  const quiet = window.page.getByRole("switch", { name: "방해 금지 시간" });
  expect(await quiet.getAttribute("aria-describedby")).toContain("quietHours-locked");
  await quiet.click({ force: true });
  await quiet.press("Enter");
  await window.page.getByRole("button", { name: "일", exact: true }).click({ force: true });
  const from = window.page.getByRole("group", { name: "근무 시간" }).getByLabel("시작");
  await from.press("ArrowUp");
  expect(await from.inputValue()).toBe("09:00");
  expect(await window.takeCommands()).toEqual([]);
});

test("settings - a refusal is an alert beside its field, which is marked", async () => {
  await openAndSettle(viewOf("hours", { refused: { key: "lunch", value: { from: "14:00", to: "13:00" } } }));
  expect(await window.page.getByRole("alert").innerText()).toContain("시작 시각이 끝 시각보다 빨라야 합니다");
  const from = window.page.getByRole("group", { name: "점심시간" }).getByLabel("시작");
  expect(await from.inputValue()).toBe("14:00");
  expect(await from.getAttribute("aria-invalid")).toBe("true");
});

test("settings - arrow keys, home and end walk through the pages; the list is one stop of the tab key", async () => {
  await openAndSettle(viewOf("notifications"));
  await window.page.keyboard.press("Tab");
  expect(await focusedId()).toBe("page-notifications");
  for (const key of ["ArrowDown", "End", "ArrowDown", "ArrowUp", "Home"])
    await window.page.keyboard.press(key);
  expect(await window.takeCommands()).toEqual(
    ["hours", "support", "notifications", "support", "notifications"].map((page) => ({ kind: "page", page })),
  );
  await window.page.keyboard.press("Tab");
  expect(await window.page.evaluate("document.activeElement.closest('main') !== null")).toBe(true);
});

test("settings - another page begins at its top, a new view of the same page leaves focus and place", async () => {
  await openAndSettle(viewOf("history"));
  await window.page.locator("#history-of").focus();
  await window.page.evaluate("document.querySelector('main').scrollTo(0, 300)");
  await window.draw(viewOf("history", { now: now + 60_000 }));
  await expect.poll(() => window.page.locator(".entry-ago").first().innerText()).toBe("1분 전");
  expect(await scrolled()).toBe(300);
  expect(await focusedId()).toBe("history-of");
  await window.draw(viewOf("general"));
  await window.page.waitForSelector("#theme");
  expect(await scrolled()).toBe(0);
});

test("settings - an installed version has a button that restarts into it", async () => {
  const situation = { update: { version: "0.2.0", kind: "newer" } } as const;
  await openAndSettle(
    viewOf("general", { situation, ownUpdates: { kind: "ready", version: "0.2.0", notes: "새 설정" } }),
  );
  const page = await window.page.locator("main").innerText();
  for (const text of ["새 버전 0.2.0이 준비되었습니다", "새로운 점", "새 설정"]) expect(page).toContain(text);
  await window.page.getByRole("button", { name: "다시 시작하여 업데이트" }).click();
  expect(await window.takeCommands()).toEqual([{ kind: "restart" }]);
});

test("settings - support says what the file holds, and its button asks for it, by the keyboard too", async () => {
  await openAndSettle(viewOf("support"));
  const page = await window.page.locator("main").innerText();
  for (const text of ["포함되는 정보", "포함되지 않는 정보", "비밀번호와 인증 정보", "서비스 ID"]) {
    expect(page).toContain(text);
  }
  await window.page.getByRole("button", { name: "진단 파일 저장…" }).click();
  await window.page.locator("#page-support").focus();
  await window.page.keyboard.press("Tab");
  await window.page.keyboard.press("Enter");
  expect(await window.takeCommands()).toEqual([{ kind: "diagnose" }, { kind: "diagnose" }]);
  const file = "/home/hong/alrimi-diagnostics.json";
  await window.draw(viewOf("support", { outcome: { kind: "diagnostics-saved", file } }));
  await window.page.getByRole("status").getByText(`진단 파일을 저장했습니다: ${file}`).waitFor();
});

test("settings - escape closes", async () => {
  await openAndSettle(viewOf("notifications"));
  await window.page.keyboard.press("Escape");
  expect(await window.takeCommands()).toEqual([{ kind: "close" }]);
});

test("settings - it is chosen for a service how it is told, and until when it is put off", async () => {
  await openAndSettle(viewOf("services"));
  await window.page.getByLabel("휴가·출장 알림").selectOption({ label: "끄기" });
  await window.page.getByLabel("메일 발송 승인 알림").selectOption({ label: "모아서" });
  const card = window.page.getByRole("group", { name: "법인카드 미루기" });
  await card.getByRole("combobox").selectOption({ label: "3시간" });
  await card.getByRole("combobox").selectOption({ label: "날짜와 시각…" });
  await card.getByLabel("날짜").fill("2020-01-01"); // over
  await card.getByText("지금부터 1년 안의").waitFor();
  await card.getByText("이때 다시 알림").click({ force: true });
  await card.getByLabel("날짜").fill("2026-12-24");
  await card.getByLabel("시각").fill("09:30");
  await card.getByText("이때 다시 알림").click();
  await window.page.getByRole("group", { name: "방문자 출입 미루기" }).getByText("미루기 해제").click();
  expect(await window.takeCommands()).toEqual([
    { kind: "deliver", service: "hr-leave", delivery: "off" },
    { kind: "deliver", service: "mail", delivery: "batched" },
    { kind: "snooze", services: ["finance-card"], choice: "three-hours" },
    { kind: "snooze-until", services: ["finance-card"], date: "2026-12-24", time: "09:30" },
    { kind: "end-snooze", service: "visitor" },
  ]);
});

test("settings - notifications are paused and resumed", async () => {
  await openAndSettle(viewOf("notifications"));
  await window.page.getByRole("group", { name: "알림 끄기" }).getByText("퇴근까지").click();
  await window.draw(viewOf("notifications", { situation: { pausedUntil: now + 3_600_000 } }));
  await window.page.getByRole("button", { name: "다시 켜기" }).click();
  expect(await window.takeCommands()).toEqual([{ kind: "pause", choice: "evening" }, { kind: "resume" }]);
});

test("settings - notifications are paused until a time of the person's choice", async () => {
  await openAndSettle(viewOf("notifications"));
  const pause = window.page.getByRole("group", { name: "알림 끄기" });
  await pause.getByLabel("이 시각까지 알림 끄기").fill("15:30");
  await pause.getByText("까지 끄기").click();
  expect(await window.takeCommands()).toEqual([{ kind: "pause-until", time: "15:30" }]);
});

test("settings - nobody pauses until a time that is none", async () => {
  await openAndSettle(viewOf("notifications"));
  const pause = window.page.getByRole("group", { name: "알림 끄기" });
  const until = pause.getByLabel("이 시각까지 알림 끄기");
  await until.fill("99");
  await pause.getByText("까지 끄기").click();
  expect(await window.page.getByRole("alert").innerText()).toContain("시각은 00:00부터");
  expect(await until.getAttribute("aria-invalid")).toBe("true");
  expect(await window.takeCommands()).toEqual([]);
  await until.fill("1530");
  await pause.getByText("까지 끄기").click();
  expect(await window.takeCommands()).toEqual([{ kind: "pause-until", time: "15:30" }]);
});

test("settings - a notification can be tried", async () => {
  await openAndSettle(viewOf("notifications"));
  await window.page.getByRole("button", { name: "테스트 알림 보내기" }).click();
  expect(await window.takeCommands()).toEqual([{ kind: "sample" }]);
});

test("settings - defaults are restored only after a question, and escape is a no", async () => {
  await openAndSettle(viewOf("general"));
  const ask = window.page.getByRole("button", { name: "기본값으로 되돌리기" });
  await ask.click();
  await expect.poll(() => window.page.evaluate("document.activeElement.textContent")).toBe("취소");
  await window.page.keyboard.press("Escape");
  await expect
    .poll(() => window.page.evaluate("document.activeElement.textContent"))
    .toBe("기본값으로 되돌리기");
  expect(await window.takeCommands()).toEqual([]);
  await ask.click();
  await window.page.getByRole("button", { name: "되돌리기", exact: true }).click();
  expect(await window.takeCommands()).toEqual([{ kind: "reset" }]);
});

test("settings - files are asked for, and what came of it is said and put away", async () => {
  await openAndSettle(viewOf("general"));
  await window.page.getByRole("button", { name: "내보내기…" }).click();
  await window.page.getByRole("button", { name: "가져오기…" }).click();
  await window.draw(viewOf("general", { outcome: { kind: "exported", file: "/home/hong/a.json" } }));
  await window.page.getByRole("status").getByText("설정을 내보냈습니다: /home/hong/a.json").waitFor();
  await window.page.getByRole("button", { name: "확인" }).click();
  expect(await window.takeCommands()).toEqual([{ kind: "export" }, { kind: "import" }, { kind: "dismiss" }]);
});

test("settings - the account's dialog is asked for, unless a policy has fixed the account", async () => {
  await openAndSettle(viewOf("account"));
  await window.page.getByRole("button", { name: "계정·서버 바꾸기…" }).click();
  expect(await window.takeCommands()).toEqual([{ kind: "open-account" }]);
  const account = { user: "hong.gd", servers: ["tls://a"], credentials: "none", isFromPolicy: true } as const;
  await openAndSettle(viewOf("account", { account }));
  await window.page.getByRole("button", { name: "계정·서버 바꾸기…" }).click({ force: true });
  expect(await window.takeCommands()).toEqual([]);
});

test("settings - the history is filtered by service, and its times have their day in full", async () => {
  await openAndSettle(viewOf("history"));
  await window.page.getByLabel("서비스").selectOption({ label: "법인카드" });
  expect(await window.takeCommands()).toEqual([{ kind: "filter-history", service: "finance-card" }]);
  expect(await window.page.locator(".entry-time").first().getAttribute("title")).toMatch(/2026년 11월 2\d일/);
});

test("settings - markup in a name is text", async () => {
  const name = "<img src=x onerror=alert(1)><b>bold</b>&amp;";
  await openAndSettle(
    viewOf("services", { situation: { catalog: [{ id: "x", name: { ko: name } }], ledger: new Map() } }),
  );
  expect(await window.page.locator(".service-name").innerText()).toBe(name);
  expect(await window.page.locator("img, b").count()).toBe(0);
});

/** What has the focus, by its id or its words. */
const focused = (): Promise<string> =>
  window.page.evaluate("document.activeElement.id || document.activeElement.textContent");

async function pressFocused(
  button: ReturnType<WindowPage<SettingsContract>["page"]["getByRole"]>,
): Promise<void> {
  await button.focus();
  await window.page.keyboard.press("Enter");
}

test("settings - whoever pauses by the keyboard can resume at once, and the other way round", async () => {
  await openAndSettle(viewOf("notifications"));
  const pause = window.page.getByRole("group", { name: "알림 끄기" });
  await pressFocused(pause.getByRole("button", { name: "퇴근까지" }));
  await window.draw(viewOf("notifications", { situation: { pausedUntil: now + 3_600_000 } }));
  await expect.poll(focused).toBe("다시 켜기");
  await window.page.keyboard.press("Enter");
  await window.draw(viewOf("notifications"));
  await expect.poll(focused).toBe("1시간");
});

test("settings - whoever snoozes a service by the keyboard stays at that service, and so does who ends it", async () => {
  await openAndSettle(viewOf("services"));
  const card = window.page.locator("[data-service=finance-card]");
  const isAtCard = () =>
    window.page.evaluate("document.activeElement.closest('[data-service]')?.dataset.service");
  const snooze = card.getByRole("combobox", { name: "법인카드 미루기" });
  await snooze.focus();
  await snooze.selectOption({ label: "1시간" });
  await window.draw(
    viewOf("services", { situation: { snoozed: new Map([["finance-card", now + 3_600_000]]) } }),
  );
  await expect.poll(focused).toBe("미루기 해제");
  expect(await isAtCard()).toBe("finance-card");
  await window.draw(viewOf("services", { situation: { snoozed: new Map() } }));
  await expect.poll(isAtCard).toBe("finance-card");
  expect(await snooze.isVisible()).toBe(true);
  expect(await isAtCard()).toBe("finance-card");
});

test("settings - whoever clears the shortcut by the keyboard can set another at once", async () => {
  await openAndSettle(viewOf("general", { preferences: { shortcut: "Control+Alt+A" } }));
  await pressFocused(window.page.getByRole("button", { name: "지우기" }));
  await window.draw(viewOf("general"));
  await expect.poll(focused).toBe("shortcut");
});

test("settings - whoever has read what came of it is where they were before", async () => {
  await openAndSettle(viewOf("general"));
  await pressFocused(window.page.getByRole("button", { name: "가져오기…" }));
  await window.draw(viewOf("general", { outcome: { kind: "exported", file: "/home/hong/a.json" } }));
  await pressFocused(window.page.getByRole("button", { name: "확인" }));
  await window.draw(viewOf("general"));
  await expect.poll(focused).toBe("가져오기…");
});

test("settings - where that is gone too, the focus is on the page's tab", async () => {
  await openAndSettle(viewOf("general", { outcome: { kind: "reset" } }));
  await pressFocused(window.page.getByRole("button", { name: "확인" }));
  await window.draw(viewOf("general"));
  await expect.poll(focused).toBe("page-general");
});

test("settings - the page of the values in effect has no control, and is read and scrolled by the keyboard", async () => {
  await openAndSettle(viewOf("policy"));
  await window.page.keyboard.press("Tab");
  await window.page.keyboard.press("Tab");
  expect(await window.page.evaluate("document.activeElement.tagName")).toBe("MAIN");
  await window.page.keyboard.press("End");
  await expect.poll(scrolled).toBeGreaterThan(0);
  const panel = window.page.getByRole("tabpanel", { name: "적용된 설정" });
  expect(await panel.getByRole("term").allInnerTexts()).toContain("방해 금지 시간");
  expect(await panel.getByRole("definition").allInnerTexts()).toContain("기본값");
});
