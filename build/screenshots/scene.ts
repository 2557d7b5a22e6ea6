import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { putCatalog } from "../../main/admin/catalog.ts";
import { type EmbeddedBroker, startBroker } from "../../main/admin/embedded-broker.ts";
import { provision } from "../../main/admin/provision.ts";
import type { Language } from "../../main/contract/catalog.ts";
import { approvalsSubject } from "../../main/contract/subject.ts";
import type { SomePreferences } from "../../main/core/preferences/preferences.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { ADMINISTRATOR_INBOX, KEEPER_INBOX, writerInbox } from "../../main/nats/permissions.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { type AlrimiServer, startServer } from "../../main/server/server.ts";
import { catalogOf, SERVICE_IDS, type ServiceId } from "../demo/services.ts";
import { type TrayItem, trayItems } from "../desktop/tray.ts";
import { waitFor } from "../desktop/wait-for.ts";
import { appCommand } from "../run-app.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../virtual-desktop.ts";

const pictures = join(import.meta.dirname, "../pictures");
const USER = "hong.gd";
const PASSWORD = "a password for the pictures";
const SIZE = { width: 1280, height: 800 };
const MINUTE = 60_000;
/** Time of the app and of the panel's clock in the pictures. All pictures are taken within a minute. */
const PICTURE_TIME = "14:05";

/** The lower right of the screen with tray and notification, and the area of the board above them. */
const NOTICE = { width: 440, height: 220, x: SIZE.width - 440, y: SIZE.height - 220 };
const CORNER = { width: 440, height: 600, x: SIZE.width - 440, y: SIZE.height - 600 };

export interface Look {
  /** Suffix of the picture's name. */
  readonly name: string;
  readonly language: Language;
  readonly dark?: boolean;
  readonly contrast?: boolean;
  readonly preferences?: SomePreferences;
  /** False for a first start without a policy. */
  readonly hasPolicy?: boolean;
  /** Time at which the app starts, on the day of the pictures. */
  readonly startsAt?: string;
}

/** A broker with services, a desktop and the real app, for pictures. */
export class Scene {
  readonly desktop: VirtualDesktop;
  readonly broker: EmbeddedBroker;
  readonly #keeper: AlrimiServer;
  readonly #look: Look;
  readonly #folder: string;
  readonly #app: ElectronApplication;
  /** Offset of the app's clock from the machine's, in milliseconds. */
  #ahead: number;

  private constructor(
    look: Look,
    folder: string,
    parts: {
      broker: EmbeddedBroker;
      keeper: AlrimiServer;
      desktop: VirtualDesktop;
      app: ElectronApplication;
      ahead: number;
    },
  ) {
    this.desktop = parts.desktop;
    this.broker = parts.broker;
    this.#keeper = parts.keeper;
    this.#look = look;
    this.#folder = folder;
    this.#app = parts.app;
    this.#ahead = parts.ahead;
  }

  static async open(look: Look): Promise<Scene> {
    const { language, dark = false, hasPolicy = true, startsAt = PICTURE_TIME } = look;
    const folder = await mkdtemp(join(tmpdir(), "alrimi-pictures-"));
    const { broker, keeper } = await startCompany(join(folder, "broker"));
    const desktop = await startVirtualDesktop({ language, dark, size: SIZE, keyring: true, panel: false });
    await stopPanelClock(desktop.home, look);
    await desktop.panel.start();
    const policyFile = join(folder, "policy.json");
    const userData = join(folder, "app");
    const credentials = { username: USER, password: PASSWORD };
    await writeFile(
      policyFile,
      JSON.stringify({
        servers: [broker.url],
        user: USER,
        credentials,
        defaults: { onlyWorkingHours: false },
      }),
    );
    await mkdir(userData);
    const preferences = { language, ...look.preferences };
    await writeFile(join(userData, "preferences.json"), JSON.stringify(preferences));
    const command = await appCommand(
      [...(hasPolicy ? [`--policy-file=${policyFile}`] : []), `--user-data-dir=${userData}`],
      desktop.env,
    );
    const start = momentOf(startsAt);
    const ahead = start - Date.now();
    const app = await _electron.launch({
      executablePath: command.file,
      args: ["-r", join(import.meta.dirname, "staged.cjs"), ...command.args],
      env: { ...(command.env as Record<string, string>), PICTURE_AT: String(start), PICTURE_USER: USER },
      colorScheme: null, // the desktop's own
    });
    return new Scene(look, folder, { broker, keeper, desktop, app, ahead });
  }

