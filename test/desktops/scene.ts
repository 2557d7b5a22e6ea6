import { join } from "node:path";
import type { BrowserWindow } from "electron";
import type { Page } from "playwright-core";
import type { Area } from "../../build/desktop/screen.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import type { Company } from "../e2e/company.ts";
import { isUpToDate, type RunningApp } from "../e2e/running-app.ts";
import type { Desktop } from "./desktops.ts";
import { changed, type Frame, pointIn } from "./pixels.ts";
import type { Session } from "./session.ts";

export interface Stage {
  readonly desktop: Desktop;
  readonly session: Session;
  readonly company: Company;
  /** Where screenshots go. */
  readonly folder: string;
}

export const LEAVE = { id: "hr-leave", name: "휴가·출장", url: "https://hr.example.com/approvals?box=in" };
export const CARD = { id: "finance-card", name: "법인카드", url: "https://card.example.com/wait" };
/** It is muted: its count changes the badge and nothing else. */
export const MAIL = { id: "mail" };

/** A panel draws a click at once, and a busy machine some seconds later; milliseconds. */
const DRAWN_WITHIN = 30_000;

/** A notice on the screen. */
export interface DrawnNotice {
  readonly area: Area;
  /** The screen before it came. */
  readonly before: Frame;
}

/** The app on a desktop, as a person sees it and acts on it. */
export class Scene {
  readonly desktop: Desktop;
  readonly session: Session;
  readonly company: Company;
  readonly app: RunningApp;
  readonly #folder: string;
  /** Where its icon was found. */
  icon: Area | undefined;
  notice: DrawnNotice | undefined;

  constructor({ desktop, session, company, folder }: Stage, app: RunningApp) {
    this.desktop = desktop;
    this.session = session;
    this.company = company;
    this.app = app;
    this.#folder = folder;
  }

  /** Waits until every count is known to be 0. */
  async prepare(): Promise<void> {
    if (this.hasTooltip) await this.app.trayWhere("in step with the broker", isUpToDate);
    for (const { id } of [LEAVE, CARD, MAIL]) await this.company.publish(id, 0);
    await this.total(0);
  }

  picture(name: string): Promise<void> {
    return this.session.screenshot(join(this.#folder, `${name.replaceAll(" ", "-")}.png`));
  }

  /** Waits until a part of the screen is no longer as it was. */
  async drawn(what: string, before: Frame, within: Area): Promise<void> {
    const look = async () => changed(before, await this.session.frame(), within);
    await waitFor(look, { what: `${what} is drawn`, timeout: DRAWN_WITHIN });
  }

  /** Waits until a part of the screen is as it was. */
  async gone(what: string, before: Frame, within: Area): Promise<void> {
    const look = async () => changed(before, await this.session.frame(), within) === undefined;
    await waitFor(look, { what: `${what} goes from the screen`, timeout: DRAWN_WITHIN });
  }

  /** Publishes a rise and waits until its notice stands on the screen. */
  async noticeOf(count: number): Promise<DrawnNotice> {
    const { session } = this;
    const before = await session.stillFrame(session.outside);
    await this.company.publish(LEAVE.id, count);
    const isIt = ({ summary, body }: { summary: string; body: string }) =>
      summary === LEAVE.name && body.includes(String(count));
    await waitFor(async () => (await session.notifications.displayed()).find(isIt), {
      what: `the notice of ${count}`,
    });
    await this.drawn("the notice", before, session.outside);
    const area = changed(before, await session.stillFrame(session.outside), session.outside);
    if (area === undefined) throw new Error("the notice was drawn and went by itself");
    return { area, before };
  }

  /** @throws when something else than this link is opened, or nothing */
  async opens(url: string, act: () => Promise<void>): Promise<void> {
    const before = (await this.session.openedLinks()).length;
    await act();
    const links = await waitFor(() => this.session.openedLinks(), {
      what: `${url} is opened`,
      timeout: DRAWN_WITHIN,
      until: (all) => all.length > before,
    });
    if (links.slice(before).join() !== url) throw new Error(`opened: ${links.slice(before).join()}`);
  }

  async clickIcon(button: "left" | "right", times: 1 | 2 = 1): Promise<void> {
    await this.session.click(pointIn(this.iconArea, [0.5, 0.5]), button, times);
  }

  /** Opens the board by clicks on the panel's icon, and takes the mouse away once it is there. */
  async openBoard(): Promise<Page> {
    const { session } = this;
    await this.clickIcon("left", this.desktop.clicks);
    await this.app.boardIsShown();
    const page = await this.app.window("board");
    await session.stillFrame(session.outside);
    await session.park();
    await session.stillFrame(session.outside);
    return page;
  }

  async closeBoard(): Promise<void> {
    await this.session.press("Escape");
    await this.app.boardIsHidden();
    await this.session.stillFrame(this.session.outside);
  }

  async inWindow<T>(name: "board" | "settings", read: (window: BrowserWindow) => T): Promise<T> {
    const handle = await this.app.electron.browserWindow(await this.app.window(name));
    return (await handle.evaluate(read as never)) as T;
  }

  /** Waits for a total in the tooltip, where there is a way to read it. */
  async total(total: number): Promise<void> {
    if (!this.hasTooltip) return;
    const text = total === 0 ? /없습니다/ : new RegExp(`대기 ${total}건`);
    await this.app.trayWhere(`a total of ${total}`, ({ toolTip }) => text.test(toolTip));
  }

  get isNativeWayland(): boolean {
    return this.desktop.appArgs?.includes("--ozone-platform=wayland") ?? false;
  }

  get hasTooltip(): boolean {
    return this.desktop.tray === "status-notifier";
  }

  get iconArea(): Area {
    if (this.icon === undefined) throw new Error("the icon was not found on the panel");
    return this.icon;
  }
}
