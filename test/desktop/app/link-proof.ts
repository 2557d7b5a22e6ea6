import { createHmac } from "node:crypto";
import type { LinkProof } from "../../../main/core/activation.ts";

/** Proofs with a key that a test knows. */
export function proofWith(key: Buffer): LinkProof {
  const of = (text: string): string => createHmac("sha256", key).update(text).digest("base64url");
  return { of, holds: (text, proof) => of(text) === proof };
}

export const proof = proofWith(Buffer.alloc(32, 7));
