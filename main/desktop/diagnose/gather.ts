import { arch, release, version } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { app } from "electron";
import { defined } from "../../contract/defined.ts";
import { credentialsFileOf } from "../../core/account/credentials.ts";
import type { History } from "../../core/attention/history.ts";
import type { Connection } from "../../core/connection.ts";
import type { EffectiveValues } from "../../core/policy/effective.ts";
import type { ManagedPolicy, ManagedUpdates } from "../../core/policy/managed-policy.ts";
import { MAX_POLICY_BYTES, type Updates } from "../../core/policy/policy.ts";
import type { Problem } from "../../core/problem.ts";
import type { AppFacts, Gathered, KeychainFacts, SystemFacts } from "../../view/diagnostics/gathered.ts";
import { accountSummary } from "../../view/settings/account.ts";
import { type Keychain, keychainKind } from "../account/keychain.ts";
import type { LoadedSettings, SettingsSource } from "../account/settings-file.ts";
import type { Bus } from "../dbus/bus.ts";
import { logFileIn } from "../log/log.ts";
import { logEnd } from "../log/log-end.ts";
import { hasXEmbedTray } from "../system/linux/xembed-tray.ts";
import { blockerPorts } from "../system/notification-settings.ts";
import { type DesktopPorts, notificationFacts, trayFacts } from "./desktop-facts.ts";
import { appFiles, fileFacts, withFolders } from "./file-facts.ts";
import { knownSecrets } from "./known-secrets.ts";
import { jsonIn, textIn } from "./read-text.ts";
import { valuePlaces } from "./value-places.ts";

/** Bytes of the log in a diagnostics file: some days of an ordinary log. */
const LOG_BYTES = 256 * 1024;

/** State of the app, of the running one or as it is saved. */
export interface DiagnosedState {
  readonly userData: string;
  readonly source: SettingsSource;
  readonly managed: ManagedPolicy;
  readonly loaded: LoadedSettings;
  readonly preferences: EffectiveValues;
  readonly connection: Connection | null;
  readonly history: History;
  readonly problems: readonly Problem[];
  readonly keychain: Pick<Keychain, "known">;
  readonly bus: Bus | undefined;
}

/** Gathers the values of a diagnostics file from the state and from the system. Changes nothing. */
export async function gather(state: DiagnosedState, by: Gathered["by"], now: number): Promise<Gathered> {
  const { platform, env } = process;
  const { userData, source, managed, loaded, preferences, keychain } = state;
  const effective = loaded.ok ? loaded.settings : undefined;
  const { credentials, tls } = effective ?? {};
  const credentialsFile = (credentials && credentialsFileOf(credentials)) ?? null;
  const updates = managed.updates && updatesOf(managed.updates);
  const policies = managed.layers.map((layer) => layer.file).filter(isAbsolute); // a registry key is no file
  const named = [
    ...[source.file, ...policies],
    ...[credentialsFile, tls?.caFile, tls?.certFile, tls?.keyFile, updates?.caFile],
  ];
  const files = [...appFiles(userData), ...named.flatMap((file) => (file ? withFolders(file) : []))];
  const fileList = [...new Set(files)].map(fileFacts); // before the files are read, which repairs their permissions
  const ports: DesktopPorts = {
    platform,
    bus: state.bus,
    hasXEmbedTray: () => hasXEmbedTray(env),
    ...blockerPorts,
  };
  const [notifications, tray] = await Promise.all([notificationFacts(ports), trayFacts(ports)]);
  const { isPolicy, isPlaced, file } = source;
  return {
    now,
    by,
    app: appFacts(),
    system: systemFacts(),
    settings: {
      source: !isPolicy ? "own" : isPlaced ? "policy-in-its-place" : "policy-on-command-line",
      file,
      places: valuePlaces(source, managed),
      effective:
        effective === undefined
          ? null
          : {
              user: effective.user,
              servers: effective.servers,
              signIn: accountSummary(effective, isPolicy).credentials,
              credentialsFile,
              tls: effective.tls,
              linkOrigins: effective.linkOrigins,
              fleet: effective.fleet,
              updates,
            },
      problem: loaded.ok ? null : loaded.problem,
    },
    preferences: { values: preferences, file: join(userData, "preferences.json") },
    connection: state.connection,
    history: state.history,
    notifications,
    tray,
    keychain: {
      kind: keychainKind(platform),
      state: keychain.known,
      secret: secretState(source, loaded),
    },
    files: fileList,
    problems: state.problems,
    log: logEnd(logFileIn(userData), LOG_BYTES),
    secrets: knownSecrets(source, loaded, userData, policies),
  };
}

/** With an absolute path. */
function updatesOf({ url, caFile, folder }: ManagedUpdates): Updates {
  return { url, ...defined({ caFile: caFile === undefined ? undefined : resolve(folder, caFile) }) };
}

function appFacts(): AppFacts {
  const { electron, chrome, node } = process.versions;
  return {
    version: app.getVersion(),
    electron,
    chromium: chrome,
    node,
    isPackaged: app.isPackaged,
    build: app.isPackaged ? jsonIn(join(process.resourcesPath, "build.json"), MAX_POLICY_BYTES) : undefined,
  };
}

function systemFacts(): SystemFacts {
  const { platform, env } = process;
  return {
    platform,
    release: release(),
    version: version(),
    arch: arch(),
    distribution: platform === "linux" ? distribution() : null,
    desktop: env["XDG_CURRENT_DESKTOP"] ?? null,
    sessionType: env["XDG_SESSION_TYPE"] ?? null,
    language: app.getLocale(),
  };
}

/** Name of the Linux distribution (`os-release(5)`). */
function distribution(): string | null {
  return /^PRETTY_NAME="?(.*?)"?$/m.exec(textIn("/etc/os-release", MAX_POLICY_BYTES))?.[1] ?? null;
}

function secretState({ isPolicy }: SettingsSource, loaded: LoadedSettings): KeychainFacts["secret"] {
  if (isPolicy) return "not used, because a policy applies";
  if (loaded.ok) return loaded.settings.credentials === undefined ? "none" : "readable";
  return loaded.problem.key === "secret-lost" ? loaded.problem.args[0] : loaded.problem.key;
}
