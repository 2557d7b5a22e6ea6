import { copyFile, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";
import { toldOn } from "./told.ts";

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp | undefined;
let sequence = 0;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
});

afterEach(async () => {
  await app?.end();
  app = undefined;
});

afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

async function start(policy: Record<string, unknown> = {}, userDataDir?: string): Promise<RunningApp> {
  app = await RunningApp.start({
    desktop,
    // The company's policy fixes Korean, so the language cannot be chosen.
    policyFile: await company.policy({ language: undefined, ...policy }),
    userDataDir: userDataDir ?? (await mkdtemp(join(company.folder, "app-"))),
  });
  return app;
}

/** Opens the settings as a person does, by the menu of the tray. */
async function openSettings(running: RunningApp, page?: string): Promise<Page> {
  // The menu's ids change with everything that is drawn in it.
  const click = async () => (await running.tray()).clickMenu((row) => /설정|Settings/.test(row.label));
  await waitFor(
    () =>
      click().then(
        () => true,
        () => false,
      ),
    { what: "the menu takes the click" },
  );
  const settings = await running.window("settings");
  await settings.emulateMedia({ colorScheme: null }); // by default Playwright shows everything light
  if (page !== undefined) {
    await settings.getByRole("tab", { name: page }).click();
    await settings.getByRole("heading", { level: 1, name: page }).waitFor();
  }
  return settings;
}

/** The next notices are those of counts that rise from now on. */
async function publishNext(service: string, count: number): Promise<void> {
  sequence += 1;
  await company.publish(service, count, "--sequence", String(sequence));
}

/** A test cannot click the OS's file dialogs, so it sets the file that they return. */
function chooseFile(running: RunningApp, file: string): Promise<void> {
  return running.inMain(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, file);
}

const isDark = (running: RunningApp): Promise<boolean> =>
  running.inMain(({ nativeTheme }) => nativeTheme.shouldUseDarkColors);

test("settings window - opens once, by the tray's menu, and closes by escape", async () => {
  const running = await start();
  const settings = await openSettings(running);
  await openSettings(running);
  const windows = () => running.electron.windows().filter((page) => page.url().endsWith("/settings.html"));
  expect(windows()).toHaveLength(1);
  // Gone before the key is up again.
  await settings.keyboard.press("Escape").catch(() => {});
  await waitFor(() => windows().length === 0, { what: "the window closes" });
  expect((await running.tray()).toolTip).toContain("알림이");
});

test("settings window - another language is spoken at once, by window, tray and title", async () => {
  const running = await start();
  const settings = await openSettings(running, "일반");
  await settings.getByLabel("언어").selectOption({ label: "English" });
  await settings.getByRole("heading", { level: 1, name: "General" }).waitFor();
  await running.trayWhere("the tray speaks English", ({ toolTip }) => toolTip.startsWith("Alrimi — "));
  const title = await running.inMain(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.getTitle()),
  );
  expect(title).toContain("Alrimi settings");
});

