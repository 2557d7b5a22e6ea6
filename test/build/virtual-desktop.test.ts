import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { stragglers } from "../../build/desktop/stragglers.ts";
import { trayItems } from "../../build/desktop/tray.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type SampleApp, startBareTray } from "./sample-app.ts";

const run = promisify(execFile);

describe.runIf(process.platform === "linux")("virtual desktop", () => {
  let desktop: VirtualDesktop;
  let app: SampleApp;
  let foreign: string;
  beforeAll(async () => {
    // As on a computer with XFCE's own opener, which would open links elsewhere.
    foreign = await mkdtemp(join(tmpdir(), "alrimi-foreign-"));
    await writeFile(join(foreign, "exo-open"), "#!/bin/sh\n", { mode: 0o755 });
    vi.stubEnv("PATH", [foreign, process.env["PATH"]].join(delimiter));
    desktop = await startVirtualDesktop({ keyring: true });
    app = await startBareTray(desktop);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await app?.stop();
    await desktop?.dispose();
    await rm(foreign, { recursive: true, force: true });
  });

  const theTray = async () => {
    const [item] = await waitFor(() => trayItems(desktop), {
      what: "the tray",
      until: (all) => all.length > 0,
    });
    if (!item) throw new Error("no tray");
    return item;
  };
  const sayHello = async () => {
    const before = desktop.notifications.sent().length;
    await (await theTray()).clickMenu("Say hello_world");
    return waitFor(() => desktop.notifications.sent()[before], { what: "the notification" });
  };

  test("tray - an app's icon is registered with its tooltip, its pixels and its process", async () => {
    const item = await theTray();
    expect(item.toolTip).toBe("Bare tray");
    expect(item.pid).toBe(app.pid);
    const [pixmap] = item.iconPixmap;
    expect(pixmap).toMatchObject({ width: 16, height: 16 });
    const centre = pixmap?.argb.subarray((8 * 16 + 8) * 4, (8 * 16 + 8) * 4 + 4);
    expect([...(centre ?? [])]).toEqual([255, 0x3b, 0x82, 0xf6]);
  });

  test("tray - the menu can be read as a panel draws it", async () => {
    const rows = await (await theTray()).menu();
    expect(rows.map(({ label, type, toggleState }) => [label, type, toggleState])).toEqual([
      ["Say hello_world", "standard", undefined],
      ["Open a link", "standard", undefined],
      ["", "separator", undefined],
      ["Checked", "standard", "on"],
      ["More", "standard", undefined],
      ["Quit", "standard", undefined],
    ]);
    expect(rows[4]?.children).toMatchObject([{ label: "Not now", enabled: false }]);
  });

  test("tray - a left click reaches the app", async () => {
    await (await theTray()).activate();
    await app.says("tray clicked");
  });

  test("tray - clicking a row that is not there, or not enabled, names the rows that are", async () => {
    const item = await theTray();
    await expect(item.clickMenu("Nowhere")).rejects.toThrow(/Nowhere.*Say hello_world.*Not now \(disabled\)/);
    await expect(item.clickMenu("Not now")).rejects.toThrow("Not now");
  });

  test("notifications - one is shown as it was sent, and a click on it reaches the app", async () => {
    const shown = await sayHello();
    expect(shown).toMatchObject({ summary: "안녕하세요", body: "휴가·출장 3", urgency: "critical" });
    expect(await desktop.notifications.displayed()).toEqual([shown]);
    await desktop.notifications.click(shown.id);
    await app.says("notification clicked");
    expect(await desktop.notifications.displayed()).toEqual([]);
    const [past] = await desktop.notifications.history();
    expect(past).toMatchObject({ id: shown.id, summary: "안녕하세요", urgency: "critical" });
  });

  test("notifications - of several any one can be clicked, and all can be closed", async () => {
    const first = await sayHello();
    const second = await sayHello();
    const third = await sayHello();
    await desktop.notifications.click(second.id);
    expect(await desktop.notifications.displayed()).toEqual([first, third]);
    await desktop.notifications.closeAll();
    await waitFor(() => desktop.notifications.displayed(), {
      what: "all notifications are closed",
      until: (open) => open.length === 0,
    });
    await expect(desktop.notifications.click()).rejects.toThrow("No notification to click");
  });

  test("links - what the app opens is captured to the letter", async () => {
    await (await theTray()).clickMenu("Open a link");
    const links = await waitFor(() => desktop.openedLinks(), {
      what: "the link",
      until: (all) => all.length > 0,
    });
    expect(links).toEqual(["https://example.com/a?b=c&d=%20#e"]);
  });

  test("language - the app believes that it is on a Korean desktop", async () => {
    await app.says("ready in ko");
  });

  test("keyring - keeps a secret and gives it back", async () => {
    const { env } = desktop;
    const store = run("secret-tool", ["store", "--label=test", "for", "test"], { env });
    store.child.stdin?.end("a secret");
    await store;
    expect((await run("secret-tool", ["lookup", "for", "test"], { env })).stdout).toBe("a secret");
  });

  test("screenshot - is a picture of the whole screen", async () => {
    const file = join(desktop.home, "screen.png");
    await desktop.screenshot(file);
    const { stdout } = await run("identify", ["-format", "%wx%h %k", file]);
    expect(stdout).toMatch(/^1280x800 /);
    expect(Number(stdout.split(" ")[1])).toBeGreaterThan(20);
  });

  test("notification daemon - can crash and come back; what it showed is gone then", async () => {
    await sayHello();
    await desktop.notificationDaemon.kill();
    expect(desktop.notificationDaemon.running).toBe(false);
    expect(await desktop.notifications.displayed()).toEqual([]);
    await desktop.notificationDaemon.start();
    expect((await sayHello()).summary).toBe("안녕하세요");
  });

  test("panel - the tray icon comes back with it", async () => {
    await desktop.panel.kill();
    expect(await trayItems(desktop)).toEqual([]);
    await desktop.panel.start();
    expect((await theTray()).toolTip).toBe("Bare tray");
  });
});

