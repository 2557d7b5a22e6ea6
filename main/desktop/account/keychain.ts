import { safeStorage } from "electron";

/** The only file that touches `safeStorage`. */

/** The OS's keychain: texts on the disk are as it encrypts them. */
export interface Keychain {
  /** Asked when it matters first, for it may ask the person to unlock it. */
  readonly isThere: boolean;
  /** In base64; undefined when there is none, or it refuses: its owner did not unlock it. */
  encrypt(text: string): string | undefined;
  /** Undefined for what is another computer's, another person's, or spoiled. */
  decrypt(encrypted: string): string | undefined;
}

export function openKeychain(platform: NodeJS.Platform): Keychain {
  let known: boolean | undefined;
  const isThere = (): boolean => {
    known ??= isKeychainThere(platform);
    return known;
  };
  return {
    get isThere() {
      return isThere();
    },
    encrypt(text) {
      if (!isThere()) return undefined;
      try {
        return safeStorage.encryptString(text).toString("base64");
      } catch {
        known = false;
        return undefined;
      }
    },
    decrypt(encrypted) {
      try {
        return safeStorage.decryptString(Buffer.from(encrypted, "base64"));
      } catch {
        return undefined;
      }
    },
  };
}

/** On Linux without a keychain Chromium "encrypts" with a password that stands in its source: that is none. */
function isKeychainThere(platform: NodeJS.Platform): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  if (platform !== "linux") return true;
  const backend = safeStorage.getSelectedStorageBackend();
  return backend !== "basic_text" && backend !== "unknown";
}
