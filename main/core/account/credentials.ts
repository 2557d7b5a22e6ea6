import * as v from "valibot";
import { accept, type Result, refuse } from "../../contract/result.ts";
import { canonicalId, parseApprovalsSubject } from "../../contract/subject.ts";
import type { PolicyCredentials } from "../policy/policy.ts";

/** Maximum length of a pasted text or a chosen file, in characters. A `.creds` file has about 1,000. */
export const MAX_CREDENTIALS_LENGTH = 64 * 1024;
/** Maximum length of a user name, password or seed, in characters. */
export const MAX_LOGIN_LENGTH = 1024;

const text = (most: number) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(most));

/** Credentials that are held in memory and in the keychain. A policy names files instead. */
export const HeldCredentials = v.union([
  v.strictObject({ username: text(MAX_LOGIN_LENGTH), password: text(MAX_LOGIN_LENGTH) }),
  /** The content of a `.creds` file. */
  v.strictObject({ creds: text(MAX_CREDENTIALS_LENGTH) }),
  v.strictObject({ nkeySeed: text(MAX_LOGIN_LENGTH) }),
  /** A login of the enrolment, which the app renews. */
  v.strictObject({ creds: text(MAX_CREDENTIALS_LENGTH), enrolled: v.literal(true) }),
]);
export type HeldCredentials = v.InferOutput<typeof HeldCredentials>;

/** Every form of credentials that a connection can use. */
export type AnyCredentials = PolicyCredentials | HeldCredentials;

/** The file that credentials name; undefined when they name none. */
export function credentialsFileOf(credentials: AnyCredentials): string | undefined {
  if ("credsFile" in credentials) return credentials.credsFile;
  return "nkeyFile" in credentials ? credentials.nkeyFile : undefined;
}

/** Why credentials are refused. */
export type CredentialsFault =
  | "missing"
  | "too-large"
  /** Neither a `.creds` text nor an nkey seed. */
  | "not-credentials"
  /** The JWT or the seed is missing. */
  | "incomplete"
  /** A seed of an account, an operator or a server. Only the administrator may hold it. */
  | "not-a-persons"
  | "expired";

/** The person that credentials name. */
export interface Identity {
  /** Canonical id. */
  readonly user: string;
  /** True when their permissions name the user. False when only their title does. */
  readonly isCertain: boolean;
}

/** Credentials, and the person that they name, if any. */
export interface ReadCredentials {
  readonly credentials: HeldCredentials;
  readonly identity: Identity | undefined;
}

/**
 * Finds credentials in a pasted text or a file's content: a JWT with a user seed (`.creds`), or a user's nkey seed.
 * Text around them is ignored. The detail of a refusal holds no secret.
 * @param now milliseconds since the Unix epoch
 */
export function parseCredentials(given: string, now: number): Result<ReadCredentials, CredentialsFault> {
  if (given.trim() === "") return refuse("missing", "");
  if (given.length > MAX_CREDENTIALS_LENGTH) return refuse("too-large", String(given.length));
  const [seed] = /\bS[A-Z2-7]{57}\b/.exec(given) ?? [];
  const [jwt] = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/.exec(given) ?? [];
  if (seed !== undefined && !seed.startsWith("SU")) return refuse("not-a-persons", "");
  if (jwt === undefined) {
    if (seed !== undefined && !/USER JWT/.test(given)) {
      return accept({ credentials: { nkeySeed: seed }, identity: undefined });
    }
    return refuse(/NATS USER JWT|NKEY SEED/.test(given) ? "incomplete" : "not-credentials", "");
  }
  if (seed === undefined) return refuse("incomplete", "");
  const claims = readClaims(jwt);
  if (claims === undefined) return refuse("not-credentials", "");
  if (typeof claims["exp"] === "number" && claims["exp"] > 0 && claims["exp"] * 1000 <= now) {
    return refuse("expired", new Date(claims["exp"] * 1000).toISOString());
  }
  return accept({ credentials: { creds: credsText(jwt, seed) }, identity: identityIn(claims) });
}

/** The `.creds` format that the client parses. A paste may have other line ends and indents. */
function credsText(jwt: string, seed: string): string {
  const part = (title: string, content: string): string =>
    `-----BEGIN ${title}-----\n${content}\n------END ${title}------\n`;
  return `${part("NATS USER JWT", jwt)}\n${part("USER NKEY SEED", seed)}`;
}

/** When a login begins and ends, in milliseconds since the Unix epoch. */
export interface LoginTimes {
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** The times of a `.creds` text, by its JWT; undefined for a login without an end. */
export function timesOf(creds: string): LoginTimes | undefined {
  const [jwt] = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/.exec(creds) ?? [];
  const { iat, exp } = (jwt === undefined ? undefined : readClaims(jwt)) ?? {};
  if (typeof iat !== "number" || typeof exp !== "number" || exp <= iat) return undefined;
  return { issuedAt: iat * 1000, expiresAt: exp * 1000 };
}

/** The `.creds` text of a JWT that was given for a key. */
export function enrolledCredentials(jwt: string, seed: string): HeldCredentials {
  return { creds: credsText(jwt, seed), enrolled: true };
}

type Claims = Readonly<Record<string, unknown>>;

/** The payload of a JWT, or undefined if it cannot be read. The signature is not checked; the broker does that. */
function readClaims(jwt: string): Claims | undefined {
  const payload = jwt.split(".")[1] ?? "";
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
      char.charCodeAt(0),
    );
    return asObject(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
}

function identityIn(claims: Claims): Identity | undefined {
  const allowed = asObject(asObject(claims["nats"])?.["sub"])?.["allow"];
  if (Array.isArray(allowed)) {
    for (const subject of allowed) {
      const user = typeof subject === "string" ? userOf(subject.replace(/\*$/, "any")) : undefined;
      if (user !== undefined) return { user, isCertain: true };
    }
  }
  const { name } = claims;
  if (typeof name !== "string") return undefined;
  // `alrimi users mint` uses the subject token as the name. Other tools use any name.
  const user = userOf(`approvals.${name}.any`) ?? plainId(name);
  return user === undefined ? undefined : { user, isCertain: false };
}

function userOf(subject: string): string | undefined {
  const address = parseApprovalsSubject(subject);
  return address.ok ? address.value.user : undefined;
}

function plainId(name: string): string | undefined {
  const id = canonicalId(name);
  return id.ok ? id.value : undefined;
}

function asObject(value: unknown): Claims | undefined {
  return typeof value === "object" && value !== null ? (value as Claims) : undefined;
}
