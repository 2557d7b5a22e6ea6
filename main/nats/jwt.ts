import { encodeUser } from "@nats-io/jwt";
import { defined } from "../contract/defined.ts";
import { nativePair } from "./native-pair.ts";
import { type KeyPair, pairOf } from "./nkeys.ts";

/** Only this file imports the package. */
export { encodeAccount, encodeOperator, encodeUser, fmtCreds, newScopedSigner } from "@nats-io/jwt";

/** A login that a scoped signing key makes. The key's template in the account decides what it may do. */
export interface ScopedUser {
  /** The subject token (encoded id), from which the template forms the permissions. */
  readonly token: string;
  /** The pair of the user, or its public key alone. */
  readonly user: KeyPair | string;
  /** The public key of the account. */
  readonly account: string;
  /** Seconds since the Unix epoch. */
  readonly expiresAt?: number | undefined;
}

/** @param seed of the scoped signing key. @throws if a key is not valid */
export function scopedUserJwt(
  { token, user, account, expiresAt }: ScopedUser,
  seed: string,
): Promise<string> {
  const signer = nativePair(pairOf(seed));
  return encodeUser(token, user, account, {}, { signer, scopedUser: true, ...defined({ exp: expiresAt }) });
}
