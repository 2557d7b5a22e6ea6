import { renameSync } from "node:fs";
import { join } from "node:path";
import type { AnyCredentials } from "../../core/account/credentials.ts";
import type { Account } from "../../core/account/draft.ts";
import type { Problem } from "../../core/messages/index.ts";
import { MAX_POLICY_BYTES, type Policy, type PolicyFile, parsePolicy } from "../../core/policy.ts";
import { canonicalId } from "../../core/subject.ts";
import { readGivenFile, readOwnFile } from "../../files/read-file.ts";
import { RefusedFile } from "../../files/refused-file.ts";
import { draftFile, type FileDraft, replaceTogether } from "../../files/replace-file.ts";
import type { CommandLine } from "../command-line.ts";
import type { Secrets } from "./secrets.ts";

/** Where to connect to and as whom, complete. */
export interface Settings extends Omit<Policy, "credentials"> {
  /** Canonical id. */
  readonly user: string;
  readonly credentials?: AnyCredentials | undefined;
}

export type LoadedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: Problem };

export interface SettingsSource {
  /** The policy file, or `settings.json` in the app's folder. */
  readonly file: string;
  /** An administrator's, which nobody here changes. */
  readonly isPolicy: boolean;
}

export function settingsSource({ policyFile, problem }: CommandLine, userData: string): SettingsSource {
  // With a command line that is not understood nobody knows what an administrator wanted.
  const file = policyFile ?? (problem === undefined ? join(userData, "settings.json") : "--policy-file");
  return { file, isPolicy: policyFile !== undefined || problem !== undefined };
}

/**
 * The settings: of the policy file when one is named, else of `settings.json` in the app's folder. That one holds no
 * secret when the app wrote it: the secret comes from the keychain.
 * @param loginName the OS login name, for a file that names no user; empty when nobody knows it
 */
export function loadSettings(
  commandLine: CommandLine,
  userData: string,
  loginName: string,
  secrets: Pick<Secrets, "find">,
): LoadedSettings {
  if (commandLine.problem !== undefined) return { ok: false, problem: commandLine.problem };
  const { file, isPolicy } = settingsSource(commandLine, userData);
  let bytes: Buffer;
  try {
    bytes = isPolicy ? readGivenFile(file, MAX_POLICY_BYTES) : readOwnFile(file, MAX_POLICY_BYTES);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const detail = error instanceof RefusedFile ? error.code : message;
    if (code !== "ENOENT") return { ok: false, problem: { key: "policy-unreadable", args: [file, detail] } };
    return {
      ok: false,
      problem: isPolicy ? { key: "policy-missing", args: [file] } : { key: "not-set-up", args: [] },
    };
  }
  const policy = parsePolicy(bytes);
  if (!policy.ok) return { ok: false, problem: { key: "policy-refused", args: [file, policy.detail] } };
  const name = policy.value.user ?? loginName;
  if (name === "") return { ok: false, problem: { key: "no-user", args: [] } };
  const user = canonicalId(name);
  if (!user.ok) return { ok: false, problem: { key: "bad-user", args: [name] } };
  const settings = { ...policy.value, user: user.value };
  if (isPolicy || settings.credentials !== undefined) return { ok: true, settings };
  const secret = secrets.find(settings);
  switch (secret.kind) {
    case "held":
      return { ok: true, settings: { ...settings, credentials: secret.credentials } };
    case "waiting":
      return { ok: false, problem: { key: "keyring-waiting", args: [] } };
    case "lost":
      return { ok: false, problem: { key: "secret-lost", args: [secret.why] } };
    case "none":
      return { ok: true, settings };
  }
}

/**
 * Makes an account the app's: its secret, and where to connect to and as whom. Both or neither, for a secret without its
 * servers would be nobody's.
 * @throws when one of them cannot be written; the account before holds on then
 */
export function saveAccount(userData: string, account: Account, secrets: Pick<Secrets, "draft">): void {
  replaceTogether([() => secrets.draft(account), () => draftSettings(userData, account)]);
}

/** `settings.json` without any secret. What else the file says stays, as long as it can be read. */
function draftSettings(userData: string, { servers, user }: Pick<Account, "servers" | "user">): FileDraft {
  const file = join(userData, "settings.json");
  const own = ownSettings(file);
  const { credentials: _secret, ...rest } = own === "not-understood" ? {} : own;
  const content: PolicyFile = { ...rest, servers: [...servers], user };
  const draft = draftFile(file, `${JSON.stringify(content, null, 2)}\n`);
  return {
    commit() {
      if (own === "not-understood") renameSync(file, `${file}.aside`); // somebody wrote it, perhaps with care
      draft.commit();
    },
    discard: draft.discard,
  };
}

/** What `settings.json` says; nothing when it is not there or cannot be read. */
export function ownSettings(file: string): Partial<Policy> | "not-understood" {
  let bytes: Buffer;
  try {
    bytes = readGivenFile(file, MAX_POLICY_BYTES);
  } catch (error) {
    return error instanceof RefusedFile && error.code === "too-large" ? "not-understood" : {};
  }
  const policy = parsePolicy(bytes);
  return policy.ok ? policy.value : "not-understood";
}
