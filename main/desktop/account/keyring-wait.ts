import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";
import type { Keychain } from "./keychain.ts";
import type { Secrets } from "./secrets.ts";
import type { LoadedSettings } from "./settings-file.ts";
import type { Succession } from "./succession.ts";

/** Milliseconds that the first session waits for a keyring, so that one that answers at once is no news. */
const PATIENCE = 1_000;

export interface KeyringWaitPorts {
  readonly keychain: Keychain;
  readonly secrets: Secrets;
  readonly sessions: Succession<{ readonly loaded: LoadedSettings; close(): Promise<void> }>;
  readonly clock: Clock;
  readonly log: Log;
  /** The settings as they can be read now. */
  readonly load: () => LoadedSettings;
  /** A session has begun. */
  readonly begun: (loaded: LoadedSettings) => void;
}

/**
 * Begins the first session, and another one when a keyring that did not answer, or was locked, lets the secret be read.
 * Returns the undo.
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
    log.info(`keychain: ${keychain.isThere ? "open" : keychain.isWaiting ? "waited for" : "closed"}`);
    if (cancel !== undefined) {
      begin();
      return;
    }
    try {
      secrets.keepInKeychain();
    } catch (error) {
      log.error(`secret not kept: ${String(error)}`); // it stays in memory
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

/** Something else than the keychain is to be mended otherwise. */
function lacksKeychain(loaded: LoadedSettings): boolean {
  if (loaded.ok) return false;
  const { problem } = loaded;
  return isWaiting(loaded) || (problem.key === "secret-lost" && problem.args[0] === "locked");
}
