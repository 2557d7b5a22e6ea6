import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { LANGUAGES, type Language } from "../../main/contract/catalog.ts";
import { axeFindings } from "../renderer/axe.ts";
import { sample } from "../sample.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";

const run = promisify(execFile);

interface Scene {
  readonly app: RunningApp;
  readonly company: Company;
  readonly desktop: VirtualDesktop;
}

let scene: Scene | undefined;
afterEach(async () => {
  await scene?.app.end();
  await Promise.all([scene?.desktop.dispose(), scene?.company.dispose()]);
  scene = undefined;
});

async function begin(dark: boolean, language: Language, policy: object = {}): Promise<Scene> {
  const [desktop, company] = await Promise.all([startVirtualDesktop({ dark, language }), startCompany()]);
  const overdue = new Date(Date.now() - 60_000).toISOString();
  await company.publish("hr-leave", 3);
  await company.publish("mail", 1, "--due-at", overdue);
  const app = await RunningApp.start({
    desktop,
    policyFile: await company.policy({ language, ...policy }),
    userDataDir: await mkdtemp(join(company.folder, "app-")),
  });
  scene = { app, company, desktop };
  await app.trayWhere("a total of 4", ({ toolTip }) => /대기 4건|4 approvals/.test(toolTip));
  return scene;
}

const boundsOf = (app: RunningApp) =>
  app.inMain(({ BrowserWindow, screen }) => {
    const [window] = BrowserWindow.getAllWindows();
    return { window: window?.getBounds(), workArea: screen.getPrimaryDisplay().workArea };
  });

/** The window has the height that its content needs, inside the work area, and the page scrolls nowhere. */
async function fits(app: RunningApp, page: Page): Promise<void> {
  await waitFor(
    () =>
      page.evaluate<boolean>(`(() => {
        const scroll = document.querySelector(".scroll");
        const isWhole = scroll.scrollHeight <= scroll.clientHeight && scroll.clientHeight < 400;
        return isWhole && document.documentElement.scrollWidth <= innerWidth;
      })()`),
    { what: "the window fits its content" },
  );
  const { window, workArea } = await boundsOf(app);
  expect(window?.y ?? -1).toBeGreaterThanOrEqual(workArea.y);
  expect((window?.y ?? 0) + (window?.height ?? 0)).toBeLessThanOrEqual(workArea.y + workArea.height);
  expect((window?.x ?? 0) + (window?.width ?? 0)).toBeLessThanOrEqual(workArea.x + workArea.width);
}

/** The window has no room below its content. */
async function endsWithContent(page: Page): Promise<void> {
  await waitFor(
    () =>
      page.evaluate<number>(
        "Math.abs(innerHeight - document.querySelector('.rest').getBoundingClientRect().bottom)",
      ),
    { what: "the window ends where its content does", until: (slack) => slack < 2 },
  );
}

for (const dark of sample([false, true], Boolean)) {
  for (const language of sample(LANGUAGES, (each) => each === "ko")) {
    test(`board - axe finds nothing to mend, ${dark ? "dark" : "light"}, ${language}: fresh, menu open, enlarged, stale`, async () => {
      const { app, company } = await begin(dark, language);
      const page = await app.openBoard();
      await page.emulateMedia({ colorScheme: null }); // the desktop's, which Playwright overrides
      await page.waitForSelector(".status-fresh");
      expect(await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")).toBe(dark);
      expect(await page.evaluate("document.documentElement.lang")).toBe(language);
      expect(await page.locator(".row-name").first().innerText()).toMatch(/메일|Mail/); // it is overdue
      await fits(app, page);
      expect(await axeFindings(page), "fresh").toEqual([]);

      await page.locator(".row-more").first().click();
      await page.getByRole("menu").waitFor();
      expect(await axeFindings(page), "menu open").toEqual([]);
      await page.keyboard.press("Escape");

      const { window: before } = await boundsOf(app);
      await app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
      await waitFor(async () => ((await boundsOf(app)).window?.width ?? 0) > (before?.width ?? 0) * 1.9, {
        what: "the window grows with its content",
      });
      await waitFor(() => page.evaluate<boolean>("devicePixelRatio === 2"), { what: "200 %" });
      const wide = `[document.documentElement, ...document.querySelectorAll(".content, .scroll, .row, .status")]
        .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.className || e.tagName)`;
      expect(await page.evaluate(wide)).toEqual([]);
      expect(await axeFindings(page), "enlarged").toEqual([]);
      await app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1));
      await waitFor(async () => (await boundsOf(app)).window?.width === before?.width, {
        what: "the window shrinks with its content",
      });
      await fits(app, page);

      await company.broker.kill();
      await page.waitForSelector(".status-stale");
      expect(await axeFindings(page), "stale").toEqual([]);
    });
  }
}

