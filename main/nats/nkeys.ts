import { nkeys } from "nats";

/** A key pair of NATS (nkey). The public key is an identity, and the seed is its secret. */
export type KeyPair = ReturnType<typeof nkeys.createUser>;

export const { createAccount, createOperator, createUser } = nkeys;

/** The seed of a key pair. It is a secret. */
export function seedOf(pair: KeyPair): string {
  return new TextDecoder().decode(pair.getSeed());
}

/** The key pair of a seed. @throws if the seed is not valid */
export function pairOf(seed: string): KeyPair {
  return nkeys.fromSeed(new TextEncoder().encode(seed));
}

/** The key pair of a public key, which can only verify. @throws if the key is not valid */
export function publicPair(publicKey: string): KeyPair {
  return nkeys.fromPublic(publicKey);
}

/** The public key of a seed. @throws if the seed is not valid */
export function publicOf(seed: string): string {
  return pairOf(seed).getPublicKey();
}

/**
 * Finds the seed in an nkey file: alone, or among comment lines, as the tools of NATS write them. A byte order mark is
 * ignored.
 * @throws {Error} without a seed; the message does not quote the file
 */
export function nkeySeed(file: Uint8Array): Uint8Array {
  const seed = /^[ \t]*(S[A-Z2-7]{57})[ \t]*$/m.exec(new TextDecoder().decode(file))?.[1];
  if (seed === undefined) throw new Error("no nkey seed in the file");
  return new TextEncoder().encode(seed);
}
