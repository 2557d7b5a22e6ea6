import { dirname, join, resolve } from "node:path";
import { defined } from "../../contract/defined.ts";
import { canonicalId } from "../../contract/subject.ts";
import type { AnyCredentials } from "../../core/account/credentials.ts";
import type { Account } from "../../core/account/draft.ts";
import { MAX_POLICY_BYTES, type Policy, type PolicyFile, parsePolicy } from "../../core/policy/policy.ts";
import type { PolicyVariables } from "../../core/policy/policy-variables.ts";
import type { Problem } from "../../core/problem.ts";
import { readGivenFile, readOwnFile } from "../../files/read-file.ts";
import { RefusedFile } from "../../files/refused-file.ts";
import { renameFile } from "../../files/rename.ts";
import { replaceTogether, type StagedFile, stageFile } from "../../files/replace-file.ts";
import type { CommandLine } from "../launch/command-line.ts";
import { administratorsOf, changeableByOthers, type Trusted } from "./placed-policy.ts";
import type { Secrets } from "./secrets.ts";

/** Complete settings of a connection. */
export interface Settings extends Omit<Policy, "credentials"> {
  /** Canonical id. */
  readonly user: string;
  readonly credentials?: AnyCredentials | undefined;
}

/** Complete settings, or the problem that the person sees. */
export type LoadedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: Problem };

/** Environment that a policy is read in. */
export interface PolicyReading {
  readonly env: PolicyVariables["env"];
  /** Undefined where file owners cannot be checked. */
  readonly trusted: Trusted | undefined;
}

/** The file that the settings are read from. */
export interface SettingsSource {
  /** Path of the policy file, or of `settings.json` in the app's folder. */
  readonly file: string;
  /** Whether it is an administrator's policy, which the app never changes. */
  readonly isPolicy: boolean;
  /** Whether the policy was found in the administrators' place and not named on the command line. */
  readonly isPlaced: boolean;
}

/** Inputs that decide where the settings are read from. */
export interface Given extends Omit<CommandLine, "isHidden"> {
  /** Policy in the administrators' place (see `placedPolicy`). */
  readonly placedPolicy?: string | undefined;
}

/** Chooses the file of the settings: the policy of the command line, then the placed policy, then `settings.json`. */
export function settingsSource(
  { policyFile, problem, placedPolicy }: Given,
  userData: string,
): SettingsSource {
  // A bad command line may have named a policy. The person's own settings must not replace it.
  if (policyFile === undefined && problem !== undefined) {
    return { file: "--policy-file", isPolicy: true, isPlaced: false };
  }
  const file = policyFile ?? placedPolicy;
  if (file === undefined) return { file: join(userData, "settings.json"), isPolicy: false, isPlaced: false };
  return { file, isPolicy: true, isPlaced: policyFile === undefined };
}

/** Text for the log. */
export function describeSource({ file, isPolicy, isPlaced }: SettingsSource): string {
  if (!isPolicy) return `the person's own, ${file}`;
  return `the policy ${file}, ${isPlaced ? "found in its place" : "named on the command line"}`;
}

/**
 * Loads the settings from the file that {@link settingsSource} chooses. A `settings.json` written by the app contains
 * no secret; the secret comes from the keychain. Relative paths are resolved against the file's folder.
 * @param loginName the OS login name, used when the file names no user; empty when unknown
 */
export function loadSettings(
  given: Given,
  userData: string,
  loginName: string,
  secrets: Pick<Secrets, "find">,
  { env, trusted }: PolicyReading = { env: process.env, trusted: administratorsOf(process.platform) },
): LoadedSettings {
  if (given.problem !== undefined) return { ok: false, problem: given.problem };
  const { file, isPolicy, isPlaced } = settingsSource(given, userData);
  let bytes: Buffer;
  try {
    const changeable = isPlaced && trusted !== undefined ? changeableByOthers(file, trusted) : undefined;
    if (changeable !== undefined) {
      return { ok: false, problem: { key: "policy-unsafe", args: [changeable] } };
    }
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
  const policy = parsePolicy(bytes, isPolicy ? { loginName, env } : undefined);
  if (!policy.ok) return { ok: false, problem: { key: "policy-refused", args: [file, policy.detail] } };
  const name = policy.value.user ?? loginName;
  if (name === "") return { ok: false, problem: { key: "no-user", args: [] } };
  const user = canonicalId(name);
  if (!user.ok) return { ok: false, problem: { key: "bad-user", args: [name] } };
  const settings = { ...inFolder(dirname(file), policy.value), user: user.value };
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

/** Resolves the file paths in settings against a folder. */
export function inFolder<Some extends Pick<Policy, "credentials" | "tls">>(
  folder: string,
  settings: Some,
): Some {
  const { credentials, tls } = settings;
  const within = <Files extends object>(files: Files): Files => {
    const paths = Object.entries(files).map(([key, value]) =>
      key.endsWith("File") && typeof value === "string" ? [key, resolve(folder, value)] : [key, value],
    );
    return Object.fromEntries(paths);
  };
  return {
    ...settings,
    ...defined({ credentials: credentials && within(credentials), tls: tls && within(tls) }),
  };
}

/**
 * Saves an account: its secret, and its servers and user. Both files are replaced or neither, because a secret without
 * its servers is useless.
 * @throws when a file cannot be written; the old account stays valid
 */
export function saveAccount(userData: string, account: Account, secrets: Pick<Secrets, "stage">): void {
  replaceTogether([() => secrets.stage(account), () => stageSettings(userData, account)]);
}

/** Stages `settings.json` without secrets. Its other values are kept if it can be parsed. */
function stageSettings(userData: string, { servers, user }: Pick<Account, "servers" | "user">): StagedFile {
  const file = join(userData, "settings.json");
  const own = ownSettings(file);
  const { credentials: _secret, ...rest } = own === "not-understood" ? {} : own;
  const content: PolicyFile = { ...rest, servers: [...servers], user };
  const staged = stageFile(file, `${JSON.stringify(content, null, 2)}\n`);
  return {
    commit() {
      if (own === "not-understood") renameFile(file, `${file}.aside`); // keeps a file that was written by hand
      staged.commit();
    },
    discard: staged.discard,
  };
}

/**
 * Content of `settings.json`. Empty when the file is missing or cannot be read.
 * @returns "not-understood" when it exists but cannot be parsed
 */
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
