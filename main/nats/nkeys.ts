import { nkeys } from "nats";

/** A pair of keys of NATS: the public one names somebody, the seed is their secret. */
export type KeyPair = ReturnType<typeof nkeys.createUser>;

export const { createAccount, createOperator, createUser } = nkeys;

export function seedOf(pair: KeyPair): string {
  return new TextDecoder().decode(pair.getSeed());
}

/** The public key to a seed. */
export function publicOf(seed: string): string {
  return nkeys.fromSeed(new TextEncoder().encode(seed)).getPublicKey();
}

/**
 * The seed in a file of an nkey: alone, or among lines of comment, as the tools of NATS write them. A byte order mark is
 * no part of it.
 * @throws when there is none; the message does not quote the file
 */
export function nkeySeed(file: Uint8Array): Uint8Array {
  const seed = /^[ \t]*(S[A-Z2-7]{57})[ \t]*$/m.exec(new TextDecoder().decode(file))?.[1];
  if (seed === undefined) throw new Error("no nkey seed in the file");
  return new TextEncoder().encode(seed);
}
