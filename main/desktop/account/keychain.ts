import { app, safeStorage } from "electron";
import type { Bus } from "../dbus/bus.ts";
import { type KeyringGate, keyringGate, OPEN_GATE } from "./keyring-gate.ts";
import { type Keyring, kwallet, secretService } from "./secret-service.ts";

/** The only file that touches `safeStorage`. */

/** The OS's keychain: texts on the disk are as it encrypts them. */
export interface Keychain {
  /** Asked when it matters first, for it may ask the person to unlock it. */
  readonly isThere: boolean;
  /** It was asked, and has not answered: neither there nor not there. */
  readonly isWaiting: boolean;
  /** In base64; undefined when there is none, or it refuses: its owner did not unlock it. */
  encrypt(text: string): string | undefined;
  /** Undefined for what is another computer's, another person's, or spoiled. */
  decrypt(encrypted: string): string | undefined;
  /** Told when it has answered, or was unlocked later. Returns the undo. */
  onAnswer(listener: () => void): () => void;
  dispose(): void;
}

/** @param bus the session's, on Linux */
export function openKeychain(platform: NodeJS.Platform, bus: Promise<Bus | undefined>): Keychain {
  const gate = platform === "linux" ? keyringGate(linuxKeyring(), bus) : OPEN_GATE;
  return gatedKeychain(gate, safeStorage);
}

/** What Chromium would use, by the desktop that it finds itself on; it is not asked for that. */
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
      return undefined; // without one Chromium "encrypts" with a password that stands in its source
  }
}

type SafeStorage = Pick<Electron.SafeStorage, "isEncryptionAvailable" | "encryptString" | "decryptString">;

/** `safeStorage` behind a gate: it is touched only while that is open, for it blocks the main process. */
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
        isThere(); // at once: Chromium keeps the key from then on, and does not ask again
        listener();
      }),
    dispose: gate.dispose,
  };
}
