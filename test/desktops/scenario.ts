import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserWindow } from "electron";
import type { Page } from "playwright-core";
import type { Area } from "../../build/desktop/screen.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import type { Company } from "../e2e/company.ts";
import { isUpToDate, RunningApp } from "../e2e/running-app.ts";
import type { Desktop } from "./desktops.ts";
import { changed, flashed, isWithin, overlap, pointIn } from "./pixels.ts";
import type { Session } from "./session.ts";

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

/** A check that means nothing on a desktop has a reason as well. */
export type Outcome =
  | { readonly kind: "passed" }
  | { readonly kind: "failed" | "left out"; readonly reason: string };

export interface Stage {
  readonly desktop: Desktop;
  readonly session: Session;
  readonly company: Company;
  /** Where screenshots go; named after the check. */
  readonly folder: string;
}

const LEAVE = "휴가·출장";
/** Around an icon a panel may draw that the mouse was there; pixels. */
const HIGHLIGHT = 24;

/** The main job on one desktop, with a real mouse on the real panel. Checks that fail do not end it. */
export async function runScenario(stage: Stage): Promise<ReadonlyMap<Check, Outcome>> {
  const { company } = stage;
  const app = await RunningApp.start({
    desktop: stage.session,
    policyFile: await company.policy({ preferences: { morningDigest: false, mutedServices: ["mail"] } }),
    userDataDir: join(company.folder, "app"),
    args: stage.desktop.appArgs ?? [],
    isTrayless: stage.desktop.tray === "xembed",
  });
  const outcomes = new Map<Check, Outcome>();
  const scene = new Scene(stage, app);
  try {
    await scene.prepare();
    for (const check of CHECKS) {
      const outcome = await scene.look(check).then(
        (reason): Outcome => (reason === undefined ? { kind: "passed" } : { kind: "left out", reason }),
        (error: Error): Outcome => ({ kind: "failed", reason: error.message }),
      );
      outcomes.set(check, outcome);
      await stage.session.screenshot(join(stage.folder, `${check.replaceAll(" ", "-")}.png`));
    }
    return outcomes;
  } finally {
    await app.end();
  }
}

/** Returned where a check does not apply: why. */
type LeftOut = string | undefined;

class Scene {
  readonly #stage: Stage;
  readonly #app: RunningApp;
  #icon: Area | undefined;
  #notice: Area | undefined;

  constructor(stage: Stage, app: RunningApp) {
    this.#stage = stage;
    this.#app = app;
  }

  async prepare(): Promise<void> {
    if (this.#hasTooltip) await this.#app.trayWhere("in step with the broker", isUpToDate);
    for (const service of ["hr-leave", "finance-card", "mail"]) await this.#stage.company.publish(service, 0);
    await this.#total(0);
  }

  readonly look = (check: Check): Promise<LeftOut> => this.#checks[check]();

  readonly #checks: Readonly<Record<Check, () => Promise<LeftOut>>> = {
    /** A muted service changes the badge alone: that tells where the icon is. */
    badge: async () => {
      const { session, company } = this.#stage;
      this.#icon = await waitFor(
        async () => {
          const before = await session.stillFrame(session.panel);
          await company.publish("mail", 5);
          await this.#total(5);
          await waitFor(async () => changed(before, await session.frame(), session.panel), {
            what: "the count is drawn on the panel",
            timeout: 20_000,
          });
          const during = await session.stillFrame(session.panel);
          await company.publish("mail", 0);
          await this.#total(0);
          await waitFor(async () => changed(during, await session.frame(), session.panel), {
            what: "the count goes from the panel",
            timeout: 20_000,
          });
          return flashed(before, during, await session.stillFrame(session.panel), session.panel);
        },
        { what: "a count comes to the icon and goes again", timeout: 90_000 },
      );
      return undefined;
    },

    notice: async () => {
      const { session, company } = this.#stage;
      const before = await session.stillFrame(session.outside);
      await company.publish("hr-leave", 3);
      const sent = await this.#noticeOf(LEAVE);
      if (!sent.body.includes("3")) throw new Error(`the notice says ${sent.body}`);
      await waitFor(async () => changed(before, await session.frame(), session.outside), {
        what: "the notice is drawn",
      });
      this.#notice = changed(before, await session.stillFrame(session.outside), session.outside);
      return undefined;
    },

