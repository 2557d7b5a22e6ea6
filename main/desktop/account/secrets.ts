import { join } from "node:path";
import * as v from "valibot";
import { HeldCredentials } from "../../core/account/credentials.ts";
import type { Keeping, SecretLoss } from "../../core/account/dialog.ts";
import type { Account } from "../../core/account/draft.ts";
import { readOwnFile } from "../../files/read-file.ts";
import { codeOf, RefusedFile } from "../../files/refused-file.ts";
import { type StagedFile, stageFile } from "../../files/replace-file.ts";
import type { Keychain } from "./keychain.ts";

/** Secrets are on the disk as the OS's keychain encrypts them, or not at all. */

/** Where an account's secret was found. */
export type FoundSecret =
  /** Nothing was ever stored for this account. */
  | { readonly kind: "none" }
  /** The keychain has not answered yet. */
  | { readonly kind: "waiting" }
  | { readonly kind: "held"; readonly credentials: HeldCredentials }
  | { readonly kind: "lost"; readonly why: SecretLoss };

export interface Secrets {
  /** Where the next secret will go. */
  readonly keeping: Keeping;
  /** The secret of the account with these servers and this user. */
  find(account: AccountName): FoundSecret;
  /** The file with the secret of this account; until it is committed the one before holds. @throws when it cannot be written */
  stage(account: Account): StagedFile;
  /**
   * The keychain has answered: a secret that had to stay in memory meanwhile goes there.
   * @throws when it cannot be written
   */
  keepInKeychain(): void;
}

/** A secret is bound to where it goes and whose it is: it is never shown to another server. */
type AccountName = Pick<Account, "servers" | "user">;

/** Bytes of the file at the most: the longest credentials, encrypted and in base64, are far below. */
const MAX_BYTES = 512 * 1024;

const SecretsFile = v.variant("kept", [
  v.strictObject({ version: v.literal(1), kept: v.literal("keychain"), secret: v.string() }),
  /** There was no keychain: somebody has to be asked again. */
  v.strictObject({ version: v.literal(1), kept: v.literal("memory"), account: v.string() }),
]);
type SecretsFile = v.InferOutput<typeof SecretsFile>;

const Secret = v.strictObject({ account: v.string(), credentials: HeldCredentials });

/** @param folder the app's own; the secrets lie in `secrets.json` */
export function openSecrets(folder: string, keychain: Keychain): Secrets {
  const file = join(folder, "secrets.json");
  /** What was kept since the start: it holds without a keychain too. */
  let inMemory: Account | undefined;

  const secrets: Secrets = {
    get keeping() {
      if (keychain.isThere) return "keychain";
      return keychain.isWaiting ? "waiting" : "memory";
    },
    find(account) {
      const name = nameOf(account);
      if (inMemory !== undefined && nameOf(inMemory) === name) {
        return { kind: "held", credentials: inMemory.credentials };
      }
      const stored = read(file);
      if (stored === undefined) return { kind: "none" };
      if (stored === "damaged" || stored === "refused") return { kind: "lost", why: stored };
      if (stored.kept === "memory") {
        return stored.account === name ? { kind: "lost", why: "memory-only" } : { kind: "none" };
      }
      if (keychain.isWaiting) return { kind: "waiting" };
      if (!keychain.isThere) return { kind: "lost", why: "locked" };
      const secret = decrypt(keychain, stored.secret);
      if (secret === undefined) return { kind: "lost", why: "undecryptable" };
      return secret.account === name ? { kind: "held", credentials: secret.credentials } : { kind: "none" };
    },
    stage(account) {
      const name = nameOf(account);
      const held: v.InferOutput<typeof Secret> = { account: name, credentials: account.credentials };
      const secret = keychain.encrypt(JSON.stringify(held));
      const content: SecretsFile =
        secret === undefined
          ? { version: 1, kept: "memory", account: name }
          : { version: 1, kept: "keychain", secret };
      const staged = stageFile(file, JSON.stringify(content));
      const before = inMemory;
      return {
        commit() {
          staged.commit();
          inMemory = account;
        },
        discard() {
          inMemory = before;
          staged.discard();
        },
      };
    },
    keepInKeychain() {
      if (inMemory === undefined || !keychain.isThere) return;
      const stored = read(file);
      if (typeof stored === "object" && stored.kept === "memory") secrets.stage(inMemory).commit();
    },
  };
  return secrets;
}

function decrypt(keychain: Keychain, secret: string): v.InferOutput<typeof Secret> | undefined {
  try {
    const parsed = v.safeParse(Secret, JSON.parse(keychain.decrypt(secret) ?? ""));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

function read(file: string): SecretsFile | "damaged" | "refused" | undefined {
  try {
    const text = readOwnFile(file, MAX_BYTES).toString("utf8");
    const parsed = v.safeParse(SecretsFile, JSON.parse(text));
    return parsed.success ? parsed.output : "damaged";
  } catch (error) {
    if (error instanceof RefusedFile) return "refused";
    return codeOf(error) === "ENOENT" ? undefined : "damaged";
  }
}

function nameOf({ servers, user }: AccountName): string {
  return JSON.stringify([user, ...[...servers].sort()]);
}
