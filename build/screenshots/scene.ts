import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import type { Language } from "../../main/core/catalog.ts";
import type { SomePreferences } from "../../main/core/preferences.ts";
import {
  ADMINISTRATOR_INBOX,
  connectBroker,
  createPublisher,
  type EmbeddedBroker,
  provision,
  putCatalog,
  startBroker,
  writerInbox,
} from "../../main/service/index.ts";
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

/** The lower right of the screen, where tray and notification are; and the board above them. */
const NOTICE = { width: 440, height: 220, x: SIZE.width - 440, y: SIZE.height - 220 };
const CORNER = { width: 440, height: 600, x: SIZE.width - 440, y: SIZE.height - 600 };

export interface Look {
  /** Behind the picture's name. */
  readonly name: string;
  readonly language: Language;
  readonly dark?: boolean;
  readonly contrast?: boolean;
  readonly preferences?: SomePreferences;
  /** False: as on the first start, without a policy. */
  readonly hasPolicy?: boolean;
}

/** A company, a desktop and the real app on it, to be photographed. */
export class Scene {
  readonly desktop: VirtualDesktop;
  readonly broker: EmbeddedBroker;
  readonly #look: Look;
  readonly #folder: string;
  readonly #app: ElectronApplication;

  private constructor(
    look: Look,
    folder: string,
    parts: { broker: EmbeddedBroker; desktop: VirtualDesktop; app: ElectronApplication },
  ) {
    this.desktop = parts.desktop;
    this.broker = parts.broker;
    this.#look = look;
    this.#folder = folder;
    this.#app = parts.app;
  }

  static async open(look: Look): Promise<Scene> {
    const { language, dark = false, hasPolicy = true } = look;
    const folder = await mkdtemp(join(tmpdir(), "alrimi-pictures-"));
    const broker = await startCompany(join(folder, "broker"));
    const desktop = await startVirtualDesktop({ language, dark, size: SIZE, keyring: true });
    const policyFile = join(folder, "policy.json");
    const userData = join(folder, "app");
    const credentials = { username: USER, password: PASSWORD };
    await writeFile(policyFile, JSON.stringify({ servers: [broker.url], user: USER, credentials }));
    await mkdir(userData);
    const preferences = { language, morningDigest: false, ...look.preferences };
    await writeFile(join(userData, "preferences.json"), JSON.stringify(preferences));
    const command = await appCommand(
      [...(hasPolicy ? [`--policy-file=${policyFile}`] : []), `--user-data-dir=${userData}`],
      desktop.env,
    );
    const app = await _electron.launch({
      executablePath: command.file,
      args: [...command.args],
      env: command.env as Record<string, string>,
      colorScheme: null, // as the desktop has it
    });
    return new Scene(look, folder, { broker, desktop, app });
  }

  async publish(service: ServiceId, count: number, minutesAgo: number, dueInMinutes?: number): Promise<void> {
    const connection = await connectBroker({
      servers: [this.broker.url],
      username: `writer-${service}`,
      password: PASSWORD,
      inboxPrefix: writerInbox(service),
    });
    const now = Date.now();
    await createPublisher(connection).publish({
      user: USER,
      service,
      count,
      occurredAt: new Date(now - minutesAgo * MINUTE),
      ...(dueInMinutes === undefined ? {} : { dueAt: new Date(now + dueInMinutes * MINUTE) }),
    });
    await connection.close();
  }

  /** The tray, once its tooltip says this. */
  trayThatSays(text: RegExp): Promise<TrayItem> {
    return waitFor(async () => (await trayItems(this.desktop)).find(({ toolTip }) => text.test(toolTip)), {
      what: `the tray says ${text}`,
      timeout: 30_000,
    });
  }

  /** The window of this page (`board`, `settings`, `account`), once it is there. */
  async page(name: string): Promise<Page> {
    const page = await waitFor(
      () => this.#app.windows().find((page) => page.url().endsWith(`/${name}.html`)),
      {
        what: `the ${name} window`,
        timeout: 30_000,
      },
    );
    // The virtual desktop has no such setting of its own.
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

  /** A picture of one window alone. */
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

  /** Waits until two pictures in a row are the same: whatever fades in or slides has come to rest. */
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
    await this.broker.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function startCompany(dataDir: string): Promise<EmbeddedBroker> {
  const broker = await startBroker({
    dataDir,
    config: {
      administrator: { username: "administrator", password: PASSWORD },
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
  return broker;
}
