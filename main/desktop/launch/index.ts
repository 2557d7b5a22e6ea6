import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { app } from "electron";
import { argsBeforeLink } from "../../core/activation.ts";
import { realFolder } from "../../files/own.ts";
import { nothingKnown } from "../../view/situation.ts";
import { trayView } from "../../view/tray.ts";
import { languageOf } from "../../words/language.ts";
import { localCalendar } from "../system/local-calendar.ts";
import { createTray } from "../tray/tray.ts";
import { leaveDock } from "../windows/board-kind.ts";
import { registerPageScheme } from "../windows/page-scheme.ts";
import { type Activations, watchActivations } from "./activations.ts";
import { CannotStart } from "./cannot-start.ts";
import { type CommandLine, parseCommandLine } from "./command-line.ts";
import { dataFolder } from "./data-folder.ts";
import { desktopSessionOf } from "./desktop-session.ts";
import { homeFolder, withSomeHome } from "./person.ts";
import { sessionDataFolder } from "./session-data.ts";

/**
 * First stage of the start. It is small, so that the tray appears at once. The rest of the app is loaded afterwards.
 */

/**
 * Milliseconds. The desktop requests the icon in a few short messages. They would stay unanswered while the rest of the
 * app is loaded, and the icon would appear later.
 */
const WHILE_TRAY_COMES = 40;

const args = process.argv.slice(1);
const commandLine = parseCommandLine(argsBeforeLink(args));
const userData = dataFolder(commandLine, process.env, process.platform, homeFolder(), app.getName());
if (userData !== undefined) app.setPath("userData", userData);
try {
  app.getPath("userData");
} catch {
  throw new CannotStart({ key: "lock-refused", args: [app.getPath("appData"), "EACCES"] });
}
const local = sessionDataFolder(process.platform, process.env, app.getName(), commandLine.userDataDir);
if (local !== undefined) app.setPath("sessionData", realFolder(local));

/** Rejects when the app cannot start. */
export const started: Promise<void> = app.requestSingleInstanceLock(desktopSessionOf(process.env))
  ? begin()
  : import("./refused-lock.ts").then(({ leave }) => leave(commandLine.isHidden));

function begin(): Promise<void> {
  registerPageScheme();
  const activations = watchActivations(args);
  return app.whenReady().then(() => run(commandLine, activations));
}

async function run(given: CommandLine, activations: Activations): Promise<void> {
  const out = join(import.meta.dirname, "..");
  leaveDock(app);
  const tray = createTray(join(out, "icons"), process.platform);
  tray.render(trayView(nothingKnown(languageOf(app.getLocale()), localCalendar), Date.now()));
  await sleep(WHILE_TRAY_COMES);
  const { start } = await withSomeHome(app.getPath("userData"), () => import("../app/start.ts"));
  start(given, out, tray, activations);
}
