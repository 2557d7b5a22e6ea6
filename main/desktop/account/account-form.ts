import { type AnyCredentials, type HeldCredentials, timesOf } from "../../core/account/credentials.ts";
import type {
  FixedAccount,
  FixedSignIn,
  FormState,
  HiddenIcon,
  Keeping,
  Occasion,
  SecretLoss,
} from "../../core/account/dialog.ts";
import { type Account, type AccountFaults, methodOf } from "../../core/account/draft.ts";
import type { LoadedSettings, Settings, SettingsSource } from "./settings-file.ts";

/** State that the dialog opens with. */
export interface AccountInUse {
  /** Set when an administrator's policy applies. */
  readonly fixed: FixedAccount | undefined;
  readonly occasion: Occasion;
  readonly keeping: Keeping;
  readonly servers: readonly string[];
  /** Empty when the OS login name is used. */
  readonly user: string;
  readonly loginName: string;
  readonly kept: Account | undefined;
  /** Set where the policy names a server for enrolment, and fixes no credentials. */
  readonly enrol?: EnrolInUse | undefined;
}

/** How this PC enrols. */
export interface EnrolInUse {
  /** Origin of the server. */
  readonly url: string;
  readonly enrolled: { readonly user: string; readonly until: number } | undefined;
  /** False where the policy gives the servers. */
  readonly mayByHand: boolean;
}

/** What the first start asks and says besides the account. */
export interface FirstStart {
  /** Whether a policy fixes the start at login. Then the dialog does not ask. */
  readonly isStartFixed: boolean;
  readonly hiddenIcon: HiddenIcon | undefined;
}

/**
 * State of the dialog, from the settings in use.
 * @param own content of `settings.json`, used when the settings could not be loaded
 */
export function accountInUse(
  { file, isPolicy }: SettingsSource,
  loaded: LoadedSettings,
  own: { readonly servers?: readonly string[]; readonly user?: string | undefined },
  loginName: string,
  keeping: () => Keeping,
  enrolUrl?: string,
): AccountInUse {
  const mayEnrol = enrolUrl !== undefined && (!isPolicy || lacksLogin(loaded) || isEnrolled(loaded));
  if (isPolicy && !mayEnrol) {
    const holds = loaded.ok
      ? { ...loaded.settings, signIn: signInOf(loaded.settings.credentials) }
      : undefined;
    // A policy needs neither a secret nor the keychain.
    const none = {
      occasion: { kind: "change" },
      keeping: "memory",
      servers: [],
      user: "",
      kept: undefined,
    } as const;
    return { ...none, loginName, fixed: { file, holds } };
  }
  const { servers = [], user = "" } = loaded.ok ? loaded.settings : own;
  return {
    fixed: undefined,
    occasion: occasionOf(loaded),
    keeping: keeping(),
    servers,
    user,
    loginName,
    kept: loaded.ok ? keptOf(loaded.settings) : undefined,
    enrol: mayEnrol ? { url: enrolUrl, enrolled: enrolledOf(loaded), mayByHand: !isPolicy } : undefined,
  };
}

/** Whether nothing but the login is missing. */
function lacksLogin(loaded: LoadedSettings): boolean {
  if (loaded.ok) return loaded.settings.credentials === undefined;
  return ["not-set-up", "secret-lost", "keyring-waiting"].includes(loaded.problem.key);
}

function isEnrolled(loaded: LoadedSettings): boolean {
  return enrolledOf(loaded) !== undefined;
}

function enrolledOf(loaded: LoadedSettings): EnrolInUse["enrolled"] {
  const credentials = loaded.ok ? loaded.settings.credentials : undefined;
  if (!loaded.ok || credentials === undefined || !("creds" in credentials && "enrolled" in credentials))
    return undefined;
  const times = timesOf(credentials.creds);
  return times && { user: loaded.settings.user, until: times.expiresAt };
}

/**
 * Initial state of the form.
 * @param now milliseconds since the Unix epoch
 */
export function formOf(
  { occasion, keeping, servers, user, loginName, kept }: AccountInUse,
  now: number,
  firstStart?: FirstStart,
): FormState {
  const credentials = kept?.credentials;
  const isFirst = occasion.kind === "first-run";
  const username =
    credentials !== undefined && "username" in credentials ? credentials.username : isFirst ? loginName : "";
  return {
    occasion,
    keeping,
    startsAtLogin: isFirst && firstStart?.isStartFixed === false ? true : undefined,
    hiddenIcon: isFirst ? firstStart?.hiddenIcon : undefined,
    shown: {
      servers: servers.join(", "),
      user,
      username: username === user ? "" : username,
      method: credentials === undefined ? "password" : methodOf(credentials),
    },
    generation: now,
    file: undefined,
    phase: { kind: "filling", faults: {} },
    known: { loginName, kept, now },
  };
}

/** Faults that remain after an edit: those of unchanged fields. */
export function afterEdit(before: FormState, after: FormState): AccountFaults {
  if (before.phase.kind !== "filling") return {};
  if (before.shown.method !== after.shown.method) return {};
  const { servers, user, username, password, credentials } = before.phase.faults;
  const isSame = (key: "servers" | "user" | "username"): boolean => before.shown[key] === after.shown[key];
  // If no visible field has changed, the edit was in a secret field or the file.
  const isSecret = isSame("servers") && isSame("user") && isSame("username");
  return {
    ...(servers && isSame("servers") ? { servers } : {}),
    ...(user && isSame("user") ? { user } : {}),
    ...(username && isSame("username") ? { username } : {}),
    ...(password && !isSecret ? { password } : {}),
    ...(credentials && !isSecret ? { credentials } : {}),
  };
}

function occasionOf(loaded: LoadedSettings): Occasion {
  if (loaded.ok) return { kind: "change" };
  const { problem } = loaded;
  return problem.key === "secret-lost"
    ? { kind: "secret-lost", why: problem.args[0] as SecretLoss }
    : { kind: "first-run" };
}

function keptOf({ servers, user, credentials }: Settings): Account | undefined {
  return credentials === undefined || !isHeld(credentials) ? undefined : { servers, user, credentials };
}

function isHeld(credentials: AnyCredentials): credentials is HeldCredentials {
  return !("credsFile" in credentials || "nkeyFile" in credentials);
}

function signInOf(credentials: AnyCredentials | undefined): FixedSignIn {
  if (credentials === undefined) return { kind: "none" };
  if ("username" in credentials) return { kind: "password", username: credentials.username };
  if ("credsFile" in credentials) return { kind: "credsFile", file: credentials.credsFile };
  if ("nkeyFile" in credentials) return { kind: "nkeyFile", file: credentials.nkeyFile };
  return { kind: "none" }; // a policy contains no other kind
}
