import * as v from "valibot";
import { LANGUAGES } from "../../contract/catalog.ts";
import { parseDocument } from "../../contract/document.ts";
import { accept, type Refusal, type Result, refuse } from "../../contract/result.ts";
import { isLoopback, parseServerAddress } from "../../contract/server-address.ts";
import { canonicalId } from "../../contract/subject.ts";
import { parsePreferences, type SomePreferences } from "../preferences/preferences.ts";
import { expandPolicy, type PolicyVariables } from "./policy-variables.ts";

/** Maximum size of a policy or settings file, in bytes. */
export const MAX_POLICY_BYTES = 64 * 1024;

/** Why a policy or settings file is refused. */
export type PolicyRefusal =
  | "too-large"
  | "not-utf8"
  | "not-json"
  | "not-an-object"
  | "unknown-key"
  | "bad-value";

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(4096));

const server = v.pipe(
  text,
  v.check(
    (written) => parseServerAddress(written, "refused").ok,
    "a server must be nats://host:port or tls://host:port, without user name or password",
  ),
);

const origin = v.pipe(
  text,
  v.check(isOrigin, "an origin must be http://host or http://host:port, with nothing behind it"),
);

const updateServer = v.pipe(
  text,
  v.check(isUpdateServer, "the address must be https://host/folder, without user name, password, ? or #"),
);

const enrol = v.pipe(
  text,
  v.check(
    isEnrolmentServer,
    "the address must be https://host, with nothing behind it; http is for this computer only",
  ),
);

const user = v.pipe(
  text,
  v.check((id) => canonicalId(id).ok, "a user must be an id of 1 to 64 characters"),
);

const PolicyCredentials = v.union([
  v.strictObject({ username: text, password: text }),
  v.strictObject({ credsFile: text }),
  v.strictObject({ nkeyFile: text }),
]);

const Tls = v.pipe(
  v.strictObject({
    /** PEM file of the company's certificate authority. The system's authorities are trusted as well. */
    caFile: v.optional(text),
    /** PEM files of this client's certificate and key, for a broker with mutual TLS. */
    certFile: v.optional(text),
    keyFile: v.optional(text),
  }),
  v.check(
    ({ certFile, keyFile }) => (certFile === undefined) === (keyFile === undefined),
    "certFile and keyFile go together",
  ),
);

/** Updates that an install of the person's own takes itself. Without this key it takes none. */
const Updates = v.strictObject({
  /** Folder of the update server. Null forbids updates, also those of a user's policy. */
  url: v.nullable(updateServer),
  /** PEM file of the company's certificate authority. The system's authorities are trusted as well. */
  caFile: v.optional(text),
});

/** A bad preference is an error that names its key, as everywhere in a policy. */
const PolicyPreferences = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }): SomePreferences => {
    const parsed = parsePreferences(dataset.value);
    if (!parsed.ok) {
      addIssue({ message: parsed.detail });
      return NEVER;
    }
    const [refused] = parsed.value.refused;
    if (refused === undefined) return parsed.value.preferences;
    addIssue({ message: refused.detail });
    return NEVER;
  }),
);

/** The schema of each key of a policy file. */
export const POLICY_SCHEMAS = {
  /** The servers of one broker. The app moves to another server when one is lost. */
  servers: v.pipe(v.array(server), v.minLength(1, "at least one server"), v.maxLength(32)),
  user: v.optional(user),
  credentials: v.optional(PolicyCredentials),
  tls: v.optional(Tls),
  /** Origins whose `http:` links may open although they are not `https:`. */
  linkOrigins: v.optional(v.array(origin), []),
  updates: v.optional(Updates),
  /** The server that gives logins to apps without credentials, by the company's sign-on or a one-time code. */
  enrol: v.optional(enrol),
  language: v.optional(v.picklist(LANGUAGES)),
  /** Whether the app reports its own state to the administrator, and shows test notices. */
  fleet: v.optional(v.boolean()),
  /** Preferences that the person cannot change. */
  preferences: v.optional(PolicyPreferences, {}),
  /** Preferences that hold until the person chooses another value. */
  defaults: v.optional(PolicyPreferences),
} as const;
const Policy = v.strictObject(POLICY_SCHEMAS);

