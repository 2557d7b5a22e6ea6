import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import type { LinkProof } from "../../core/activation.ts";
import { readOwnFile } from "../../files/read-file.ts";
import { codeOf, reasonOf } from "../../files/refused-file.ts";
import { replaceOwnFile } from "../../files/replace-file.ts";
import type { Keychain } from "../account/keychain.ts";
import type { Log } from "../log/log.ts";

const KEY_BYTES = 32;
const MAX_FILE_BYTES = 16 * 1024;

/** The key is base64: encrypted by the keychain, or plain where there is no keychain. */
const KeyFile = v.variant("kept", [
  v.strictObject({ version: v.literal(1), kept: v.literal("keychain"), key: v.string() }),
  v.strictObject({ version: v.literal(1), kept: v.literal("file"), key: v.string() }),
]);
type KeyFile = v.InferOutput<typeof KeyFile>;

/**
 * Signs and checks the links in the app's own notifications with HMAC-SHA-256. The random key belongs to this
 * installation. It is saved because notifications outlive the app, and it is read or created when the first link needs
 * it. After a loss of the key, older links only open the board.
 * @param folder the app's folder; the key file is `link-key.json`
 */
export function openLinkProof(
  folder: string,
  keychain: Pick<Keychain, "encrypt" | "decrypt">,
  log: Pick<Log, "warn">,
): LinkProof {
  const file = join(folder, "link-key.json");
  let key: Buffer | undefined;

  function keptKey(): Buffer | undefined {
    try {
      const { kept, key: text } = v.parse(
        KeyFile,
        JSON.parse(readOwnFile(file, MAX_FILE_BYTES).toString("utf8")),
      );
      const encoded = kept === "keychain" ? keychain.decrypt(text) : text;
      const bytes = Buffer.from(encoded ?? "", "base64");
      if (bytes.length === KEY_BYTES) return bytes;
      log.warn("link key: the saved key is invalid");
    } catch (error) {
      if (codeOf(error) !== "ENOENT") log.warn(`link key not read: ${codeOf(error) ?? "damaged"}`);
    }
    return undefined;
  }

  function newKey(): Buffer {
    const made = randomBytes(KEY_BYTES);
    const text = made.toString("base64");
    const encrypted = keychain.encrypt(text);
    const content: KeyFile =
      encrypted === undefined
        ? { version: 1, kept: "file", key: text }
        : { version: 1, kept: "keychain", key: encrypted };
    try {
      replaceOwnFile(file, JSON.stringify(content));
    } catch (error) {
      log.warn(`link key not saved: ${reasonOf(error)}`); // the key is valid until the app ends
    }
    return made;
  }

  return {
    of(text) {
      key ??= keptKey() ?? newKey();
      return proofBy(key, text).toString("base64url");
    },
    holds(text, proof) {
      key ??= keptKey(); // no key is created for a foreign link, because the keychain may then prompt the person
      if (key === undefined) return false;
      const [wanted, given] = [proofBy(key, text), Buffer.from(proof, "base64url")];
      // Base64 has several spellings of the same bytes. Only the canonical one is accepted.
      const isSame = given.length === wanted.length && timingSafeEqual(given, wanted);
      return isSame && given.toString("base64url") === proof;
    },
  };
}

function proofBy(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
