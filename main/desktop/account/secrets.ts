import { join } from "node:path";
import * as v from "valibot";
import { HeldCredentials } from "../../core/account/credentials.ts";
import type { Keeping, SecretLoss } from "../../core/account/dialog.ts";
import type { Account } from "../../core/account/draft.ts";
import { readOwnFile } from "../../files/read-file.ts";
import { codeOf, RefusedFile } from "../../files/refused-file.ts";
import { type StagedFile, stageFile } from "../../files/replace-file.ts";
import type { Keychain } from "./keychain.ts";

/** Secrets are stored on disk only if the OS keychain can encrypt them. */

/** Result of looking for the secret of an account. */
export type FoundSecret =
  /** No secret was ever stored for this account. */
  | { readonly kind: "none" }
  /** The keychain has not answered yet. */
  | { readonly kind: "waiting" }
  | { readonly kind: "held"; readonly credentials: HeldCredentials }
  | { readonly kind: "lost"; readonly why: SecretLoss };

export interface Secrets {
  /** Where the next secret will be kept. */
  readonly keeping: Keeping;
  /** Whether a secret is only in this process, because there was no keychain to keep it. */
  readonly isOnlyInMemory: boolean;
  /** Finds the secret for these servers and this user. */
  find(account: AccountName): FoundSecret;
  /**
   * Stages the secrets file. The old file is valid until the commit.
   * @throws when it cannot be written
   */
  stage(account: Account): StagedFile;
  /**
   * Moves a secret from memory to the keychain, after the keychain has answered.
   * @throws when it cannot be written
   */
  keepInKeychain(): void;
}

/** A secret is bound to its servers and its user, so that it is never sent to another server. */
type AccountName = Pick<Account, "servers" | "user">;

/** Maximum size of the file in bytes. The longest encrypted credentials are far below it. */
const MAX_BYTES = 512 * 1024;

const SecretsFile = v.variant("kept", [
  v.strictObject({ version: v.literal(1), kept: v.literal("keychain"), secret: v.string() }),
  /** There was no keychain. The person has to enter the secret again. */
  v.strictObject({ version: v.literal(1), kept: v.literal("memory"), account: v.string() }),
]);
type SecretsFile = v.InferOutput<typeof SecretsFile>;

const Secret = v.strictObject({ account: v.string(), credentials: HeldCredentials });

/** @param folder the app's folder; the secrets are in `secrets.json` */
export function openSecrets(folder: string, keychain: Keychain): Secrets {
  const file = join(folder, "secrets.json");
  /** The account saved since the start. It is available without a keychain too. */
  let inMemory: Account | undefined;

  const secrets: Secrets = {
    get keeping() {
      if (keychain.isThere) return "keychain";
      return keychain.isWaiting ? "waiting" : "memory";
    },
    get isOnlyInMemory() {
      if (inMemory === undefined) return false;
      const stored = read(file);
      return typeof stored !== "object" || stored.kept === "memory";
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
