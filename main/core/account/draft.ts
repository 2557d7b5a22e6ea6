import { accept, type Refusal, refuse } from "../../contract/result.ts";
import { formatServerAddress } from "../../contract/server-address.ts";
import { canonicalId } from "../../contract/subject.ts";
import {
  type CredentialsFault,
  type HeldCredentials,
  MAX_LOGIN_LENGTH,
  parseCredentials,
  type ReadCredentials,
} from "./credentials.ts";
import { parseServers, type ServersFault } from "./servers.ts";

export const METHODS = ["password", "credentials"] as const;
/** How a person signs in: with a user name and password, or with credentials from the administrator. */
export type Method = (typeof METHODS)[number];

/** The form's fields as typed. */
export interface AccountDraft {
  readonly servers: string;
  /** The id of the approver; when empty, {@link userOf} finds one. */
  readonly user: string;
  readonly method: Method;
  /** Empty: the same as `user`. */
  readonly username: string;
  readonly password: string;
  /** A `.creds` text or an nkey seed. Ignored when a file was chosen. */
  readonly pasted: string;
}

/** A checked account: servers, user and credentials. */
export interface Account {
  /** Addresses with scheme and port. */
  readonly servers: readonly string[];
  /** Canonical id. */
  readonly user: string;
  readonly credentials: HeldCredentials;
}

/** The context of a draft. */
export interface Known {
  /** The OS login name. */
  readonly loginName: string;
  /** The content of a chosen file. */
  readonly file: string | undefined;
  /** The account in use. Its secret need not be typed again while servers and user stay the same. */
  readonly kept: Account | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** The faults of a draft by field. `moved`: the kept secret belongs to another server or user. */
export interface AccountFaults {
  readonly servers?: Refusal<ServersFault>;
  readonly user?: Refusal<"bad-id" | "anothers">;
  readonly username?: Refusal<"missing">;
  readonly password?: Refusal<"missing" | "moved" | "too-long">;
  readonly credentials?: Refusal<CredentialsFault | "moved">;
}

/** The result of {@link parseDraft}. */
export type ParsedDraft =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly faults: AccountFaults };

/** Checks a draft. Returns the account, or every fault by field. */
export function parseDraft(draft: AccountDraft, known: Known): ParsedDraft {
  const parsed = parseServers(draft.servers);
  const servers = parsed.ok ? accept(parsed.value.map(formatServerAddress)) : parsed;
  const given = givenCredentials(draft, known);
  const user = canonicalId(userOf(draft, known));
  const identity = given?.ok === true ? given.value.identity : undefined;
  const isAnothers = user.ok && identity?.isCertain === true && identity.user !== user.value;
  const kept =
    servers.ok && user.ok && known.kept !== undefined && isSameAccount(known.kept, servers.value, user.value)
      ? known.kept.credentials
      : undefined;
  const secret = draft.method === "password" ? login(draft, known, kept) : held(given, known, kept);
  const faults: AccountFaults = {
    ...(servers.ok ? {} : { servers }),
    ...(user.ok ? {} : { user }),
    ...(isAnothers ? { user: refuse("anothers", identity.user) } : {}),
    ...secret.faults,
  };
  if (!servers.ok || !user.ok || secret.credentials === undefined || Object.keys(faults).length > 0) {
    return { ok: false, faults };
  }
  return { ok: true, account: { servers: servers.value, user: user.value, credentials: secret.credentials } };
}

/**
 * The user of a draft: the typed one, else the one that the credentials name, else the kept one, else the one who signs
 * in, else the login name.
 */
export function userOf(
  draft: Pick<AccountDraft, "user" | "method" | "username" | "pasted">,
  known: Known,
): string {
  const typed = draft.user.trim();
  if (typed !== "") return typed;
  const given = givenCredentials(draft, known);
  const named = given?.ok === true ? given.value.identity?.user : undefined;
  const signsIn = draft.method === "password" ? draft.username.trim() : "";
  return named ?? known.kept?.user ?? (signsIn === "" ? known.loginName : signsIn);
}

function isSameAccount(
  account: Pick<Account, "servers" | "user">,
  servers: readonly string[],
  user: string,
): boolean {
  return account.user === user && [...account.servers].sort().join("\n") === [...servers].sort().join("\n");
}

/** The method of credentials. */
export function methodOf(credentials: HeldCredentials): Method {
  return "username" in credentials ? "password" : "credentials";
}

interface Secret {
  readonly credentials?: HeldCredentials;
  readonly faults: AccountFaults;
}

function login(draft: AccountDraft, known: Known, kept: HeldCredentials | undefined): Secret {
  const { password } = draft;
  const username = draft.username.trim() === "" ? userOf(draft, known) : draft.username.trim();
  if (username === "") return { faults: { username: refuse("missing", "") } };
  if (password.length > MAX_LOGIN_LENGTH || username.length > MAX_LOGIN_LENGTH) {
    return { faults: { password: refuse("too-long", String(MAX_LOGIN_LENGTH)) } };
  }
  if (password !== "") return { credentials: { username, password }, faults: {} };
  if (kept !== undefined && "username" in kept && kept.username === username) {
    return { credentials: kept, faults: {} };
  }
  const hadOne = known.kept !== undefined && "username" in known.kept.credentials;
  return { faults: { password: refuse(hadOne ? "moved" : "missing", "") } };
}

function held(
  given: ReturnType<typeof givenCredentials>,
  known: Known,
  kept: HeldCredentials | undefined,
): Secret {
  if (given?.ok === true) return { credentials: given.value.credentials, faults: {} };
  if (given !== undefined) return { faults: { credentials: given } };
  if (kept !== undefined && !("username" in kept)) return { credentials: kept, faults: {} };
  const hadOne = known.kept !== undefined && !("username" in known.kept.credentials);
  return { faults: { credentials: refuse(hadOne ? "moved" : "missing", "") } };
}

/** The chosen or pasted credentials; undefined when there are none, or with the method `password`. */
function givenCredentials(
  { method, pasted }: Pick<AccountDraft, "method" | "pasted">,
  { file, now }: Known,
): { readonly ok: true; readonly value: ReadCredentials } | Refusal<CredentialsFault> | undefined {
  if (method !== "credentials") return undefined;
  if (file === undefined && pasted.trim() === "") return undefined;
  const read = parseCredentials(file ?? pasted, now);
  return read.ok ? accept(read.value) : read;
}
