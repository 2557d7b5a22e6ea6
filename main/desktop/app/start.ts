import { hostname, release } from "node:os";
import { join } from "node:path";
import { app, nativeTheme, session, shell } from "electron";
import { accept } from "../../contract/result.ts";
import { type ActivationCommand, amongKnown, laterLink, parseActivation } from "../../core/activation.ts";
import { timeOfDay } from "../../core/attention/hours.ts";
import type { Command } from "../../core/command.ts";
import type { SomePreferences } from "../../core/preferences/preferences.ts";
import type { Problem } from "../../core/problem.ts";
import { realFolder } from "../../files/own.ts";
import { overflowNotice } from "../../view/overflow-notice.ts";
import { accountOf } from "../../view/settings/account.ts";
import { languageFor, languageOf, messagesIn } from "../../words/index.ts";
import { createAccount, needsPerson } from "../account/account.ts";
import { openKeychain } from "../account/keychain.ts";
import { beginWithKeyring } from "../account/keyring-wait.ts";
import { placedPolicy, policyPlace } from "../account/placed-policy.ts";
import { openSecrets } from "../account/secrets.ts";
import { describeSource, loadSettings, settingsSource } from "../account/settings-file.ts";
import { createSuccession } from "../account/succession.ts";
import { systemClock } from "../clock.ts";
import { connectBus } from "../dbus/dbus.ts";
import { type Activations, introduceToSystem } from "../launch/activations.ts";
import type { CommandLine } from "../launch/command-line.ts";
import { sessionOf } from "../launch/desktop-session.ts";
import { writeHolder } from "../launch/instance-lock.ts";
import { keepMemorySmall } from "../launch/memory.ts";
import { loginName } from "../launch/person.ts";
import { closeToOthers, logFileIn, openLog } from "../log/log.ts";
import { createNotifier } from "../notify/create-notifier.ts";
import { notifierProblem } from "../notify/notifier.ts";
import { openStandingMemory } from "../notify/standing-notices.ts";
import { preferencesFiles } from "../state/preferences-files.ts";
import { PreferencesKeeper } from "../state/preferences-keeper.ts";
import { openStore, storeProblems } from "../state/store.ts";
import { isNativeWayland } from "../system/linux/ozone.ts";
import { xdgOpen } from "../system/linux/xdg-open.ts";
import { joinSurroundings } from "../system/surroundings.ts";
import { followTimeZone } from "../system/time-zone.ts";
import { type Hinted, hintAtOverflow } from "../tray/overflow-hint.ts";
import type { TrayPort } from "../tray/tray.ts";
import { setAppMenu } from "../windows/app-menu.ts";
import { createBoard } from "../windows/board-window.ts";
import { BoardCommand } from "../windows/commands.ts";
import { openDoor } from "../windows/ipc.ts";
import { createOpenings } from "../windows/openings.ts";
import { prepareSession } from "../windows/page-scheme.ts";
import { createSettingsWindow } from "../windows/settings-window.ts";
import { openLinkProof } from "./link-proof.ts";
import { createRefusals } from "./refusals.ts";
import { openSession, type Session } from "./session.ts";

/** The composition root: builds everything, connects it, and takes it down again. */

const MINUTE = 60_000;
const OPEN_BOARD = accept<ActivationCommand>({ kind: "open-board" });

/**
 * Starts everything behind the tray; it ends with the app.
 * @param out the folder of everything compiled
 * @param tray stands already
 * @param activations were listened to from the first moment
 */
