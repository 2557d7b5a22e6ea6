import { release } from "node:os";
import { app, nativeTheme, shell } from "electron";
import { accept } from "../../contract/result.ts";
import { type ActivationCommand, amongKnown, parseActivation } from "../../core/activation.ts";
import { timeOfDay } from "../../core/attention/hours.ts";
import type { SomePreferences } from "../../core/preferences/preferences.ts";
import { languageFor } from "../../core/preferences/preferences.ts";
import { accountNotice } from "../../view/account-notice.ts";
import { overflowNotice } from "../../view/overflow-notice.ts";
import { wordsIn } from "../../words/index.ts";
import { languageOf } from "../../words/language.ts";
import { needsPerson } from "../account/account.ts";
import { openKeychain } from "../account/keychain.ts";
import { beginWithKeyring } from "../account/keyring-wait.ts";
import { openSecrets } from "../account/secrets.ts";
import { createSuccession } from "../account/succession.ts";
import { systemClock } from "../clock.ts";
import { connectBus } from "../dbus/dbus.ts";
import type { Activations } from "../launch/activations.ts";
import type { CommandLine } from "../launch/command-line.ts";
import { keepMemorySmall } from "../launch/memory.ts";
import { loginName } from "../launch/person.ts";
import { logUnexpected } from "../log/unexpected.ts";
import { PreferencesKeeper } from "../state/preferences-keeper.ts";
import { openStore, storeProblems } from "../state/store.ts";
import { computerDefaults, integrateWithDesktop } from "../system/desktop-integration.ts";
import { xdgOpen } from "../system/linux/xdg-open.ts";
import { isOnline } from "../system/network-watch.ts";
import { followTimeZone } from "../system/time-zone.ts";
import { type Hinted, hintAtOverflow } from "../tray/overflow-hint.ts";
import type { TrayPort } from "../tray/tray.ts";
import { followUpdates } from "../update/follow-updates.ts";
import { createCurrentSession } from "./current-session.ts";
import { endWithApp } from "./end-with-app.ts";
import { openLinkProof } from "./link-proof.ts";
import { followManaged } from "./managed.ts";
import { createNotifications } from "./notifications.ts";
import { createRenewals } from "./renewal.ts";
import { openSession, type Session } from "./session.ts";
import { openUserData } from "./user-data.ts";
import { createWindows } from "./windows.ts";

/**
 * Composition root: creates all parts, connects them and disposes them. The current session is created first, because
 * the adapters call it. The sessions are created last, because they act on the adapters.
 */

const MINUTE = 60_000;
const OPEN_BOARD = accept<ActivationCommand>({ kind: "open-board" });

/**
 * Starts all parts except the tray. They are disposed when the app quits.
 * @param out folder of the compiled app
 * @param tray shown already
 * @param activations watched since the start of the process
 */
