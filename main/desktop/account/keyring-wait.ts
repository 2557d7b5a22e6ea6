import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";
import type { Keychain } from "./keychain.ts";
import type { Secrets } from "./secrets.ts";
import type { LoadedSettings } from "./settings-file.ts";
import type { Closable, Succession } from "./succession.ts";

/** Milliseconds that the first session waits for the keyring, so that a quick answer shows no problem. */
const PATIENCE = 1_000;

export interface KeyringWaitPorts {
  readonly keychain: Keychain;
  readonly secrets: Secrets;
  readonly sessions: Succession<Closable & { readonly loaded: LoadedSettings }>;
  readonly clock: Clock;
  readonly log: Log;
  /** Reads the settings now. */
  readonly load: () => LoadedSettings;
  /** Called when a session has begun. */
  readonly begun: (loaded: LoadedSettings) => void;
}

/**
 * Begins the first session. Begins another one when the keyring answers or is unlocked later and the secret becomes
 * readable. Returns the undo.
 */
export function beginWithKeyring(ports: KeyringWaitPorts): () => void {
  const { keychain, secrets, sessions, clock, log } = ports;
  let cancel: (() => void) | undefined;

  function begin(): void {
    cancel?.();
    cancel = undefined;
    sessions.begin();
    tell();
  }
  function tell(): void {
    if (sessions.current !== undefined) ports.begun(sessions.current.loaded);
  }
  function answered(): void {
    log.info(`keychain: ${keychain.isThere ? "open" : keychain.isWaiting ? "waiting" : "closed"}`);
    if (cancel !== undefined) {
      begin();
      return;
    }
    try {
      secrets.keepInKeychain();
    } catch (error) {
      log.error(`secret not moved to the keychain: ${String(error)}`); // it stays in memory
    }
    if (sessions.current === undefined || !lacksKeychain(sessions.current.loaded)) return;
    void sessions.change().then((hasBegun) => {
      if (hasBegun) tell();
    });
  }

  const stop = keychain.onAnswer(answered);
  const first = ports.load();
  if (isWaiting(first)) cancel = clock.after(PATIENCE, begin);
  else begin();
  return () => {
    cancel?.();
    stop();
    keychain.dispose();
  };
}

function isWaiting(loaded: LoadedSettings): boolean {
  return !loaded.ok && loaded.problem.key === "keyring-waiting";
}

/** Whether only the missing keychain kept the settings from being loaded. */
function lacksKeychain(loaded: LoadedSettings): boolean {
  if (loaded.ok) return false;
  const { problem } = loaded;
  return isWaiting(loaded) || (problem.key === "secret-lost" && problem.args[0] === "locked");
}