describe.runIf(process.platform === "linux")("virtual desktop, its end", () => {
  test("dispose - no process and no folder is left, not even of an app that was forgotten", async () => {
    const desktop = await startVirtualDesktop({ keyring: true });
    await startBareTray(desktop);
    const runtimeDir = desktop.env["XDG_RUNTIME_DIR"] ?? "";
    expect(stragglers(runtimeDir).length).toBeGreaterThan(6);
    await Promise.all([desktop.dispose(), desktop.dispose()]);
    await waitFor(() => stragglers(runtimeDir).length === 0, {
      what: "every process of the desktop has ended",
    });
    expect(existsSync(runtimeDir)).toBe(false);
  });

  test("desktops - several run side by side, each with what was asked for", async () => {
    const home = await mkdtemp(join(tmpdir(), "alrimi-home-test-"));
    const [bare, large] = await Promise.all([
      startVirtualDesktop({ panel: false, notificationDaemon: false }),
      startVirtualDesktop({ home, dark: true, size: { width: 800, height: 600 }, scale: 2 }),
    ]);
    try {
      expect(bare.env["DISPLAY"]).not.toBe(large.env["DISPLAY"]);
      expect(await bare.bus.hasOwner("org.freedesktop.Notifications")).toBe(false);
      expect(await trayItems(bare)).toEqual([]);
      expect(await large.bus.hasOwner("org.kde.StatusNotifierWatcher")).toBe(true);
      await large.screenshot(join(home, "screen.png"));
      expect((await run("identify", ["-format", "%wx%h", join(home, "screen.png")])).stdout).toBe(
        "1600x1200",
      );
    } finally {
      await Promise.all([bare.dispose(), large.dispose()]);
    }
    expect((await stat(home)).isDirectory()).toBe(true); // a home that was given is not ours to remove
    await rm(home, { recursive: true });
  });

  test.each(["SIGTERM", "SIGKILL"])(
    "desktop - ends with the process that started it, by %s too",
    async (signal) => {
      const script = join(import.meta.dirname, "desktop-host.ts");
      const killed = run(process.execPath, ["--import", "tsx", script, signal]);
      const end = await killed.catch((error: { signal: string; stdout: string }) => error);
      expect(end).toMatchObject({ signal });
      const runtimeDir = end.stdout.trim();
      expect(runtimeDir).toMatch(/alrimi-/);
      await waitFor(() => stragglers(runtimeDir), {
        what: "every process of the desktop has ended",
        until: (left) => left.length === 0,
      });
      expect(existsSync(runtimeDir)).toBe(signal === "SIGKILL"); // nobody can clean up after that one
      await rm(runtimeDir, { recursive: true, force: true });
    },
  );
});
