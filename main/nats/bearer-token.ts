import { createHash, randomBytes } from "node:crypto";
import { defined } from "../contract/defined.ts";

const PREFIX = "alrimi_";
/** The form of a token: {@link PREFIX} and 32 random bytes in base64url. */
export const BEARER_TOKEN = /^alrimi_[\w-]{43}$/;

/** One token as it is stored. The token itself is not. */
export interface TokenEntry {
  /** Canonical id of the service; of HR's token `hr`. */
  readonly service: string;
  /** Without it the token is a service's. */
  readonly role?: "hr";
  /** Hexadecimal. */
  readonly sha256: string;
  /** RFC 3339. */
  readonly issuedAt: string;
  /** RFC 3339. Without it the token does not expire. */
  readonly expiresAt?: string;
}

/**
 * Makes a token with which a service, or HR, sends events over HTTP. A service may have several, so that it can change from one
 * to the next.
 */
export function newBearerToken(
  service: string,
  issuedAt: string,
  role?: "hr",
): { readonly token: string; readonly entry: TokenEntry } {
  const token = `${PREFIX}${randomBytes(32).toString("base64url")}`;
  const entry = { service, sha256: hashOfToken(token).toString("hex"), issuedAt, ...defined({ role }) };
  return { token, entry };
}

/** SHA-256 is enough, because a token is random and not chosen by a person. */
export function hashOfToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