    "gone at 0": async () => {
      const { session, company } = this.#stage;
      const notice = this.#notice;
      if (notice === undefined) throw new Error("there was no notice");
      const standing = await session.frame();
      if ((await session.notifications.displayed()).length === 0) throw new Error("it was gone before");
      await company.publish("hr-leave", 0);
      await waitFor(async () => (await session.notifications.displayed()).length === 0, {
        what: "the notice is closed",
      });
      await waitFor(async () => changed(standing, await session.frame(), notice), {
        what: "the notice goes from the screen",
      });
      return undefined;
    },

    link: async () => {
      const { session, company } = this.#stage;
      const before = await session.stillFrame(session.outside);
      const opened = (await session.openedLinks()).length;
      await company.publish("hr-leave", 4);
      await this.#noticeOf(LEAVE);
      await waitFor(async () => changed(before, await session.frame(), session.outside), {
        what: "the notice is drawn",
      });
      const notice = changed(before, await session.stillFrame(session.outside), session.outside);
      if (notice === undefined) throw new Error("the notice went before it was clicked");
      await session.screenshot(join(this.#stage.folder, "link-before-click.png"));
      await session.click(pointIn(notice, this.#stage.desktop.noticeTarget));
      await session.park();
      const links = await waitFor(() => session.openedLinks(), {
        what: "the link is opened",
        timeout: 30_000,
        until: (all) => all.length > opened,
      });
      const expected = "https://hr.example.com/approvals?box=in";
      if (links.slice(opened).join() !== expected) throw new Error(`opened: ${links.slice(opened).join()}`);
      return undefined;
    },

    buttons: async () => {
      if (!this.#stage.desktop.drawsDefaultAction) return "the action of the notice itself is no button here";
      const labels = this.#stage.session.notifications.sent().at(-1)?.labels ?? [];
      const twice = labels.find((label, index) => labels.indexOf(label) !== index);
      if (twice !== undefined) throw new Error(`"${twice}" stands on two buttons`);
      return undefined;
    },

    board: async () => {
      const { session } = this.#stage;
      const page = await this.#openBoard();
      await waitFor(async () => (await page.textContent("body"))?.includes(LEAVE), {
        what: "rows on the board",
      });
      await session.screenshot(join(this.#stage.folder, "board-open.png"));
      const bounds = await this.#inWindow("board", (window) => window.getBounds());
      await this.#closeBoard();
      if (!this.#isNativeWayland && overlap(bounds, session.panel))
        throw new Error(`the board at ${JSON.stringify(bounds)} covers a part of the panel`);
      return undefined;
    },

    menu: async () => {
      const { session } = this.#stage;
      const before = await session.stillFrame(session.outside);
      await session.click(pointIn(this.#iconArea, [0.5, 0.5]), "right");
      await waitFor(async () => changed(before, await session.frame(), session.outside), {
        what: "the menu is drawn",
        timeout: 20_000,
      });
      const during = await session.stillFrame(session.outside);
      await session.screenshot(join(this.#stage.folder, "menu-open.png"));
      const menu = changed(before, during, session.outside);
      await session.clickAway();
      await waitFor(async () => menu && changed(before, await session.frame(), menu) === undefined, {
        what: "the menu goes",
        timeout: 20_000,
      });
      if (!this.#hasTooltip) return undefined;
      const opened = (await session.openedLinks()).length;
      await (await this.#app.tray()).clickMenu((row) => row.label.startsWith("법인카드"));
      const links = await waitFor(() => session.openedLinks(), {
        what: "a row of the menu opens its link",
        timeout: 30_000,
        until: (all) => all.length > opened,
      });
      if (links.at(-1) !== "https://card.example.com/wait") throw new Error(`opened: ${links.at(-1)}`);
      return undefined;
    },

    /** A page's process may make few system calls, and knows itself by another number than everybody else does. */
    sandbox: async () => {
      await this.#openBoard();
      const pids = await this.#app.inMain(({ app }) =>
        app.getAppMetrics().flatMap(({ pid, type }) => (type === "Tab" ? [pid] : [])),
      );
      await this.#closeBoard();
      if (pids.length === 0) throw new Error("no process draws a page");
      for (const pid of pids) {
        const status = await readFile(`/proc/${pid}/status`, "utf8");
        if (!/^Seccomp:\s*2$/m.test(status)) throw new Error(`process ${pid} may make every system call`);
        if (!/^NSpid:\s*\d+\s+\d+/m.test(status)) throw new Error(`process ${pid} sees all processes`);
      }
      return undefined;
    },

    /** The open board neither adds a button to the panel nor covers it. */
    "task list": async () => {
      const { session, desktop } = this.#stage;
      if (!desktop.hasTaskList) return "this panel lists no windows";
      const trace = await waitFor(
        async () => {
          const before = await session.stillFrame(session.panel);
          await this.#openBoard();
          const during = await session.stillFrame(session.panel);
          await session.screenshot(join(this.#stage.folder, "task-list-open.png"));
          await this.#closeBoard();
          return { area: flashed(before, during, await session.stillFrame(session.panel), session.panel) };
        },
        { what: "the board opens and closes", timeout: 90_000 },
      );
      if (trace.area !== undefined && !isWithin(trace.area, this.#iconArea, HIGHLIGHT))
        throw new Error(`the panel changes while the board is open, at ${JSON.stringify(trace.area)}`);
      return undefined;
    },

    "window icon": async () => {
      if (this.#stage.desktop.givesIcons) return "the window manager gives one to windows without";
      if (this.#isNativeWayland) return "native Wayland takes it from the desktop file";
      await this.#openBoard();
      const names = [await this.#withoutIcon("board")];
      await this.#closeBoard();
      if (this.#hasTooltip) {
        await (await this.#app.tray()).clickMenu((row) => row.label.startsWith("설정"));
        names.push(await this.#withoutIcon("settings"));
        await (await this.#app.window("settings")).close();
      }
      const without = names.filter((name) => name !== undefined);
      if (without.length > 0) throw new Error(`no icon on: ${without.join(", ")}`);
      return undefined;
    },

    "do not disturb": async () => {
      const { session, company, desktop } = this.#stage;
      if (desktop.doNotDisturb === undefined) return "not tried";
      await session.command(desktop.doNotDisturb.on);
      const earlier = this.#app.output.length;
      const sent = session.notifications.sent().length;
      await company.publish("finance-card", 2);
      const decision = await waitFor(
        // It first waits for more to come.
        () => /(not )?told: .*finance-card(?!.*collecting).*/.exec(this.#app.output.slice(earlier))?.[0],
        { what: "the app decides about the notice" },
      );
      if (!decision.startsWith("not")) throw new Error("the notice was sent all the same");
      await session.command(desktop.doNotDisturb.off);
      await waitFor(() => session.notifications.sent().length > sent, { what: "the held notice comes" });
      return undefined;
    },
  };

  /** Opens the board by clicks on the panel's icon, and takes the mouse away once it is there. */
  async #openBoard(): Promise<Page> {
    const { session, desktop } = this.#stage;
    await session.click(pointIn(this.#iconArea, [0.5, 0.5]), "left", desktop.clicks);
    await this.#app.boardIsShown();
    const page = await this.#app.window("board");
    await session.stillFrame(session.outside);
    await session.park();
    await session.stillFrame(session.outside);
    return page;
  }

  async #closeBoard(): Promise<void> {
    await this.#stage.session.press("Escape");
    await this.#app.boardIsHidden();
    await this.#stage.session.stillFrame(this.#stage.session.outside);
  }

  async #inWindow<T>(name: "board" | "settings", read: (window: BrowserWindow) => T): Promise<T> {
    const page = await this.#app.window(name);
    const handle = await this.#app.electron.browserWindow(page);
    return (await handle.evaluate(read as never)) as T;
  }

  /** The window's name if it has no icon. */
  async #withoutIcon(name: "board" | "settings"): Promise<string | undefined> {
    const id = await this.#inWindow(name, (window) => window.getNativeWindowHandle().readUInt32LE());
    const property = await this.#stage.session.command([
      "xprop",
      "-notype",
      "-id",
      String(id),
      "32c",
      "_NET_WM_ICON",
    ]);
    return /^_NET_WM_ICON = \d+, \d+/.test(property) ? undefined : name;
  }

  get #isNativeWayland(): boolean {
    return this.#stage.desktop.appArgs?.includes("--ozone-platform=wayland") ?? false;
  }

  get #hasTooltip(): boolean {
    return this.#stage.desktop.tray === "status-notifier";
  }

  get #iconArea(): Area {
    if (this.#icon === undefined) throw new Error("the icon was not found on the panel");
    return this.#icon;
  }

  /** Waits for a total in the tooltip, where there is a way to read it. */
  async #total(total: number): Promise<void> {
    if (!this.#hasTooltip) return;
    const text = total === 0 ? /없습니다/ : new RegExp(`대기 ${total}건`);
    await this.#app.trayWhere(`a total of ${total}`, ({ toolTip }) => text.test(toolTip));
  }

  #noticeOf(service: string) {
    const { notifications } = this.#stage.session;
    return waitFor(async () => (await notifications.displayed()).find(({ summary }) => summary === service), {
      what: `the notice of ${service}`,
    });
  }
}
