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
/** How a person signs in: with a name and a password, or with what the administrator handed out as a file. */
export type Method = (typeof METHODS)[number];

/** What a person has filled in, as it was typed. */
export interface AccountDraft {
  readonly servers: string;
  /** Whose counts; empty for {@link Known.user}. */
  readonly user: string;
  readonly method: Method;
  /** Empty for the same as `user`. */
  readonly username: string;
  readonly password: string;
  /** A `.creds` text or an nkey seed; empty when a file was chosen. */
  readonly pasted: string;
}

/** Where to connect to, as whom, with what. */
export interface Account {
  readonly servers: readonly string[];
  /** Canonical id. */
  readonly user: string;
  readonly credentials: HeldCredentials;
}

/** What is known beside what was typed. */
export interface Known {
  /** The OS login name. */
  readonly loginName: string;
  /** The content of a chosen file. */
  readonly file: string | undefined;
  /** The account that is in use: its secret need not be typed again as long as it goes to the same place. */
  readonly kept: Account | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

export interface AccountFaults {
  readonly servers?: Refusal<ServersFault>;
  readonly user?: Refusal<"bad-id" | "anothers">;
  readonly username?: Refusal<"missing">;
  readonly password?: Refusal<"missing" | "moved" | "too-long">;
  readonly credentials?: Refusal<CredentialsFault | "moved">;
}

export type ParsedDraft =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly faults: AccountFaults };

/** All that is wrong with a draft, field by field, or the account that it means. */
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

/** Whose counts are meant: what was typed, else whom the credentials name, else who is logged in. */
export function userOf(draft: Pick<AccountDraft, "user" | "method" | "pasted">, known: Known): string {
  const typed = draft.user.trim();
  if (typed !== "") return typed;
  const given = givenCredentials(draft, known);
  return (given?.ok === true ? given.value.identity?.user : undefined) ?? known.kept?.user ?? known.loginName;
}

function isSameAccount(
  account: Pick<Account, "servers" | "user">,
  servers: readonly string[],
  user: string,
): boolean {
  return account.user === user && [...account.servers].sort().join("\n") === [...servers].sort().join("\n");
}

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

/** What was chosen or pasted; undefined for nothing, or when it is not asked for. */
function givenCredentials(
  { method, pasted }: Pick<AccountDraft, "method" | "pasted">,
  { file, now }: Known,
): { readonly ok: true; readonly value: ReadCredentials } | Refusal<CredentialsFault> | undefined {
  if (method !== "credentials") return undefined;
  if (file === undefined && pasted.trim() === "") return undefined;
  const read = parseCredentials(file ?? pasted, now);
  return read.ok ? accept(read.value) : read;
}
