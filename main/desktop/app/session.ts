import { join } from "node:path";
import type { Language } from "../../contract/catalog.ts";
import { ownerOf, type Saved } from "../../core/knowledge/saved.ts";
import type { PolicyLayer } from "../../core/policy/effective.ts";
import type { Problem } from "../../core/problem.ts";
import type { LoadedSettings, Settings } from "../account/settings-file.ts";
import { type Feed, startFeed } from "../broker/feed.ts";
import { dialNats } from "../broker/nats-transport.ts";
import type { Clock } from "../clock.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { Log } from "../log/log.ts";
import type { PreferencesKeeper } from "../state/preferences-keeper.ts";
import { openStore, storeProblems } from "../state/store.ts";
import { createSessionFleet, type SessionFleetPorts } from "./fleet.ts";
import { Hub } from "./hub.ts";
import type { HubPorts } from "./hub-ports.ts";
import { sinkOf } from "./hub-sink.ts";
import { createLinks, type OpenInSystem } from "./links.ts";

/** The app for one account: saved state, hub and feed. Another account gets another session. */
export interface Session {
  readonly hub: Hub;
  readonly loaded: LoadedSettings;
  /** Takes a renewed login, without a gap. Returns the settings with it. */
  loginRenewed(): LoadedSettings;
  /** Checks the connection after a wake-up or a network change. */
  check(): void;
  /** @param isReplaced whether another session follows, which tells again what stands on the screen */
  close(isReplaced: boolean): Promise<void>;
}

export interface SessionPorts
  extends Omit<HubPorts, "store" | "links" | "preferences" | "notifier">,
    SessionFleetPorts {
  readonly log: Log;
  readonly clock: Clock;
  readonly notifier: HubPorts["notifier"] & SessionFleetPorts["notifier"];
  readonly preferences: PreferencesKeeper;
  /** The policies' preferences under these settings. */
  readonly layersOf: (loaded: LoadedSettings) => readonly PolicyLayer[];
  readonly openInSystem: OpenInSystem;
  /** Reads the settings again, because a password in them may have changed. */
  readonly reload?: () => LoadedSettings;
  /** The broker refuses the login. */
  readonly loginRefused?: () => void;
}

/**
 * Opens a session. Settings that could not be loaded give a session without a feed.
 * @param userData the app's folder
 */
export function openSession(
  loaded: LoadedSettings,
  userData: string,
  systemLanguage: Language,
  ports: SessionPorts,
): Session {
  const { clock, log, preferences, openInSystem } = ports;
  // Nobody would follow the notices of an earlier session. This one tells again what it was handed over.
  ports.notifier.withdrawAll();
  const settings = loaded.ok ? loaded.settings : undefined;
  const linkOrigins = settings?.linkOrigins ?? [];
  preferences.govern(ports.layersOf(loaded));

  // The store may report a problem before the hub exists.
  let hub: Hub | undefined;
  const problems: Problem[] = [];
  const tell = (problem: Problem): void => {
    if (hub === undefined) problems.push(problem);
    else hub.tell(problem);
  };
  const store = openStore<Saved>(
    join(userData, "state"),
    "ledger",
    clock,
    storeProblems("state-refused", tell, (key) => hub?.untell(key)),
  );
  const opened = new Hub(
    { ...ports, store, links: createLinks(linkOrigins, log, openInSystem) },
    {
      user: settings?.user ?? "",
      // When the settings cannot be read, the owner is unknown. The saved state must not be overwritten then.
      owner: settings === undefined ? null : ownerOf(settings.user, settings.servers),
      systemLanguage,
      linkOrigins,
      version: ports.version,
    },
  );
  hub = opened;
  for (const problem of problems) hub.tell(problem);
  const stopPreferences = preferences.onChange(() => opened.preferencesChanged());
  const { feed, fleet } = startFeedOf(loaded, opened, userData, ports);

  return {
    hub: opened,
    loaded,
    loginRenewed() {
      feed?.loginRenewed();
      return ports.reload?.() ?? loaded;
    },
    check() {
      opened.woke();
      feed?.check();
    },
    async close(isReplaced) {
      stopPreferences();
      if (isReplaced) opened.handOver();
      opened.stop();
      fleet?.stop();
      store.flush();
      await feed?.stop();
    },
  };
}

function startFeedOf(
  loaded: LoadedSettings,
  hub: Hub,
  userData: string,
  ports: SessionFleetPorts & Pick<SessionPorts, "reload" | "loginRefused">,
): { readonly feed?: Feed; readonly fleet?: Fleet | undefined } {
  const { clock, log, reload, loginRefused } = ports;
  if (!loaded.ok) {
    log.error(`settings: ${loaded.problem.key}: ${loaded.problem.args.join(" ")}`);
    hub.signal({ kind: "misconfigured", problem: loaded.problem });
    return {};
  }
  const { user, servers, credentials, tls } = loaded.settings;
  log.info(`user ${JSON.stringify(user)}, servers ${servers.join(" ")}`);
  const fleet = loaded.settings.fleet
    ? createSessionFleet(hub, user, userData, ports, (subject, payload) => feed.publish(subject, payload))
    : undefined;
  const sink = sinkOf(hub, (text) => log.info(text));
  const feed = startFeed(
    user,
    { servers, credentials, tls },
    {
      dial: dialNats,
      clock,
      credentials: () => credentialsFor(loaded.settings, reload?.()),
      services: () => hub.services(),
      sink: {
        ...sink,
        signal(signal) {
          sink.signal(signal);
          if (signal.kind === "refused" && signal.cause === "credentials") loginRefused?.();
        },
      },
      fleet,
    },
  );
  return { feed, fleet };
}

/** The new credentials if user and servers are the same. A different user or server needs another session. */
function credentialsFor(
  { user, servers }: Settings,
  again: LoadedSettings | undefined,
): Settings["credentials"] {
  if (!again?.ok) return undefined;
  const { settings } = again;
  return ownerOf(settings.user, settings.servers) === ownerOf(user, servers)
    ? settings.credentials
    : undefined;
}
