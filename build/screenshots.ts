import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Language } from "../main/core/catalog.ts";
import {
  ADMINISTRATOR_INBOX,
  connectBroker,
  createPublisher,
  type EmbeddedBroker,
  provision,
  putCatalog,
  startBroker,
  writerInbox,
} from "../main/service/index.ts";
import { catalogOf, SERVICE_IDS, type ServiceId } from "./demo/services.ts";
import { trayItems } from "./desktop/tray.ts";
import { waitFor } from "./desktop/wait-for.ts";
import { appCommand } from "./run-app.ts";
import { startVirtualDesktop, type VirtualDesktop } from "./virtual-desktop.ts";

/** `npm run screenshots`: takes the README's pictures of the real app on a virtual desktop, into `build/pictures/`. */

const pictures = join(import.meta.dirname, "pictures");
const USER = "hong.gd";
const PASSWORD = "a password for the pictures";
const SIZE = { width: 1280, height: 800 };
/** The lower right of the screen, where tray, notification and board are. */
const CORNER = { width: 440, height: 600, x: SIZE.width - 440, y: SIZE.height - 600 };
const NOTICE = { width: 440, height: 220, x: SIZE.width - 440, y: SIZE.height - 220 };

interface Look {
  readonly name: string;
  readonly language: Language;
  readonly dark: boolean;
}

const LOOKS: readonly Look[] = [
  { name: "light", language: "ko", dark: false },
  { name: "dark", language: "ko", dark: true },
  { name: "english", language: "en", dark: false },
];

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

async function publish(
  broker: EmbeddedBroker,
  service: ServiceId,
  count: number,
  minutesAgo: number,
): Promise<void> {
  const connection = await connectBroker({
    servers: [broker.url],
    username: `writer-${service}`,
    password: PASSWORD,
    inboxPrefix: writerInbox(service),
  });
  const occurredAt = new Date(Date.now() - minutesAgo * 60_000);
  await createPublisher(connection).publish({ user: USER, service, count, occurredAt });
  await connection.close();
}

/** The tray, once its tooltip says this. */
function trayThatSays(desktop: VirtualDesktop, text: RegExp) {
  return waitFor(async () => (await trayItems(desktop)).find(({ toolTip }) => text.test(toolTip)), {
    what: `the tray says ${text}`,
    timeout: 30_000,
  });
}

/** Waits until two pictures in a row are the same: whatever fades in or slides has come to rest. */
async function picture(desktop: VirtualDesktop, file: string, area: typeof CORNER): Promise<void> {
  let before = Buffer.alloc(0);
  await waitFor(
    async () => {
      await desktop.screenshot(file, area);
      const now = await readFile(file);
      const isSame = now.equals(before);
      before = now;
      return isSame;
    },
    { what: `${file} comes to rest`, interval: 300, timeout: 30_000 },
  );
  console.log(file);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

async function take(look: Look, folder: string): Promise<void> {
  const { name, language, dark } = look;
  const broker = await startCompany(join(folder, `broker-${name}`));
  const desktop = await startVirtualDesktop({ language, dark, size: SIZE });
  const policyFile = join(folder, `policy-${name}.json`);
  const credentials = { username: USER, password: PASSWORD };
  await writeFile(policyFile, JSON.stringify({ servers: [broker.url], user: USER, credentials, language }));
  await publish(broker, "hr-leave", 2, 130);
  await publish(broker, "e-approval", 1, 26 * 60);
  const command = await appCommand(
    [`--policy-file=${policyFile}`, `--user-data-dir=${join(folder, `app-${name}`)}`],
    desktop.env,
  );
  const app = spawn(command.file, command.args, { env: command.env, stdio: "ignore" });
  try {
    await trayThatSays(desktop, /\b3\b|3건/);
    await waitFor(() => desktop.notifications.sent().length > 0, { what: "the first digest" });
    await desktop.notifications.closeAll();
    await publish(broker, "visitor-access", 3, 0);
    await waitFor(async () => (await desktop.notifications.displayed()).length === 1, {
      what: "the notification",
    });
    await picture(desktop, join(pictures, `notification-${name}.png`), NOTICE);

    await desktop.notifications.closeAll();
    await (await trayThatSays(desktop, /\b6\b|6건/)).activate();
    await picture(desktop, join(pictures, `board-${name}.png`), CORNER);

    await broker.kill();
    await trayThatSays(desktop, /연결 끊김|Not connected/);
    await picture(desktop, join(pictures, `stale-${name}.png`), CORNER);
  } finally {
    await end(app);
    await desktop.dispose();
    await broker.stop();
  }
}

async function main(): Promise<void> {
  await mkdir(pictures, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), "alrimi-pictures-"));
  try {
    for (const look of LOOKS) await take(look, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