export function start(commandLine: CommandLine, out: string, tray: TrayPort, activations: Activations): void {
  const { platform } = process;
  const clock = systemClock;
  const userData = realFolder(app.getPath("userData"));
  const { log, problem: logProblem } = openLog(logFileIn(userData));
  closeToOthers(userData, log);
  writeHolder(userData, { host: hostname(), pid: process.pid, session: sessionOf(process.env) });
  log.info(`alrimi ${app.getVersion()} on Electron ${process.versions.electron}, ${platform}`);

  const given = { ...commandLine, placedPolicy: placedPolicy(policyPlace(platform, process.env)) };
  log.info(`settings: ${describeSource(settingsSource(given, userData))}`);

  // Electron would stop everything for a dialog in English that nobody expects of a tray icon.
  process.on("uncaughtException", (error) => log.error(`unexpected: ${error.stack ?? error.message}`));
  process.on("unhandledRejection", (reason) => log.error(`unexpected: ${String(reason)}`));

  const reload = () => loadSettings(given, userData, loginName(process.env), secrets);
  // The adapters call back into the session, which needs the adapters.
  const sessions = createSuccession<Session>(
    () =>
      openSession(reload(), userData, systemLanguage, {
        clock,
        log,
        tray,
        board,
        notifier,
        preferences,
        settings,
        account,
        openInSystem:
          platform === "linux" ? (url) => xdgOpen(url, process.env) : (url) => shell.openExternal(url),
        reload,
        quit: () => app.quit(),
      }),
    ({ hub }) => {
      for (const problem of problems.values()) hub.tell(problem);
      hub.presenceChanged(surroundings.presence());
    },
    log,
  );
  const command = (wanted: Command): void => sessions.current?.hub.command(wanted);
  /** What the adapters have to tell, whatever the session. */
  const problems = new Map<Problem["key"], Problem>();
  const tell = (problem: Problem): void => {
    problems.set(problem.key, problem);
    sessions.current?.hub.tell(problem);
  };
  const untell = (key: Problem["key"]): void => {
    if (problems.delete(key)) sessions.current?.hub.untell(key);
  };

  if (logProblem !== undefined) tell(logProblem);
  const systemLanguage = languageOf(app.getLocale());
  const preferenceStore = openStore<SomePreferences>(
    userData,
    "preferences",
    clock,
    storeProblems("preferences-refused", tell, untell),
  );
  const preferences = new PreferencesKeeper(preferenceStore, log);
  const messages = () => messagesIn(languageFor(preferences.effective, systemLanguage));
  const buses = { session: connectBus("session"), system: connectBus("system") };
  const keychain = openKeychain(platform, buses.session);
  const secrets = openSecrets(userData, keychain);
  const linkProof = openLinkProof(userData, keychain, log);
  const door = openDoor(log);

  const lookAtTimeZone = followTimeZone({
    platform,
    env: process.env,
    changed() {
      log.info(`the clock's zone has changed: it is ${timeOfDay(clock.calendar, clock.now())} here`);
      sessions.current?.hub.clockChanged();
    },
  });

  setAppMenu(platform);
  prepareSession(session.defaultSession, join(out, "renderer")); // now, for a click is not to wait for it
  const refreshBoard = (): void => sessions.current?.hub.refreshBoard();
  const board = createBoard({
    page: { name: "board", out },
    platform,
    title: () => messages().appName,
    trayBounds: tray.bounds,
    fixed: () => preferences.fixed,
    isNativeWayland: isNativeWayland({
      platform,
      env: process.env,
      ozonePlatform: app.commandLine.getSwitchValue("ozone-platform"),
      electron: process.versions.electron,
    }),
    clock,
    log,
    refresh: refreshBoard,
  });
  const openings = createOpenings(clock);
  const refusals = createRefusals(clock, (line) => log.warn(line));
  const leaveDoor = door.admit({
    isPage: board.isPage,
    schema: BoardCommand,
    handle(wanted) {
      if (wanted.kind === "begun") refreshBoard();
      else if (wanted.kind === "ready") board.painted();
      else if (wanted.kind === "drawn") board.drawn(wanted.height);
      else if (wanted.kind === "close") board.close();
      else if (wanted.kind === "open-service" && !openings.mayOpen())
        refusals.add("openings of the board", "the board's request refused: too many pages in a second");
      else command(wanted);
    },
  });
  const notifier = createNotifier(
    {
      platform,
      electronVersion: process.versions.electron,
      icon: join(out, "icons", "icon.png"),
      picture: join(out, "icons", "icon-96.png"),
      appName: () => messages().appName,
      opensLinks: introduceToSystem(platform, given),
      laterLink: (services) => laterLink(services, linkProof, clock.now()),
      sessionBus: buses.session,
      memory: openStandingMemory(join(userData, "notifications.json"), log),
    },
    {
      click: ({ service }) =>
        command(service === undefined ? { kind: "open-board" } : { kind: "open-service", service }),
      later: ({ snoozes }) => command({ kind: "snooze", services: snoozes, choice: "hour" }),
      closed: (tag) => sessions.current?.hub.noticeClosed(tag),
      failed: (failure) => tell(notifierProblem(failure)),
      shown() {
        untell("notifications-failed");
        untell("no-notification-server");
      },
    },
  );

  const settings = createSettingsWindow({
    page: { name: "settings", out },
    door,
    clock,
    log,
    preferences,
    files: preferencesFiles,
    notifier,
    facts() {
      const { current } = sessions;
      if (current === undefined) throw new Error("the settings were opened before there is a session");
      const { hub, loaded } = current;
      const { isPolicy } = settingsSource(given, userData);
      return {
        situation: hub.situation,
        history: hub.history,
        account: loaded.ok ? accountOf(loaded.settings, isPolicy) : null,
      };
    },
    systemLanguage,
    platform,
    version: app.getVersion(),
    command,
  });

  const account = createAccount({
    page: { name: "account", out },
    door,
    clock,
    log,
    language: () => languageFor(preferences.effective, systemLanguage),
    given,
    userData,
    loginName: loginName(process.env),
    secrets,
    loaded() {
      const { current } = sessions;
      if (current === undefined) throw new Error("the account was opened before there is a session");
      return current.loaded;
    },
    async onSaved() {
      if (await sessions.change()) command({ kind: "open-board" });
    },
  });

  const surroundings = joinSurroundings({
    platform,
    given,
    appName: messages().appName,
    buses,
    clock,
    log,
    tray,
    command,
    presenceChanged: (presence) => sessions.current?.hub.presenceChanged(presence),
    check() {
      lookAtTimeZone();
      sessions.current?.check();
    },
    tell,
    untell,
  });
  const applyPreferences = (): void => {
    nativeTheme.themeSource = preferences.effective.theme;
    surroundings.apply(preferences.effective);
    account.refresh();
  };
  const stopPreferences = preferences.onChange(applyPreferences);

  let isFirst = true;
  const stopKeyring = beginWithKeyring({
    keychain,
    secrets,
    sessions,
    clock,
    log,
    load: reload,
    begun(loaded) {
      if (needsPerson(loaded)) account.open();
      if (!isFirst) return;
      isFirst = false;
      tray.listen(command); // not sooner: a click before there is a session would be lost
      activations.listen(called);
    },
  });
  const stopAnswers = keychain.onAnswer(() => account.refresh());

  hintAtOverflow({
    platform,
    release: release(),
    store: () => openStore<Hinted>(userData, "hints", clock, storeProblems("state-refused", tell, untell)),
    show: () =>
      notifier.show(
        overflowNotice(languageFor(preferences.effective, systemLanguage), preferences.effective),
      ),
  });
  const stopAges = repeat(MINUTE, () => {
    lookAtTimeZone();
    if (board.isOpen()) refreshBoard();
    settings.refresh();
  });
  function called(link: string | undefined): void {
    const asked = link === undefined ? OPEN_BOARD : parseActivation(link, linkProof, clock.now());
    if (asked.ok) command(amongKnown(asked.value, sessions.current?.hub.services() ?? []));
    else log.warn(`link refused: ${asked.reason}: ${asked.detail}`);
  }
  app.on("window-all-closed", () => {}); // the tray stays
  const stopMemory = keepMemorySmall(clock);

  let isStopping = false;
  app.on("will-quit", (event) => {
    if (isStopping) return;
    isStopping = true;
    event.preventDefault();
    stopAges();
    stopMemory();
    stopPreferences();
    stopKeyring();
    stopAnswers();
    surroundings.dispose();
    leaveDoor();
    openings.forget();
    refusals.stop();
    door.close();
    const closed = sessions.end();
    preferenceStore.flush();
    board.dispose();
    settings.dispose();
    account.dispose();
    tray.dispose();
    void Promise.allSettled([closed, notifier.dispose()]).then(() => app.exit(0));
  });
}

function repeat(interval: number, callback: () => void): () => void {
  const timer = setInterval(callback, interval);
  return () => clearInterval(timer);
}