export function start(commandLine: CommandLine, out: string, tray: TrayPort, activations: Activations): void {
  const { platform, env } = process;
  const clock = systemClock;
  const { userData, log, problem: logProblem, given } = openUserData(commandLine);
  logUnexpected(log);

  const current = createCurrentSession<Session>(log);
  const { command, tell, untell } = current;
  if (logProblem !== undefined) tell(logProblem);
  tray.listen(command);

  const systemLanguage = languageOf(app.getLocale());
  const preferenceStore = openStore<SomePreferences>(
    userData,
    "preferences",
    clock,
    storeProblems("preferences-refused", tell, untell),
  );
  const preferences = new PreferencesKeeper(preferenceStore, log, (chosen) =>
    computerDefaults(platform, given, chosen),
  );
  const language = () => languageFor(preferences.effective, systemLanguage);
  const appName = () => wordsIn(language()).app.name;
  const buses = { session: connectBus("session"), system: connectBus("system") };
  const keychain = openKeychain(platform, buses.session);
  const secrets = openSecrets(userData, keychain);
  const linkProof = openLinkProof(userData, keychain, log);
  const managed = followManaged({
    given,
    userData,
    loginName: loginName(env),
    env,
    secrets,
    preferences,
    clock,
    log,
    tell,
    untell,
    sessions: () => sessions,
    redraw() {
      settings.refresh();
      account.refresh();
    },
  });

  const lookAtTimeZone = followTimeZone({
    platform,
    env,
    changed() {
      log.info(`time zone changed: it is now ${timeOfDay(clock.calendar, clock.now())}`);
      current.clockChanged();
    },
  });

  const base = { current, clock, log, out, userData, given };
  const openInSystem = (url: string) => (platform === "linux" ? xdgOpen(url, env) : shell.openExternal(url));
  const renewals = createRenewals({
    ...{ clock, log, userData, secrets, tell, untell },
    policies: () => managed.current,
    sessions: () => sessions,
  });
  const notifier = createNotifications({ ...base, appName, linkProof, sessionBus: buses.session });
  const windows = createWindows({
    ...base,
    source: managed.source,
    policies: () => managed.current,
    ownUpdates: () => updates.own,
    secrets,
    keychain,
    sessionBus: buses.session,
    preferences,
    systemLanguage,
    language,
    ...{ tray, notifier, openInSystem },
  });
  const { board, settings, account } = windows;
  const updates = followUpdates({
    ...base,
    platform,
    env,
    policy: () => managed.current.updates,
    isSecretOnlyHere: () => secrets.isOnlyInMemory,
    ...{ offer: current.offer, changed: settings.refresh },
    restarting: () => sessions.current?.hub.handOver(),
  });
  const integration = integrateWithDesktop({
    platform,
    given,
    appName: appName(),
    buses,
    clock,
    log,
    tray,
    command,
    presenceChanged(presence) {
      current.presenceChanged(presence);
      updates.presenceChanged(presence);
    },
    check() {
      lookAtTimeZone();
      managed.look();
      current.check();
      renewals.check();
      updates.look();
    },
    tell,
    untell,
  });
  const stopPreferences = preferences.onChange(() => {
    nativeTheme.themeSource = preferences.effective.theme;
    integration.apply(preferences);
    account.refresh();
  });

  const ports = {
    ...windows,
    clock,
    log,
    tray,
    notifier,
    preferences,
    isOnline,
    reload: () => managed.load(),
    loginRefused: () => renewals.loginRefused(),
    sessionBus: buses.session,
    layersOf: managed.layersOf,
    openInSystem,
    version: app.getVersion(),
    restart: updates.restart,
    quit: () => app.quit(),
  };
  const sessions = createSuccession(
    () => openSession(managed.load(managed.take()), userData, systemLanguage, ports),
    (session) => {
      current.begun(session);
      renewals.begun(session.loaded);
    },
    log,
  );
  account.onSaved(async () => {
    if (await sessions.change()) command({ kind: "open-board" });
  });

  function called(link: string | undefined): void {
    const asked = link === undefined ? OPEN_BOARD : parseActivation(link, linkProof, clock.now());
    if (asked.ok) command(amongKnown(asked.value, current.get().hub.services()));
    else log.warn(`link refused: ${asked.reason}: ${asked.detail}`);
  }
  const stopKeyring = beginWithKeyring({
    keychain,
    secrets,
    sessions,
    clock,
    log,
    load: () => managed.load(),
    begun(loaded) {
      if (needsPerson(loaded)) {
        if (given.isHidden) notifier.show(accountNotice(language(), loaded.problem, preferences.effective));
        else account.open();
      }
      activations.listen(called); // only a session knows the services that a link may name
    },
  });
  const stopAnswers = keychain.onAnswer(() => account.refresh());

  hintAtOverflow({
    platform,
    release: release(),
    store: () => openStore<Hinted>(userData, "hints", clock, storeProblems("state-refused", tell, untell)),
    show: () => notifier.show(overflowNotice(language(), preferences.effective)),
  });
  const ages = setInterval(() => {
    lookAtTimeZone();
    managed.look();
    if (board.isOpen()) current.refreshBoard();
    settings.refresh();
    updates.look();
  }, MINUTE);
  app.on("window-all-closed", () => {}); // the app continues in the tray
  const stopMemory = keepMemorySmall(clock);

  endWithApp(() => {
    clearInterval(ages);
    for (const stop of [managed.stop, stopMemory, stopPreferences, stopKeyring, stopAnswers]) stop();
    integration.dispose();
    renewals.stop();
    updates.dispose();
    const closed = sessions.end();
    preferenceStore.flush();
    windows.dispose();
    tray.dispose();
    return [closed, notifier.dispose()];
  });
}
