import type { AnyCredentials, HeldCredentials } from "../../core/account/credentials.ts";
import type {
  FixedAccount,
  FixedSignIn,
  FormState,
  Keeping,
  Occasion,
  SecretLoss,
} from "../../core/account/dialog.ts";
import { type Account, type AccountFaults, methodOf } from "../../core/account/draft.ts";
import type { LoadedSettings, Settings, SettingsSource } from "./settings-file.ts";

/** What holds when the dialog opens. */
export interface AccountInUse {
  /** An administrator's policy, where one rules. */
  readonly fixed: FixedAccount | undefined;
  readonly occasion: Occasion;
  readonly keeping: Keeping;
  readonly servers: readonly string[];
  /** Empty for the OS login name. */
  readonly user: string;
  readonly loginName: string;
  readonly kept: Account | undefined;
}

/** @param own what `settings.json` says, for when it could not be used as it is */
export function accountInUse(
  { file, isPolicy }: SettingsSource,
  loaded: LoadedSettings,
  own: { readonly servers?: readonly string[]; readonly user?: string | undefined },
  loginName: string,
  keeping: () => Keeping,
): AccountInUse {
  if (isPolicy) {
    const holds = loaded.ok
      ? { ...loaded.settings, signIn: signInOf(loaded.settings.credentials) }
      : undefined;
    // No secret and no keychain has a part in what a policy fixes.
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
  };
}

/** The form as the dialog opens with it. */
export function formOf(
  { occasion, keeping, servers, user, loginName, kept }: AccountInUse,
  now: number,
): FormState {
  const credentials = kept?.credentials;
  const username = credentials !== undefined && "username" in credentials ? credentials.username : "";
  return {
    occasion,
    keeping,
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

/** The faults that are still true after something was typed: those of the fields that are as they were. */
export function afterEdit(before: FormState, after: FormState): AccountFaults {
  if (before.phase.kind !== "filling") return {};
  if (before.shown.method !== after.shown.method) return {};
  const { servers, user, username, password, credentials } = before.phase.faults;
  const isSame = (key: "servers" | "user" | "username"): boolean => before.shown[key] === after.shown[key];
  // Whoever typed in none of these typed a secret, or chose a file.
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
  return { kind: "none" }; // a policy holds no other
}