test("settings window - another theme is seen at once, and both choices outlive a restart", async () => {
  const running = await start();
  const { userDataDir } = running;
  const settings = await openSettings(running, "일반");
  await settings.getByLabel("테마").selectOption({ label: "다크" });
  await expect.poll(() => settings.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")).toBe(true);
  await settings.getByRole("tab", { name: "알림", exact: true }).click();
  await settings.getByLabel("다시 알림").selectOption({ label: "4시간 뒤" });
  await running.quit();

  const again = await start({}, userDataDir);
  await expect.poll(() => isDark(again)).toBe(true);
  const reopened = await openSettings(again);
  expect(await reopened.getByLabel("다시 알림").locator("option:checked").innerText()).toBe("4시간 뒤");
});

test("settings window - a muted service is not told of, and the history says why", async () => {
  const running = await start();
  await running.trayWhere("the catalog", ({ toolTip }) => toolTip.includes("기준"));
  const settings = await openSettings(running, "서비스");
  await settings.getByLabel("법인카드 알림").selectOption({ label: "끄기" });
  await settings.getByText("알림 꺼짐").waitFor();
  await publishNext("finance-card", 2);
  await running.trayWhere("the count all the same", ({ toolTip }) => toolTip.includes("법인카드 2"));
  await publishNext("hr-leave", 1);
  await waitFor(() => toldOn(desktop).some(({ service }) => service === "hr-leave"), {
    what: "the other service is told",
  });
  expect(toldOn(desktop).filter(({ service }) => service === "finance-card")).toEqual([]);

  await settings.getByRole("tab", { name: "알림 기록" }).click();
  await settings.getByText("휴가·출장 1건을 알렸습니다").waitFor();
  const entry = settings.locator(".entry", { hasText: "법인카드: 알리지 않음" });
  expect(await entry.innerText()).toContain("알림을 끈 서비스입니다.");
  await settings.getByLabel("서비스", { exact: true }).selectOption({ label: "법인카드" });
  await expect.poll(() => settings.locator(".entry").count()).toBe(1);
});

test("settings window - a pause is taken at once and ended again", async () => {
  const running = await start();
  const settings = await openSettings(running);
  await settings.getByRole("group", { name: "알림 끄기" }).getByText("1시간").click();
  await settings.getByText(/까지 알림이 꺼져 있습니다/).waitFor();
  await running.trayWhere("the tray says so", ({ toolTip }) => toolTip.includes("알림 꺼짐"));
  await settings.getByRole("button", { name: "다시 켜기" }).click();
  await running.trayWhere("it is over", ({ toolTip }) => !toolTip.includes("알림 꺼짐"));
  await settings.getByLabel("이 시각까지 알림 끄기").fill("23:59");
  await settings.getByText("까지 끄기").click();
  await running.trayWhere("until then", ({ toolTip }) => toolTip.includes("23:59까지 알림 꺼짐"));
  await settings.getByRole("button", { name: "다시 켜기" }).click();
  await running.trayWhere("it is over", ({ toolTip }) => !toolTip.includes("알림 꺼짐"));
});

test("settings window - a notification can be tried, with sound and without", async () => {
  const running = await start();
  const settings = await openSettings(running);
  const tries = () => desktop.notifications.sent().filter(({ summary }) => summary === "테스트 알림");
  await settings.getByRole("button", { name: "테스트 알림 보내기" }).click();
  await waitFor(() => tries().length === 1, { what: "the sample" });
  const sound = settings.getByRole("switch", { name: "알림 소리" });
  await sound.click();
  await expect.poll(() => sound.getAttribute("aria-checked")).toBe("false");
  await settings.getByRole("button", { name: "테스트 알림 보내기" }).click();
  await waitFor(() => tries().length === 2, { what: "the second sample" });
  expect(tries().map(({ isSilent }) => isSilent)).toEqual([false, true]);
});

test("settings window - what the policy fixes is locked, holds, and says why", async () => {
  const running = await start({ preferences: { theme: "dark", quietHours: null } });
  await expect.poll(() => isDark(running)).toBe(true);
  const settings = await openSettings(running, "일반");
  expect(await settings.getByLabel("테마").isDisabled()).toBe(true);
  expect(await settings.locator("[data-key=theme] .field-locked").innerText()).toContain(
    "조직 정책으로 고정됨",
  );
  expect(await settings.getByLabel("언어").isDisabled()).toBe(false);
  // A page that was taken over could still ask.
  await settings.evaluate("alrimi.send({ kind: 'set', key: 'theme', value: 'light' })");
  await settings.evaluate("alrimi.send({ kind: 'set', key: 'sound', value: false })");
  await settings.getByRole("tab", { name: "알림", exact: true }).click();
  const sound = settings.getByRole("switch", { name: "알림 소리" });
  await expect.poll(() => sound.getAttribute("aria-checked")).toBe("false");
  await expect.poll(() => isDark(running)).toBe(true);
});

test("settings window - the account is shown, and changed in its own dialog unless a policy has set it", async () => {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  await copyFile(await company.policy({ language: undefined }), join(userDataDir, "settings.json"));
  app = await RunningApp.start({ desktop, userDataDir });
  const settings = await openSettings(app, "계정");
  await settings.locator(".facts", { hasText: company.broker.url }).waitFor();
  expect(await settings.locator(".facts").innerText()).toContain("hong.gd");
  await settings.getByRole("button", { name: "계정·서버 바꾸기…" }).click();
  await app.window("account");
  await app.end();

  const ruled = await openSettings(await start(), "계정");
  const change = ruled.getByRole("button", { name: "계정·서버 바꾸기…" });
  expect(await change.getAttribute("aria-disabled")).toBe("true");
  expect(await ruled.locator(".field-locked").innerText()).toContain("조직 정책으로 고정됨");
});

test("settings window - hours that cannot be are refused in words, and nothing else is lost", async () => {
  const running = await start();
  const settings = await openSettings(running, "시간");
  const hours = settings.getByRole("group", { name: "근무 시간" });
  await hours.getByLabel("끝").fill("08:00");
  await hours.getByLabel("끝").press("Enter");
  expect(await settings.getByRole("alert").innerText()).toContain("시작 시각이 끝 시각보다 빨라야 합니다");
  await hours.getByLabel("시작").fill("07:00");
  await hours.getByLabel("시작").press("Enter");
  await settings.getByRole("alert").waitFor({ state: "detached" });
  await settings.getByRole("tab", { name: "알림", exact: true }).click();
  await settings.getByText("근무일 07:00에 대기 중인 결재를 한 번에 알립니다.").waitFor();
});

test("settings window - choices go to another computer by a file", async () => {
  const running = await start();
  const file = join(company.folder, "choices.json");
  await chooseFile(running, file);
  const settings = await openSettings(running, "시간");
  await settings.getByRole("switch", { name: "점심시간" }).click();
  await settings.getByRole("tab", { name: "일반" }).click();
  await settings.getByLabel("테마").selectOption({ label: "다크" });
  await settings.getByRole("button", { name: "내보내기…" }).click();
  await settings.getByText(`설정을 내보냈습니다: ${file}`).waitFor();
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ lunch: null, theme: "dark" });
  await running.end();

  const other = await start();
  await chooseFile(other, file);
  const there = await openSettings(other, "일반");
  await there.getByRole("button", { name: "가져오기…" }).click();
  await there.getByText(`설정 2개를 가져왔습니다: ${file}`).waitFor();
  await expect.poll(() => isDark(other)).toBe(true);
  await there.getByRole("button", { name: "기본값으로 되돌리기" }).click();
  await there.getByRole("button", { name: "되돌리기", exact: true }).click();
  await there.getByText("기본값으로 되돌렸습니다.").waitFor();
  expect(await there.getByLabel("테마").locator("option:checked").innerText()).toBe("시스템 설정에 따름");
});

