import { app, safeStorage } from "electron";
import type { Bus } from "../dbus/bus.ts";
import { type KeyringGate, type KeyringState, keyringGate, OPEN_GATE } from "./keyring-gate.ts";
import { type Keyring, kwallet, secretService } from "./secret-service.ts";

/** Only this file uses `safeStorage`. */

/** The OS keychain. It encrypts the texts that are stored on disk. */
export interface Keychain {
  /** The first read asks the keychain, which may prompt the person to unlock it. */
  readonly isThere: boolean;
  /** The keychain was asked and has not answered yet. */
  readonly isWaiting: boolean;
  /** The last known state, without asking. */
  readonly known: KeyringState | "not-asked";
  /** Returns base64. Undefined when there is no keychain, or it stays locked. */
  encrypt(text: string): string | undefined;
  /** Undefined for text that is damaged or was encrypted by another user or computer. */
  decrypt(encrypted: string): string | undefined;
  /** Calls back when the keychain has answered or was unlocked later. Returns the undo. */
  onAnswer(listener: () => void): () => void;
  dispose(): void;
}

/**
 * Opens the keychain of this platform.
 * @param bus the session bus; used on Linux only
 * @param mayPrompt whether the person may be asked to unlock it
 */
export function openKeychain(
  platform: NodeJS.Platform,
  bus: Promise<Bus | undefined>,
  mayPrompt = true,
): Keychain {
  const gate = platform === "linux" ? keyringGate(linuxKeyring(), bus, mayPrompt) : OPEN_GATE;
  return gatedKeychain(gate, safeStorage);
}

/** Name of the keychain that Chromium uses, such as `gnome_libsecret`. */
export function keychainKind(platform: NodeJS.Platform): string {
  if (platform === "linux") return safeStorage.getSelectedStorageBackend();
  return platform === "win32" ? "dpapi" : "keychain";
}

/** The keyring that Chromium would choose on this desktop. Reading the choice does not access the keyring. */
function linuxKeyring(): Keyring | undefined {
  const backend = safeStorage.getSelectedStorageBackend();
  switch (backend) {
    case "gnome_libsecret":
      return secretService(app.getName());
    case "kwallet":
      return kwallet("", app.getName());
    case "kwallet5":
    case "kwallet6":
      return kwallet(backend === "kwallet5" ? "5" : "6", app.getName());
    default:
      return undefined; // without a keyring, Chromium encrypts with a hard-coded password
  }
}

type SafeStorage = Pick<Electron.SafeStorage, "isEncryptionAvailable" | "encryptString" | "decryptString">;

/** Guards `safeStorage` with a gate. Its calls block the main process, so they are made only while the gate is open. */
export function gatedKeychain(gate: KeyringGate, storage: SafeStorage): Keychain {
  let known: boolean | undefined;
  const isThere = (): boolean => {
    if (gate.state !== "open") return false;
    known ??= storage.isEncryptionAvailable();
    return known;
  };
  return {
    get isThere() {
      return isThere();
    },
    get isWaiting() {
      return gate.state === "waiting";
    },
    get known() {
      if (gate.known !== "open") return gate.known ?? "not-asked";
      return known === false ? "closed" : "open";
    },
    encrypt(text) {
      if (!isThere()) return undefined;
      try {
        return storage.encryptString(text).toString("base64");
      } catch {
        known = false;
        return undefined;
      }
    },
    decrypt(encrypted) {
      if (!isThere()) return undefined;
      try {
        return storage.decryptString(Buffer.from(encrypted, "base64"));
      } catch {
        return undefined;
      }
    },
    onAnswer: (listener) =>
      gate.onChange(() => {
        isThere(); // now, because Chromium caches the key and does not ask again
        listener();
      }),
    dispose: gate.dispose,
  };
}
