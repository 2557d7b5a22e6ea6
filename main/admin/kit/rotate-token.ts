import { join } from "node:path";
import { newBearerToken, type TokenEntry } from "../../nats/bearer-token.ts";
import { tokenOf } from "../../nats/permissions.ts";
import { openKit } from "./kit.ts";
import { KitError } from "./kit-error.ts";
import { alone, writeSecret } from "./secret-files.ts";
import { readTokens, writeTokens } from "./tokens.ts";

export interface RotateTokenOptions {
  /** Seconds for which the earlier tokens remain valid. */
  readonly overlapping: number;
  /** Seconds for which the new token is valid; undefined for ever. */
  readonly lifetime: number | undefined;
  /** HR's token instead of a service's. */
  readonly role?: "hr";
  /** The folder of the new token's file; default: `users` in the kit. */
  readonly outDir: string | undefined;
  /** Milliseconds since the Unix epoch; default: now. */
  readonly now?: number;
}

export interface RotatedToken {
  /** The only file with the new token. */
  readonly file: string;
  readonly entry: TokenEntry;
  /** The service's other tokens that are still valid. */
  readonly earlier: readonly TokenEntry[];
}

/**
 * Makes a new token for HTTP, and lets the service's earlier ones end after a while. Tokens that have ended are removed.
 * @param service canonical id
 * @throws {KitError} (rejects) `not-issued` for a service without a token
 */
export async function rotateToken(
  folder: string,
  service: string,
  { overlapping, lifetime, role, outDir = join(folder, "users"), now = Date.now() }: RotateTokenOptions,
): Promise<RotatedToken> {
  return alone(folder, async () => {
    const tokens = readTokens(folder);
    const isOwn = (entry: TokenEntry): boolean => entry.service === service && entry.role === role;
    if (!tokens.some(isOwn)) throw new KitError("not-issued", service);
    const at = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
    const end = at(overlapping);
    const { token, entry: made } = newBearerToken(service, at(0), role);
    const entry = lifetime === undefined ? made : { ...made, expiresAt: at(lifetime) };
    const left = tokens
      .filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > now)
      .map((each) => {
        const isEarlier = isOwn(each) && !(Date.parse(each.expiresAt ?? end) < Date.parse(end));
        return isEarlier ? { ...each, expiresAt: end } : each;
      });
    // The name says when it was made, so that it replaces no file that may be in use.
    const holder = role ?? `writer-${tokenOf(service)}`;
    const name = `${holder}.${entry.issuedAt.replace(/\D/g, "").slice(0, 14)}.token`;
    const file = join(outDir, name);
    writeSecret(file, `${token}\n`);
    writeTokens(folder, [...left, entry]);
    return { file, entry, earlier: left.filter(isOwn) };
  });
}

/** The services' tokens. @throws {KitError} (rejects) `no-kit`, `bad-plan` */
export async function tokensIn(folder: string): Promise<readonly TokenEntry[]> {
  await openKit(folder);
  return readTokens(folder);
}