/** The keys that decide to whom the app connects. Without one of them it would connect with less than was wanted. */
export const CONNECTION_KEYS = ["servers", "user", "credentials", "tls"] as const;
export type ConnectionKey = (typeof CONNECTION_KEYS)[number];

/** The other keys that are no preferences. A bad value costs only itself. */
export const COMPANY_KEYS = ["linkOrigins", "updates", "fleet", "enrol"] as const;
export type CompanyKey = (typeof COMPANY_KEYS)[number];

export type PolicyCredentials = v.InferOutput<typeof PolicyCredentials>;
export type Tls = v.InferOutput<typeof Tls>;
export type Updates = v.InferOutput<typeof Updates>;
export type Policy = v.InferOutput<typeof Policy>;
/** The form that an administrator writes. */
export type PolicyFile = v.InferInput<typeof Policy>;

/** The preferences that a policy fixes. `language` is one of them; for compatibility it has a key of its own. */
export function fixedPreferences({
  preferences,
  language,
}: Pick<Policy, "preferences" | "language">): SomePreferences {
  return language === undefined ? preferences : { language, ...preferences };
}

/**
 * Reads a policy or settings file. An unknown key is refused and named, so that a typing error is
 * noticed. The detail of a refusal never holds a password.
 * @param bytes UTF-8 JSON, at most {@link MAX_POLICY_BYTES} bytes
 * @param variables for a policy (see `expandPolicy`); the person's own file has none
 */
export function parsePolicy(bytes: Uint8Array, variables?: PolicyVariables): Result<Policy, PolicyRefusal> {
  const written = parseDocument(bytes, MAX_POLICY_BYTES);
  if (!written.ok) return refuse(written.reason, withoutExcerpt(written.detail));
  const document = variables === undefined ? written : expandPolicy(written.value, variables);
  if (!document.ok) return document;
  const parsed = v.safeParse(Policy, document.value, { abortEarly: true });
  return parsed.success ? accept(parsed.output) : refusalOf(parsed.issues[0]);
}

/** Checks the value of one key, with variables already replaced. The detail of a refusal begins with the key. */
export function parsePolicyValue<Key extends ConnectionKey | CompanyKey | "language">(
  key: Key,
  value: unknown,
): Result<Pick<Policy, Key>, PolicyRefusal> {
  const schema = v.strictObject({ [key]: POLICY_SCHEMAS[key] });
  const parsed = v.safeParse(schema, { [key]: value }, { abortEarly: true });
  return parsed.success ? accept(parsed.output as unknown as Pick<Policy, Key>) : refusalOf(parsed.issues[0]);
}

function refusalOf(issue: v.BaseIssue<unknown>): Refusal<PolicyRefusal> {
  const path = v.getDotPath(issue) ?? "";
  if (path === "credentials" && issue.type === "union") {
    return refuse(
      "bad-value",
      'credentials: {"username": …, "password": …} or {"credsFile": …} or {"nkeyFile": …}, and nothing else',
    );
  }
  if (issue.type === "strict_object" && issue.expected === "never") {
    return refuse("unknown-key", `unknown key "${path}"`);
  }
  const [key] = path.split(".");
  return refuse("bad-value", `${path}: ${key === "language" ? issue.message : withoutText(issue.message)}`);
}

/** A text at the place of a list or an object may hold a password: `"servers": "nats://user:password@host"`. */
function withoutText(message: string): string {
  return message.replace(/ but received ".*"$/s, "");
}

/** The message of JSON.parse quotes a part of the text, which may be the password. */
export function withoutExcerpt(detail: string): string {
  return detail.replace(/, ?(\.\.\.)?".*$/s, "");
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return (url.protocol === "http:" || url.protocol === "https:") && url.origin === value;
}

function isEnrolmentServer(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, origin, hostname } = new URL(value);
  const isSafe = protocol === "https:" || (protocol === "http:" && isLoopback({ host: hostname }));
  return isSafe && origin === value;
}

function isUpdateServer(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return protocol === "https:" && [username, password, search, hash].every((part) => part === "");
}
