import { dirname, join, resolve } from "node:path";
import { defined } from "../../contract/defined.ts";
import { canonicalId } from "../../contract/subject.ts";
import type { AnyCredentials } from "../../core/account/credentials.ts";
import type { Account } from "../../core/account/draft.ts";
import type { PolicyLayer } from "../../core/policy/effective.ts";
import type { ManagedPolicy } from "../../core/policy/managed-policy.ts";
import {
  fixedPreferences,
  MAX_POLICY_BYTES,
  type Policy,
  type PolicyFile,
  parsePolicy,
} from "../../core/policy/policy.ts";
import type { Problem } from "../../core/problem.ts";
import { readGivenFile, readOwnFile } from "../../files/read-file.ts";
import { RefusedFile } from "../../files/refused-file.ts";
import { renameFile } from "../../files/rename.ts";
import { replaceTogether, type StagedFile, stageFile } from "../../files/replace-file.ts";
import { type Given, readManaged } from "../policy/read-managed.ts";
import { problemOf } from "../policy/read-policy-file.ts";
import type { Secrets } from "./secrets.ts";

/** Complete settings of a connection. */
export interface Settings extends Omit<Policy, "credentials" | "fleet"> {
  /** Canonical id. */
  readonly user: string;
  readonly credentials?: AnyCredentials | undefined;
  /** Only a policy sets it. The same key in the person's own file is ignored. */
  readonly fleet: boolean;
}

/** Complete settings, or the problem that the person sees. */
export type LoadedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: Problem };

/** The file that the settings are read from. */
export interface SettingsSource {
  /** Path of the policy file, or of `settings.json` in the app's folder. */
  readonly file: string;
  /** Whether it is an administrator's policy, which the app never changes. */
  readonly isPolicy: boolean;
  /** Whether the policy was found in the administrators' place and not named on the command line. */
  readonly isPlaced: boolean;
}

/** The file of the settings: a policy that sets the account, else `settings.json`. */
export function settingsSource(given: Given, managed: ManagedPolicy, userData: string): SettingsSource {
  const { connection } = managed;
  if (connection.kind === "none") return { file: ownFile(userData), isPolicy: false, isPlaced: false };
  const isNamed = given.policyFile !== undefined || given.problem !== undefined;
  return { file: connection.file, isPolicy: true, isPlaced: !isNamed };
}

/** Text for the log. */
export function describeSource({ file, isPolicy, isPlaced }: SettingsSource): string {
  if (!isPolicy) return `the person's own, ${file}`;
  return `the policy ${file}, ${isPlaced ? "found in its place" : "named on the command line"}`;
}

const ownFile = (userData: string): string => join(userData, "settings.json");

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
  managed: ManagedPolicy = readManaged(given, { loginName, env: process.env }),
): LoadedSettings {
  if (given.problem !== undefined) return { ok: false, problem: given.problem };
  const { connection, linkOrigins, fleet = false, enrol } = managed;
  if (connection.kind === "refused") return { ok: false, problem: connection.problem };
  if (connection.kind === "given") {
    const { account, folders } = connection;
    const { credentials, tls } = account;
    const settings = {
      ...account,
      linkOrigins: [...(linkOrigins ?? [])],
      fleet,
      preferences: {}, // in the layers of the policies
      ...inFolder(folders.credentials ?? "", defined({ credentials })),
      ...inFolder(folders.tls ?? "", defined({ tls })),
    };
    if (enrol === undefined || credentials !== undefined) return withUser(settings, loginName);
    // The policy gives the servers, and the enrolment the login.
    const own = ownSettings(ownFile(userData));
    const enrolled = own === "not-understood" ? undefined : own.user;
    if (enrolled === undefined) return { ok: false, problem: { key: "not-set-up", args: [] } };
    const named = withUser({ ...settings, user: enrolled }, loginName);
    return named.ok ? withSecret(named.settings, secrets) : named;
  }
  const own = loadOwn(ownFile(userData), loginName);
  if (!own.ok) return own;
  const settings = {
    ...own.settings,
    fleet,
    ...defined({ linkOrigins: linkOrigins && [...linkOrigins] }),
  };
  return settings.credentials !== undefined ? { ok: true, settings } : withSecret(settings, secrets);
}

function withSecret(settings: Settings, secrets: Pick<Secrets, "find">): LoadedSettings {
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

function loadOwn(file: string, loginName: string): LoadedSettings {
  let bytes: Buffer;
  try {
    bytes = readOwnFile(file, MAX_POLICY_BYTES);
  } catch (error) {
    const problem = problemOf(file, error);
    return {
      ok: false,
      problem: problem.key === "policy-missing" ? { key: "not-set-up", args: [] } : problem,
    };
  }
  const policy = parsePolicy(bytes);
  if (!policy.ok) return { ok: false, problem: { key: "policy-refused", args: [file, policy.detail] } };
  return withUser({ ...inFolder(dirname(file), policy.value), fleet: false }, loginName);
}

function withUser(settings: Policy & Pick<Settings, "fleet">, loginName: string): LoadedSettings {
  const name = settings.user ?? loginName;
  if (name === "") return { ok: false, problem: { key: "no-user", args: [] } };
  const user = canonicalId(name);
  if (!user.ok) return { ok: false, problem: { key: "bad-user", args: [name] } };
  return { ok: true, settings: { ...settings, user: user.value } };
}

/** The preferences of the policies, and those that the person's own file locks or sets as defaults. */
export function layersOf(managed: ManagedPolicy, loaded: LoadedSettings, userData: string): PolicyLayer[] {
  if (managed.connection.kind !== "none" || !loaded.ok) return [...managed.layers];
  const { settings } = loaded;
  const own = { locked: fixedPreferences(settings), defaults: settings.defaults ?? {} };
  return [...managed.layers, { file: ownFile(userData), kind: "user", ...own }];
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

/** The broker's authority that came with the enrolment, in the app's folder. */
const ENROLLED_CA = "broker-ca.pem";

/**
 * Saves an account: its secret, and its servers and user. Both files are replaced or neither, because a secret without
 * its servers is useless.
 * @param ca PEM of the broker's authority
 * @throws when a file cannot be written; the old account stays valid
 */
export function saveAccount(
  userData: string,
  account: Account,
  secrets: Pick<Secrets, "stage">,
  ca?: string,
): void {
  replaceTogether([
    () => secrets.stage(account),
    () => stageSettings(userData, account, ca === undefined ? {} : { tls: { caFile: ENROLLED_CA } }),
    ...(ca === undefined ? [] : [() => stageFile(join(userData, ENROLLED_CA), ca)]),
  ]);
}

/** The authority of {@link saveAccount}; undefined without one. */
export function enrolledCa(userData: string): string | undefined {
  try {
    return readOwnFile(join(userData, ENROLLED_CA), MAX_POLICY_BYTES).toString("utf8");
  } catch {
    return undefined;
  }
}

/** Stages `settings.json` without secrets. Its other values are kept if it can be parsed. */
function stageSettings(
  userData: string,
  { servers, user }: Pick<Account, "servers" | "user">,
  more: Pick<PolicyFile, "tls">,
): StagedFile {
  const file = ownFile(userData);
  const own = ownSettings(file);
  const { credentials: _secret, ...rest } = own === "not-understood" ? {} : own;
  const content: PolicyFile = { ...rest, ...more, servers: [...servers], user };
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
