import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import * as v from "valibot";
import { isPcName, USER_KEY } from "../../contract/enrolment.ts";
import { accept, type Result, refuse } from "../../contract/result.ts";
import { canonicalId } from "../../contract/subject.ts";

/** Seconds from the sign-on to the request of the app, and from a nonce to its use. */
const GRANT_SECONDS = 120;
const NONCE_SECONDS = 60;
/** Seconds by which the clocks of two servers may differ. */
const SKEW_SECONDS = 5;
const MOST_LENGTH = 2_048;

const id = v.pipe(
  v.string(),
  v.check((text) => canonicalId(text).ok),
);
/** What the page of the sign-on gives to the app by way of the browser: this person signed on for this key. */
const Grant = v.strictObject({
  user: id,
  key: v.pipe(v.string(), v.regex(USER_KEY)),
  /** SHA-256 of the app's verifier in base64url (RFC 7636, S256). */
  challenge: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  pc: v.custom<string>(isPcName),
});
export type Grant = v.InferOutput<typeof Grant>;

const Sealed = v.strictObject({ at: v.number(), value: v.unknown() });

/**
 * Texts that the servers give out and recognise again, without storing them. Their key comes from the signing seed, so
 * that all servers of a company have the same.
 */
export class Seals {
  readonly #keys = new Map<string, Buffer>();
  readonly #seed: string;
  readonly #now: () => number;

  /** @param now seconds since the Unix epoch */
  constructor(seed: string, now: () => number) {
    this.#seed = seed;
    this.#now = now;
  }

  grant(grant: Grant): string {
    return this.#seal("grant", grant);
  }

  readGrant(text: string): Result<Grant, "bad-code" | "code-expired"> {
    const read = this.#open("grant", text, GRANT_SECONDS);
    if (read === "expired") return refuse("code-expired", "the sign-on is too long ago");
    const parsed = v.safeParse(Grant, read);
    return parsed.success ? accept(parsed.output) : refuse("bad-code", "this server gave no such code");
  }

  nonce(): string {
    return this.#seal("nonce", randomBytes(16).toString("base64url"));
  }

  isNonce(text: string): boolean {
    return typeof this.#open("nonce", text, NONCE_SECONDS) === "string";
  }

  /** The proof that a page of this server was shown to this person. */
  form(shown: Grant): string {
    return this.#seal("form", shown);
  }

  isForm(text: string, shown: Grant): boolean {
    const parsed = v.safeParse(Grant, this.#open("form", text, 10 * GRANT_SECONDS));
    return parsed.success && JSON.stringify(parsed.output) === JSON.stringify(v.parse(Grant, shown));
  }

  #seal(purpose: string, value: unknown): string {
    const body = Buffer.from(JSON.stringify({ at: this.#now(), value })).toString("base64url");
    return `${body}.${this.#mac(purpose, body).toString("base64url")}`;
  }

  /** The sealed value; `expired`, or undefined for a text that is not of these servers. */
  #open(purpose: string, text: string, seconds: number): unknown | "expired" {
    const [body = "", mac = "", ...rest] = text.length > MOST_LENGTH ? [] : text.split(".");
    const given = Buffer.from(mac, "base64url");
    const own = this.#mac(purpose, body);
    if (rest.length > 0 || given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
    const { at, value } = v.parse(Sealed, JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
    const age = this.#now() - at;
    return age > seconds || age < -SKEW_SECONDS ? "expired" : value;
  }

  #mac(purpose: string, body: string): Buffer {
    let key = this.#keys.get(purpose);
    if (key === undefined) {
      key = Buffer.from(hkdfSync("sha256", this.#seed, "alrimi", `enrolment ${purpose}`, 32));
      this.#keys.set(purpose, key);
    }
    return createHmac("sha256", key).update(body).digest();
  }
}

/** The challenge of a verifier (RFC 7636, S256). */
export function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}
