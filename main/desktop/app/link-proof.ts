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

/** The key in base64, as the keychain encrypts it or, where there is none, as it is. */
const KeyFile = v.variant("kept", [
  v.strictObject({ version: v.literal(1), kept: v.literal("keychain"), key: v.string() }),
  v.strictObject({ version: v.literal(1), kept: v.literal("file"), key: v.string() }),
]);
type KeyFile = v.InferOutput<typeof KeyFile>;

/**
 * Proves and checks the links in the app's own notifications: HMAC-SHA-256 with a random key of this installation. The
 * key is kept, for notifications outlive the app; it is read or made when the first link needs it. Where it is lost the
 * links of before prove nothing any more, and open the board.
 * @param folder the app's own; the key lies in `link-key.json`
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
      log.warn("link key: the one that was kept cannot be used");
    } catch (error) {
      if (codeOf(error) !== "ENOENT") log.warn(`link key not read: ${codeOf(error) ?? "it is damaged"}`);
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
      log.warn(`link key not kept: ${reasonOf(error)}`); // it holds until the app ends
    }
    return made;
  }

  return {
    of(text) {
      key ??= keptKey() ?? newKey();
      return proofBy(key, text).toString("base64url");
    },
    holds(text, proof) {
      key ??= keptKey(); // none is made for a link of somebody else's: the keychain may ask the person then
      if (key === undefined) return false;
      const [wanted, given] = [proofBy(key, text), Buffer.from(proof, "base64url")];
      // Base64 has several spellings of the same bytes; ours is the only one that counts.
      const isSame = given.length === wanted.length && timingSafeEqual(given, wanted);
      return isSame && given.toString("base64url") === proof;
    },
  };
}

function proofBy(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
