import { createHash } from "node:crypto";
import { defined } from "../../contract/defined.ts";
import type { CredentialsKind } from "./plan.ts";
import type { Candidate, Holder } from "./users.ts";

const DAY = 24 * 60 * 60;

/** Default lifetime of people's JWTs, in seconds. Services' JWTs do not expire, because that would cause an outage. */
export const PEOPLE_SECONDS = 365 * DAY;

/** Shorter lifetimes, in seconds, are not spread. */
const SPREAD_FROM = 30 * DAY;
/** The part of a lifetime over which the ends are spread. */
const SPREAD = 1 / 12;

/**
 * When a person's credentials expire. Those that are made on one day do not end on one day: a lifetime of 30 days or
 * more is shortened by up to a twelfth. The id decides by how much, so a person's credentials always last equally long.
 * @param token the subject token of the person
 * @param seconds the lifetime
 * @param now seconds since the Unix epoch
 * @returns seconds since the Unix epoch
 */
export function expiryOfPerson(token: string, seconds: number, now: number): number {
  if (seconds < SPREAD_FROM) return now + seconds;
  const share = createHash("sha256").update(token).digest().readUInt32BE() / 2 ** 32;
  return now + seconds - Math.floor(share * seconds * SPREAD);
}

/** The lifetime of new credentials: `default` of each role, or for all these seconds, or for ever. */
export type Lifetime = "default" | "unlimited" | { readonly seconds: number };

/** Adds to each holder when the credentials expire. @param now seconds since the Unix epoch */
export function withExpiry(
  holders: readonly (Holder & { readonly token: string })[],
  credentials: CredentialsKind,
  lifetime: Lifetime,
  now: number,
): readonly Candidate[] {
  return holders.map(({ role, id, token }) => {
    const isPerson = role === "app";
    const byDefault = isPerson && credentials === "jwt" ? PEOPLE_SECONDS : undefined;
    const seconds =
      lifetime === "default" ? byDefault : lifetime === "unlimited" ? undefined : lifetime.seconds;
    const expiresAt =
      seconds === undefined ? undefined : isPerson ? expiryOfPerson(token, seconds, now) : now + seconds;
    return { role, id, ...defined({ expiresAt }) };
  });
}
