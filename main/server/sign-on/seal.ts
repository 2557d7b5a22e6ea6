import { createHash } from "node:crypto";
import { EncryptJWT, errors, type JWTPayload, jwtDecrypt } from "jose";

/** What a sealed text is for. One for another purpose is not opened. */
export type Purpose = "session" | "attempt";

const ENCRYPTION = "A256GCM";
const MOST_LETTERS = 4_096;

/**
 * Seals values into texts that a browser keeps: it can neither read nor change them, and they end. So the server keeps
 * no sessions, and of several servers with the same key each knows all of them.
 */
export class Seal {
  readonly #key: Uint8Array;
  readonly #now: () => number;

  /**
   * @param secret 32 random characters or more
   * @param now milliseconds since the Unix epoch
   */
  constructor(secret: Uint8Array, now: () => number) {
    this.#key = createHash("sha256").update(secret).digest();
    this.#now = now;
  }

  async seal(purpose: Purpose, value: JWTPayload, seconds: number): Promise<string> {
    const now = Math.floor(this.#now() / 1_000);
    return new EncryptJWT(value)
      .setProtectedHeader({ alg: "dir", enc: ENCRYPTION })
      .setAudience(purpose)
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .encrypt(this.#key);
  }

  /** Undefined for a text that is not of this key and purpose, or has ended. `exp` is in seconds. */
  async open(
    purpose: Purpose,
    text: string | undefined,
  ): Promise<(JWTPayload & { readonly exp: number }) | undefined> {
    if (text === undefined || text.length > MOST_LETTERS) return undefined;
    try {
      const { payload } = await jwtDecrypt(text, this.#key, {
        audience: purpose,
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: [ENCRYPTION],
        requiredClaims: ["exp", "iat"],
        currentDate: new Date(this.#now()),
      });
      return { ...payload, exp: payload.exp ?? 0 };
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}
