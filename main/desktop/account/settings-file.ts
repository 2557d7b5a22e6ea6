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

/** Where to connect to and as whom, complete. */
export interface Settings extends Omit<Policy, "credentials"> {
  /** Canonical id. */
  readonly user: string;
  readonly credentials?: AnyCredentials | undefined;
}

export type LoadedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: Problem };

/** What else a policy is read by. */
export interface PolicyReading {
  readonly env: PolicyVariables["env"];
  /** Undefined: nobody can tell whose files they are. */
  readonly trusted: Trusted | undefined;
}

export interface SettingsSource {
  /** The policy file, or `settings.json` in the app's folder. */
  readonly file: string;
  /** An administrator's, which nobody here changes. */
  readonly isPolicy: boolean;
  /** An administrator's that was found in its place, and not named on the command line. */
  readonly isPlaced: boolean;
}

/** What decides where the settings are. */
export interface Given extends CommandLine {
  /** The policy in the administrators' place (see `placedPolicy`). */
  readonly placedPolicy?: string | undefined;
}

export function settingsSource(
  { policyFile, problem, placedPolicy }: Given,
  userData: string,
): SettingsSource {
  // With a command line that is not understood nobody knows what an administrator wanted.
  if (policyFile === undefined && problem !== undefined) {
    return { file: "--policy-file", isPolicy: true, isPlaced: false };
  }
  const file = policyFile ?? placedPolicy;
  if (file === undefined) return { file: join(userData, "settings.json"), isPolicy: false, isPlaced: false };
  return { file, isPolicy: true, isPlaced: policyFile === undefined };
}

/** For the log. */
export function describeSource({ file, isPolicy, isPlaced }: SettingsSource): string {
  if (!isPolicy) return `the person's own, ${file}`;
  return `the policy ${file}, ${isPlaced ? "found in its place" : "named on the command line"}`;
}

/**
 * The settings: of the policy file when one is named on the command line or lies in the administrators' place, else of
 * `settings.json` in the app's folder. That one holds no secret when the app wrote it: the secret comes from the keychain.
 * Paths in it that are not absolute begin at its own folder.
 * @param loginName the OS login name, for a file that names no user; empty when nobody knows it
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

/** The files that settings name, as paths from a folder. */
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
 * Makes an account the app's: its secret, and where to connect to and as whom. Both or neither, for a secret without its
 * servers would be nobody's.
 * @throws when one of them cannot be written; the account before holds on then
 */
export function saveAccount(userData: string, account: Account, secrets: Pick<Secrets, "stage">): void {
  replaceTogether([() => secrets.stage(account), () => stageSettings(userData, account)]);
}

/** `settings.json` without any secret. What else the file says stays, as long as it can be read. */
function stageSettings(userData: string, { servers, user }: Pick<Account, "servers" | "user">): StagedFile {
  const file = join(userData, "settings.json");
  const own = ownSettings(file);
  const { credentials: _secret, ...rest } = own === "not-understood" ? {} : own;
  const content: PolicyFile = { ...rest, servers: [...servers], user };
  const staged = stageFile(file, `${JSON.stringify(content, null, 2)}\n`);
  return {
    commit() {
      if (own === "not-understood") renameFile(file, `${file}.aside`); // somebody wrote it, perhaps with care
      staged.commit();
    },
    discard: staged.discard,
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