  /**
   * Sets the app's clock. The app notices it like a wake-up.
   * @param time `HH:MM`
   */
  async goTo(time: string): Promise<void> {
    this.#ahead = momentOf(time) - Date.now();
    await this.#app.evaluate(({ powerMonitor }, ahead) => {
      const { realNow = Date.now } = globalThis as typeof globalThis & { realNow?: () => number };
      Date.now = () => realNow() + ahead;
      powerMonitor.emit("resume");
    }, this.#ahead);
  }

  async publish(service: ServiceId, count: number, minutesAgo: number, dueInMinutes?: number): Promise<void> {
    const now = Date.now() + this.#ahead;
    await this.#as(`writer-${service}`, writerInbox(service), async (connection) => {
      await createPublisher(connection).publish({
        user: USER,
        service,
        count,
        occurredAt: new Date(now - minutesAgo * MINUTE),
        ...(dueInMinutes === undefined ? {} : { dueAt: new Date(now + dueInMinutes * MINUTE) }),
      });
    });
  }

  /** Retains any bytes in the place of an event, without a check. */
  async publishBytes(service: ServiceId, payload: string): Promise<void> {
    const subject = approvalsSubject(USER, service);
    if (!subject.ok) throw new Error(subject.detail);
    await this.#as("keeper", KEEPER_INBOX, async (connection) => connection.publish(subject.value, payload));
  }

  /** Closes the connection after all messages have been sent. */
  async #as(
    username: string,
    inboxPrefix: string,
    act: (connection: NatsConnection) => Promise<void>,
  ): Promise<void> {
    const connection = await connectBroker({
      ...{ servers: [this.broker.url], username, password: PASSWORD, inboxPrefix },
    });
    await act(connection);
    await connection.drain();
  }

  /** Waits until the tray's tooltip matches, and returns the tray. */
  trayThatSays(text: RegExp): Promise<TrayItem> {
    return waitFor(async () => (await trayItems(this.desktop)).find(({ toolTip }) => text.test(toolTip)), {
      what: `the tray says ${text}`,
      timeout: 30_000,
    });
  }

  /** Waits for the window of a page (`board`, `settings`, `account`). */
  async page(name: string): Promise<Page> {
    const page = await waitFor(
      () => this.#app.windows().find((page) => page.url().endsWith(`/${name}.html`)),
      {
        what: `the ${name} window`,
        timeout: 30_000,
      },
    );
    // The virtual desktop has no contrast setting.
    if (this.#look.contrast) await page.emulateMedia({ contrast: "more" });
    return page;
  }

  async noticeShown(): Promise<void> {
    await waitFor(async () => (await this.desktop.notifications.displayed()).length === 1, {
      what: "the notification",
      timeout: 30_000,
    });
  }

  notice(state: string): Promise<void> {
    return this.#picture(state, NOTICE);
  }

  board(state: string): Promise<void> {
    return this.#picture(state, CORNER);
  }

  /**
   * Makes a window higher.
   * @param height device-independent pixels
   */
  async stretch(name: string, height: number): Promise<void> {
    await waitFor(
      () =>
        this.#app.evaluate(
          ({ BrowserWindow }, wanted) => {
            const window = BrowserWindow.getAllWindows().find((each) =>
              each.webContents.getURL().endsWith(wanted.page),
            );
            const { width, ...place } = window?.getBounds() ?? { width: 0, x: 0, y: 0, height: 0 };
            if (place.height === wanted.height) return true;
            window?.setBounds({ x: place.x, y: 30, width, height: wanted.height });
            return false;
          },
          { page: `/${name}.html`, height },
        ),
      { what: `the ${name} window is ${height} high` },
    );
  }

  /** Takes a picture of one window. */
  async window(name: string, state: string): Promise<void> {
    await this.page(name);
    const bounds = await waitFor(
      () =>
        this.#app.evaluate(({ BrowserWindow }, page) => {
          const window = BrowserWindow.getAllWindows().find((each) =>
            each.webContents.getURL().endsWith(page),
          );
          return window?.isVisible() ? window.getBounds() : undefined;
        }, `/${name}.html`),
      { what: `the ${name} window is shown`, timeout: 30_000 },
    );
    await this.#picture(state, bounds);
  }

  /** Takes pictures until two in a row are equal, so that animations have ended. */
  async #picture(state: string, area: typeof CORNER): Promise<void> {
    const file = join(pictures, `${state}-${this.#look.name}.png`);
    let before = Buffer.alloc(0);
    await waitFor(
      async () => {
        await this.desktop.screenshot(file, area);
        const now = await readFile(file);
        const isSame = now.equals(before);
        before = now;
        return isSame;
      },
      { what: `${file} comes to rest`, interval: 300, timeout: 30_000 },
    );
    console.log(file);
  }

  async close(): Promise<void> {
    await this.#app.close().catch(() => {});
    await this.desktop.dispose();
    await this.#keeper.stop();
    await this.broker.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A time on the day of the pictures, a Tuesday, plus a few seconds. */
function momentOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return new Date(2026, 10, 24, hours, minutes, 2).getTime();
}

/** Replaces the panel's clock, which follows the machine, by fixed texts. */
async function stopPanelClock(home: string, { language }: Look): Promise<void> {
  const file = join(home, ".config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml");
  const day = language === "ko" ? "11월 24일" : "24 Nov";
  const stopped = (await readFile(file, "utf8"))
    .replace(/(digital-time-format" type="string" value=")[^"]*/, `$1${PICTURE_TIME}`)
    .replace(/(digital-date-format" type="string" value=")[^"]*/, `$1${day}`);
  await writeFile(file, stopped);
}

async function startCompany(dataDir: string): Promise<{ broker: EmbeddedBroker; keeper: AlrimiServer }> {
  const broker = await startBroker({
    dataDir,
    config: {
      administrator: { username: "administrator", password: PASSWORD },
      keeper: { username: "keeper", password: PASSWORD },
      writers: SERVICE_IDS.map((service) => ({ service, username: `writer-${service}`, password: PASSWORD })),
      apps: [{ user: USER, username: USER, password: PASSWORD }],
    },
  });
  const administrator = await connectBroker({
    servers: [broker.url],
    username: "administrator",
    password: PASSWORD,
    inboxPrefix: ADMINISTRATOR_INBOX,
  });
  await provision(administrator);
  const catalog = JSON.stringify({ services: catalogOf("https://approvals.example.com") });
  await putCatalog(administrator, new TextEncoder().encode(catalog));
  await administrator.close();
  const keeper = startServer({
    broker: {
      ...{ servers: [broker.url], username: "keeper", password: PASSWORD, inboxPrefix: KEEPER_INBOX },
    },
    log: () => {},
  });
  return { broker, keeper };
}
