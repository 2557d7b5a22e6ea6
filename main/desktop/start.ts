import { userInfo } from "node:os";
import { join } from "node:path";
import { app, powerMonitor } from "electron";
import { languageOf, messagesIn, type Problem } from "../core/messages/index.ts";
import { ownerOf } from "../core/saved.ts";
import { createBoard } from "./board-window.ts";
import { type Feed, startFeed } from "./broker/feed.ts";
import { dialNats } from "./broker/nats-transport.ts";
import { systemClock } from "./clock.ts";
import type { CommandLine } from "./command-line.ts";
import { Hub } from "./hub.ts";
import { onBoardCommand } from "./ipc.ts";
import { createLinks } from "./links.ts";
import { type Log, openLog } from "./log.ts";
import { onNetworkChange } from "./network-watch.ts";
import { createNotifier } from "./notifier.ts";
import { type LoadedSettings, loadSettings } from "./settings-file.ts";
import { openStore } from "./store.ts";
import type { TrayPort } from "./tray.ts";

/** The composition root: builds everything, connects it, and takes it down again. */

const MINUTE = 60_000;

/**
 * Starts everything behind the tray; it ends with the app.
 * @param out the folder of everything compiled
 * @param tray stands already
 */
export function start(given: CommandLine, out: string, tray: TrayPort): void {
  const { platform } = process;
  const clock = systemClock;
  const userData = app.getPath("userData");
  const log = openLog(join(userData, "logs", "alrimi.log"));
  log.info(`alrimi ${app.getVersion()} on Electron ${process.versions.electron}, ${platform}`);

  // Electron would stop everything for a dialog in English that nobody expects of a tray icon.
  process.on("uncaughtException", (error) => log.error(`unexpected: ${error.stack ?? error.message}`));
  process.on("unhandledRejection", (reason) => log.error(`unexpected: ${String(reason)}`));

  const loaded = loadSettings(given, userData, userInfo().username);
  const settings = loaded.ok ? loaded.settings : undefined;
  const language = settings?.language ?? languageOf(app.getLocale());
  const linkOrigins = settings?.linkOrigins ?? [];

  // The adapters call back into the hub, which needs the adapters.
  let hub: Hub | undefined;
  /** What an adapter has to tell before there is a hub. */
  const problems: Problem[] = [];
  const store = openStore(join(userData, "state"), clock, {
    notSaved(detail) {
      if (detail === null) hub?.untell("not-saved");
      else tell({ key: "not-saved", args: [detail] });
    },
    putAside: (file) => tell({ key: "store-put-aside", args: [file] }),
  });
  tray.listen({
    command: (command) => hub?.command(command),
    click: () => hub?.toggleBoard(),
  });
  const board = createBoard({
    page: join(out, "renderer", "board.html"),
    preload: join(out, "desktop", "preload.cjs"),
    title: messagesIn(language).appName,
    trayBounds: tray.bounds,
    clock,
    log,
    onLoaded: () => hub?.refreshBoard(),
  });
  const notifier = createNotifier(join(out, "icons", "icon.png"), platform, {
    click: ({ service }) =>
      hub?.command(service === undefined ? { kind: "open-board" } : { kind: "open-service", service }),
    failed: (detail) => tell({ key: "notifications-failed", args: [detail] }),
    shown: () => hub?.untell("notifications-failed"),
  });

  hub = new Hub(
    {
      clock,
      log,
      store,
      tray,
      board,
      notifier,
      links: createLinks(linkOrigins, log),
      quit: () => app.quit(),
    },
    {
      user: settings?.user ?? "",
      owner: ownerOf(settings?.user ?? "", settings?.servers ?? []),
      language,
      linkOrigins,
    },
  );
  for (const problem of problems) hub.tell(problem);

  function tell(problem: Problem): void {
    if (hub === undefined) problems.push(problem);
    else hub.tell(problem);
  }

  const stopIpc = onBoardCommand(
    board.isBoard,
    (command) => {
      if (command.kind === "ready") board.painted();
      else hub.command(command);
    },
    log,
  );
  const feed = startFeedOf(loaded, hub, log);
  const stopAges = repeat(MINUTE, () => {
    if (board.isOpen()) hub.refreshBoard();
  });

  app.on("second-instance", () => hub.command({ kind: "open-board" }));
  app.on("window-all-closed", () => {}); // the tray stays
  powerMonitor.on("resume", () => feed?.check());
  powerMonitor.on("unlock-screen", () => feed?.check());
  const stopNetwork = onNetworkChange(() => feed?.check());

  let isStopping = false;
  app.on("will-quit", (event) => {
    if (isStopping) return;
    isStopping = true;
    event.preventDefault();
    stopAges();
    stopIpc();
    stopNetwork();
    hub.stop();
    store.flush();
    board.dispose();
    tray.dispose();
    void (feed?.stop() ?? Promise.resolve()).finally(() => app.exit(0));
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => app.quit());
}

function startFeedOf(loaded: LoadedSettings, hub: Hub, log: Log): Feed | undefined {
  if (!loaded.ok) {
    log.error(`settings: ${loaded.problem.key}: ${loaded.problem.args.join(" ")}`);
    hub.signal({ kind: "misconfigured", problem: loaded.problem });
    return undefined;
  }
  const { user, servers, credentials, tls } = loaded.settings;
  log.info(`user ${JSON.stringify(user)}, servers ${servers.join(" ")}`);
  return startFeed(
    user,
    { servers, credentials, tls },
    {
      dial: dialNats,
      clock: systemClock,
      services: () => hub.services(),
      sink: {
        event: (subject, payload) => hub.receive(subject, payload),
        catalog: (payload) => hub.receiveCatalog(payload),
        signal: (signal) => hub.signal(signal),
        log: (text) => log.info(text),
      },
    },
  );
}

function repeat(interval: number, callback: () => void): () => void {
  const timer = setInterval(callback, interval);
  return () => clearInterval(timer);
}