test("board - a row's menu puts a service off and mutes it, and a pause is chosen in the header", async () => {
  const { app } = await begin(false, "ko");
  const page = await app.openBoard();
  const choose = async (button: string, item: string): Promise<void> => {
    await page.getByRole("button", { name: button }).click();
    await page.getByRole(item.startsWith("알림: ") ? "menuitemradio" : "menuitem", { name: item }).click();
  };
  const rowSays = (text: RegExp) => page.locator(".row", { hasText: text }).first().waitFor();
  await choose("메일 메뉴", "1시간 뒤 다시 알림");
  await rowSays(/메일[\s\S]*까지 미룸/);
  await choose("메일 메뉴", "미루기 해제");
  await choose("휴가·출장 메뉴", "알림: 끄기");
  await rowSays(/휴가·출장[\s\S]*알림 꺼짐/);
  await page.mouse.move(2, 2);
  await page.evaluate("document.activeElement.blur()");
  await waitFor(async () => (await page.locator(".row-name").last().innerText()) === "휴가·출장", {
    what: "the muted service is last",
  });
  await choose("휴가·출장 메뉴", "알림: 바로");
  await choose("알림 잠시 끄기", "1시간 동안");
  await page.waitForSelector(".note-paused");
});

test("board - where a policy fixes how services are told, that is locked and says why", async () => {
  const { app } = await begin(false, "ko", { preferences: { morningDigest: false, delivery: {} } });
  const page = await app.openBoard();
  await page.getByRole("button", { name: "메일 메뉴" }).click();
  const mute = page.getByRole("menuitemradio", { name: /알림: 끄기/ });
  expect(await mute.innerText()).toContain("조직 정책으로 고정됨");
  expect(await mute.getAttribute("aria-disabled")).toBe("true");
});

test("board - opened again with more on it, it is no higher than it needs to be", async () => {
  const { app, company } = await begin(false, "ko");
  const page = await app.openBoard();
  await app.closeBoard();
  // Kept, the page is measured in its small window; there a scroll bar takes room, and some of these names a second line.
  const names = Array.from({ length: 7 }, (_, index) => "가".repeat(15 + index));
  await company.putCatalog(names.map((ko) => ({ id: `s-${ko.length}`, name: { ko } })));
  await app.trayWhere("the new services", ({ toolTip }) => !toolTip.includes("휴가·출장"));
  await app.openBoard();
  await page.getByText(names[6] ?? "", { exact: true }).waitFor();
  await endsWithContent(page);
});

test("board - opened again with nothing new, it does not keep the height that it had grown to", async () => {
  const { app } = await begin(false, "ko");
  const page = await app.openBoard();
  await page.getByRole("button", { name: "알림 잠시 끄기" }).click();
  await page.getByRole("menuitem", { name: "1시간 동안" }).click();
  await page.locator(".note-paused .note-button").first().click();
  await page.waitForSelector(".note-paused", { state: "detached" });
  await app.closeBoard();
  await app.openBoard();
  await fits(app, page);
  await endsWithContent(page);
});

test("board - while it is open it follows the screen: a panel that goes, and one that comes back", async () => {
  const { app, desktop } = await begin(false, "ko");
  await app.openBoard();
  const seen = async () => {
    const { window, workArea } = await boundsOf(app);
    const bottom = workArea.y + workArea.height;
    return { bottom, gap: bottom - (window?.y ?? 0) - (window?.height ?? 0) };
  };
  const before = await waitFor(seen, { what: "the board above the panel", until: ({ gap }) => gap === 8 });
  await desktop.panel.kill();
  await waitFor(seen, {
    what: "the board stands lower, clear of a bar that the desktop may not tell of",
    until: ({ bottom, gap }) => bottom > before.bottom && gap === 40,
  });
  await desktop.panel.start();
  await waitFor(seen, {
    what: "the board makes room for the panel",
    until: ({ bottom, gap }) => bottom === before.bottom && gap === 8,
  });
  await app.boardIsShown();
});

test("windows - the board is in no list of windows, the settings are, and both have the app's picture", async () => {
  const { app, desktop } = await begin(false, "ko");
  const page = await app.openBoard();
  const idOf = (name: string): Promise<string> =>
    waitFor(
      async () =>
        (
          await run("xdotool", ["search", "--onlyvisible", "--name", name], { env: desktop.env })
        ).stdout.trim(),
      {
        what: `the window ${name}`,
      },
    );
  const properties = async (id: string): Promise<string> =>
    (
      await run("xprop", ["-id", id, "_NET_WM_WINDOW_TYPE", "_NET_WM_ICON"], {
        env: desktop.env,
        maxBuffer: 1e8,
      })
    ).stdout;
  const board = await properties(await idOf("^알림이$"));
  expect(board).toContain("_NET_WM_WINDOW_TYPE_TOOLBAR");
  expect(board).toMatch(/Icon \(96 x 96\)/);
  await page.keyboard.press(",");
  await app.window("settings");
  const settings = await properties(await idOf("^알림이 설정$"));
  expect(settings).toContain("_NET_WM_WINDOW_TYPE_NORMAL");
  expect(settings).toMatch(/Icon \(96 x 96\)/);
});
