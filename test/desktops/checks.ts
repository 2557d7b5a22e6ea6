import { readFile } from "node:fs/promises";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { changed, flashed, isWithin, overlap, pointIn } from "./pixels.ts";
import { CARD, LEAVE, MAIL, type Scene } from "./scene.ts";

/** What is looked at on every desktop, in this order. */
export const CHECKS = [
  "badge",
  "notice",
  "gone at 0",
  "link",
  "buttons",
  "board",
  "menu",
  "sandbox",
  "task list",
  "window icon",
  "do not disturb",
] as const;
export type Check = (typeof CHECKS)[number];

/** Why a check does not apply to a desktop; undefined where it does. */
type LeftOut = string | undefined;

/** A repetition gets round a clock that changed at that moment; milliseconds. */
const REPEATED_FOR = 90_000;
/** Around an icon a panel may draw that the mouse was there; pixels. */
const HIGHLIGHT = 24;

/** Each throws when it fails. */
export const checks: Readonly<Record<Check, (scene: Scene) => Promise<LeftOut>>> = {
  /** A muted service changes the badge alone: that tells where the icon is. */
  async badge(scene) {
    const { session, company } = scene;
    const set = async (count: number): Promise<void> => {
      const before = await session.frame();
      await company.publish(MAIL.id, count);
      await scene.total(count);
      await scene.drawn(`a badge of ${count}`, before, session.panel);
    };
    scene.icon = await waitFor(
      async () => {
        const before = await session.stillFrame(session.panel);
        await set(5);
        const during = await session.stillFrame(session.panel);
        await set(0);
        return flashed(before, during, await session.stillFrame(session.panel), session.panel);
      },
      { what: "a count comes to the icon and goes again", timeout: REPEATED_FOR },
    );
    return undefined;
  },

  async notice(scene) {
    scene.notice = await scene.noticeOf(3);
    return undefined;
  },

  async "gone at 0"(scene) {
    const { session, company, notice } = scene;
    if (notice === undefined) throw new Error("there was no notice");
    const isStanding = async () => (await session.notifications.displayed()).length > 0;
    if (!(await isStanding())) throw new Error("it went by itself");
    await company.publish(LEAVE.id, 0);
    await waitFor(async () => !(await isStanding()), { what: "the notice is closed" });
    await scene.gone("the notice", notice.before, notice.area);
    return undefined;
  },

  async link(scene) {
    const { area } = await scene.noticeOf(4);
    await scene.picture("link-before-click");
    await scene.opens(LEAVE.url, () => scene.session.click(pointIn(area, scene.desktop.noticeTarget)));
    await scene.session.park();
    return undefined;
  },

  async buttons({ desktop, session }) {
    if (!desktop.drawsDefaultAction) return "the action of the notice itself is no button here";
    const labels = session.notifications.sent().at(-1)?.labels ?? [];
    const twice = labels.find((label, index) => labels.indexOf(label) !== index);
    if (twice !== undefined) throw new Error(`"${twice}" stands on two buttons`);
    return undefined;
  },

  async board(scene) {
    const page = await scene.openBoard();
    const hasRows = async () => (await page.textContent("body"))?.includes(LEAVE.name);
    await waitFor(hasRows, { what: "rows on the board" });
    await scene.picture("board-open");
    const bounds = await scene.inWindow("board", (window) => window.getBounds());
    await scene.closeBoard();
    if (!scene.isNativeWayland && overlap(bounds, scene.session.panel))
      throw new Error(`the board at ${JSON.stringify(bounds)} covers a part of the panel`);
    return undefined;
  },

  async menu(scene) {
    const { session } = scene;
    const before = await session.stillFrame(session.outside);
    await scene.clickIcon("right");
    await scene.drawn("the menu", before, session.outside);
    await session.park(); // so that the mouse itself is no part of what has changed
    const menu = changed(before, await session.stillFrame(session.outside), session.outside);
    await scene.picture("menu-open");
    await session.clickAway();
    if (menu !== undefined) await scene.gone("the menu", before, menu);
    if (!scene.hasTooltip) return undefined; // the rows cannot be read
    const tray = await scene.app.tray();
    await scene.opens(CARD.url, () => tray.clickMenu(({ label }) => label.startsWith(CARD.name)));
    return undefined;
  },

  /** A page's process may make few system calls, and is alone in a world of its own. */
  async sandbox(scene) {
    await scene.openBoard();
    const pids = await scene.app.inMain(({ app }) =>
      app.getAppMetrics().flatMap(({ pid, type }) => (type === "Tab" ? [pid] : [])),
    );
    const states = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/status`, "utf8")));
    await scene.closeBoard();
    if (states.length === 0) throw new Error("no process draws a page");
    for (const state of states) {
      if (!/^Seccomp:\s*2$/m.test(state)) throw new Error("a page's process may make every system call");
      if (!/^NSpid:\s*\d+\s+\d+/m.test(state)) throw new Error("a page's process sees all others");
    }
    return undefined;
  },

  /** The open board adds no button to the panel. */
  async "task list"(scene) {
    const { session, desktop } = scene;
    if (!desktop.hasTaskList) return "this panel lists no windows";
    const before = await session.stillFrame(session.panel);
    await scene.openBoard();
    const during = await session.stillFrame(session.panel);
    await scene.picture("task-list-open");
    await scene.closeBoard();
    const trace = flashed(before, during, await session.stillFrame(session.panel), session.panel);
    if (trace !== undefined && !isWithin(trace, scene.iconArea, HIGHLIGHT))
      throw new Error(`the panel changes while the board is open, at ${JSON.stringify(trace)}`);
    return undefined;
  },

  async "window icon"(scene) {
    const { desktop, session, app } = scene;
    if (desktop.givesIcons) return "the window manager gives one to windows without";
    if (scene.isNativeWayland) return "native Wayland takes it from the desktop file";
    const check = async (name: "board" | "settings"): Promise<void> => {
      const id = await scene.inWindow(name, (window) => window.getNativeWindowHandle().readUInt32LE());
      const command = ["xprop", "-notype", "-id", String(id), "32c", "_NET_WM_ICON"];
      const property = await session.command(command);
      if (!/^_NET_WM_ICON = \d+, \d+/.test(property)) throw new Error(`the window ${name} has no icon`);
    };
    await scene.openBoard();
    await check("board").finally(() => scene.closeBoard());
    if (!scene.hasTooltip) return undefined; // the rows of the menu cannot be clicked
    await (await app.tray()).clickMenu(({ label }) => label.startsWith("설정"));
    await check("settings").finally(async () => (await app.window("settings")).close());
    return undefined;
  },

  /** What comes meanwhile is held, and told afterwards. */
  async "do not disturb"(scene) {
    const { session, company, desktop, app } = scene;
    if (desktop.doNotDisturb === undefined) return "not tried";
    const earlier = app.output.length;
    const hears = (what: string, text: RegExp) =>
      waitFor(() => text.test(app.output.slice(earlier)), { what, timeout: 30_000 });
    await session.command(desktop.doNotDisturb.on);
    await hears("the app hears of it", /"isPresenting":true/);
    const sent = session.notifications.sent().length;
    await company.publish(CARD.id, 2);
    await hears("the app holds the notice back", /not told: finance-card: presenting/);
    await session.command(desktop.doNotDisturb.off);
    await waitFor(() => session.notifications.sent().length > sent, { what: "the held notice comes" });
    return undefined;
  },
};