test("settings window - a bad file changes nothing and is told with its reasons", async () => {
  const running = await start();
  const file = join(company.folder, "bad.json");
  await chooseFile(running, file);
  const settings = await openSettings(running, "일반");
  const load = settings.getByRole("button", { name: "가져오기…" });
  for (const [content, words] of [
    [
      '{"theme":"dark","tehme":"light","remindAfter":1}',
      /알 수 없는 항목: tehme[\s\S]*다시 알림: 5분에서 7일/,
    ],
    ["no JSON", /설정 파일\(JSON\)이 아닙니다/],
    [" ".repeat(300_000), /너무 큽니다/],
  ] as const) {
    await writeFile(file, content);
    await load.click();
    await expect.poll(() => settings.locator(".outcome").innerText()).toMatch(words);
    expect(await settings.locator(".outcome").innerText()).toContain("바뀐 설정은 없습니다");
  }
  await chooseFile(running, join(company.folder, "nowhere.json"));
  await load.click();
  await expect.poll(() => settings.locator(".outcome").innerText()).toMatch(/읽지 못했습니다[\s\S]*ENOENT/);
  await chooseFile(running, "/nowhere/choices.json");
  await settings.getByRole("button", { name: "내보내기…" }).click();
  await expect.poll(() => settings.locator(".outcome").innerText()).toMatch(/저장하지 못했습니다/);
  expect(await settings.getByLabel("테마").locator("option:checked").innerText()).toBe("시스템 설정에 따름");
});

test("settings window - a page that asks for what there is not is refused", async () => {
  const running = await start();
  const settings = await openSettings(running);
  for (const command of [
    "{ kind: 'set', key: '__proto__', value: 1 }",
    "{ kind: 'quit' }",
    "{ kind: 'open-service', service: 'x' }",
    "5",
  ]) {
    await settings.evaluate(`alrimi.send(${command})`);
  }
  await waitFor(() => running.output.split("ipc refused").length > 4, { what: "all four are refused" });
  expect(await settings.getByRole("heading", { level: 1 }).innerText()).toBe("알림");
});
