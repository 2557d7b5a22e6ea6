import { join } from "node:path";
import { app } from "electron";
import { argsBeforeLink } from "../core/activation.ts";
import { initialConnection } from "../core/connection.ts";
import { languageOf } from "../core/messages/index.ts";
import { DEFAULT_PREFERENCES } from "../core/preferences.ts";
import type { Situation } from "../core/view/situation.ts";
import { trayView } from "../core/view/tray.ts";
import { realFolder } from "../files/own.ts";
import { type Activations, watchActivations } from "./activations.ts";
import { tellChromium } from "./chromium.ts";
import { type CommandLine, parseCommandLine } from "./command-line.ts";
import { delayCompilers } from "./memory.ts";
import { sessionDataFolder } from "./session-data.ts";
import { createTray } from "./tray.ts";
import { leaveDock } from "./windows/board-kind.ts";
import { registerPageScheme } from "./windows/page-scheme.ts";

/** The entry. It is small, so that the tray stands at once; the rest of the app is loaded behind it. */

delayCompilers();
const args = process.argv.slice(1);
const commandLine = parseCommandLine(argsBeforeLink(args));
if (commandLine.userDataDir !== undefined) app.setPath("userData", commandLine.userDataDir);
const local = sessionDataFolder(process.platform, process.env, app.getName(), commandLine.userDataDir);
if (local !== undefined) app.setPath("sessionData", realFolder(local));

if (!app.requestSingleInstanceLock()) {
  app.exit(0); // the running one opens its board
} else {
  tellChromium();
  registerPageScheme();
  const activations = watchActivations(args);
  app
    .whenReady()
    .then(() => run(commandLine, activations))
    .catch(fail);
}

async function run(given: CommandLine, activations: Activations): Promise<void> {
  const out = join(import.meta.dirname, "..");
  leaveDock(app);
  const tray = createTray(join(out, "icons"), process.platform);
  const nothingKnown: Situation = {
    language: languageOf(app.getLocale()),
    catalog: [],
    ledger: new Map(),
    connection: initialConnection(null),
    pausedUntil: null,
    unsure: new Set(),
    snoozed: new Map(),
    preferences: DEFAULT_PREFERENCES,
    linkOrigins: [],
    problems: [],
  };
  tray.render(trayView(nothingKnown, Date.now()));
  const { start } = await import("./start.ts");
  start(given, out, tray, activations);
}

function fail(error: unknown): void {
  process.stderr.write(`alrimi could not start: ${error instanceof Error ? error.stack : String(error)}\n`);
  app.exit(1);
}
