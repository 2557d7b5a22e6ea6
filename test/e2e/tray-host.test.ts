import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { playAppearance } from "../../build/desktop/appearance.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { hasXEmbedTray } from "../../main/desktop/system/linux/xembed-tray.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";

let company: Company;
let desktop: VirtualDesktop;
let app: RunningApp | undefined;

beforeAll(async () => {
  company = await startCompany();
  await company.publish("hr-leave", 3);
});

afterEach(async () => {
  await app?.end();
  await desktop?.dispose();
});

afterAll(async () => {
  await company?.dispose();
});

async function start(isTrayless = false): Promise<RunningApp> {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  app = await RunningApp.start({ desktop, policyFile: await company.policy(), userDataDir, isTrayless });
  return app;
}

const hasThree = ({ toolTip }: { toolTip: string }) => toolTip.includes("휴가·출장 3");

test("tray host - the display itself tells whether there is a tray of the older kind", async () => {
  desktop = await startVirtualDesktop();
  expect(await hasXEmbedTray(desktop.env)).toBe(true);
  await desktop.panel.kill();
  expect(await hasXEmbedTray(desktop.env)).toBe(false);
  expect(await hasXEmbedTray({ DISPLAY: ":98765" })).toBe(undefined);
  expect(await hasXEmbedTray({ WAYLAND_DISPLAY: "wayland-0" })).toBe(false);
});

test("tray host - a panel that crashes and comes back shows the icon of that moment", async () => {
  desktop = await startVirtualDesktop();
  const running = await start();
  await running.trayWhere("3 leaves", hasThree);
  await desktop.panel.kill();
  await company.publish("hr-leave", 5);
  await desktop.panel.start();
  const tray = await running.trayWhere("5 leaves", ({ toolTip }) => toolTip.includes("휴가·출장 5"));
  expect(await running.showsIcon(tray, "5", "fresh")).toBe(true);
  expect((await tray.menu()).some(({ label }) => label.includes("휴가·출장"))).toBe(true);
  await company.publish("hr-leave", 3);
  await running.trayWhere("3 leaves", hasThree);
  expect(running.output).not.toContain("no-tray");
});

test("tray host - without a tray the board opens by itself and says what to do, until a panel comes and has the icon", async () => {
  desktop = await startVirtualDesktop({ panel: false });
  const running = await start(true);
  await running.logged("problem: no-tray");
  const page = await waitFor(() => running.boardPage(), { what: "the board opens" });
  await running.boardIsShown();
  await page.getByText("이 데스크톱에는 트레이가 없어").waitFor();

  await desktop.panel.start();
  await page.getByText("이 데스크톱에는 트레이가 없어").waitFor({ state: "detached" });
  const tray = await running.trayWhere("the icon is in the panel", hasThree);
  await waitFor(async () => running.showsIcon(await running.tray(), "3", "fresh"), { what: "3 on the icon" });
  await tray.activate();
  await running.boardIsHidden();
});

test("tray host - the icon follows the desktop from light to dark and back, whatever the app's own theme", async () => {
  desktop = await startVirtualDesktop();
  const appearance = await playAppearance(desktop.env["DBUS_SESSION_BUS_ADDRESS"] ?? "", false);
  try {
    const running = await start();
    await running.trayWhere("3 leaves", hasThree);
    const shows = (panel: "light" | "dark") =>
      waitFor(async () => running.showsIcon(await running.tray(), "3", "fresh", panel), {
        what: `the icon for a ${panel} panel`,
      });
    await shows("light");
    appearance.setDark(true);
    await shows("dark");
    // The theme of the app's windows does not affect the panel.
    await running.inMain(({ nativeTheme }) => {
      nativeTheme.themeSource = "light";
    });
    await company.publish("mail", 1);
    await running.trayWhere("a mail", ({ toolTip }) => toolTip.includes("메일 1"));
    await waitFor(async () => running.showsIcon(await running.tray(), "4", "fresh", "dark"), {
      what: "still dark",
    });
    await running.inMain(({ nativeTheme }) => {
      nativeTheme.themeSource = "system";
    });
    await company.publish("mail", 0);
    appearance.setDark(false);
    await shows("light");
  } finally {
    appearance.close();
  }
});

test("tray host - on a display of twice the scale the icon is as sharp, and the board stands on the screen", async () => {
  desktop = await startVirtualDesktop({ scale: 2 });
  const running = await start();
  const tray = await running.trayWhere("3 leaves", hasThree);
  expect(await running.showsIcon(tray, "3", "fresh")).toBe(true);
  await running.openBoard();
  const [scale, inside] = await running.inMain(({ BrowserWindow, screen }) => {
    const [window] = BrowserWindow.getAllWindows();
    const { x, y, width, height } = window?.getBounds() ?? { x: -1, y: -1, width: 0, height: 0 };
    const display = screen.getPrimaryDisplay();
    const { workArea } = display;
    return [
      display.scaleFactor,
      x >= workArea.x && y >= workArea.y && x + width <= workArea.width && y + height <= workArea.height,
    ];
  });
  expect(scale).toBe(2);
  expect(inside).toBe(true);
});
