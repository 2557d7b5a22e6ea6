import { join } from "node:path";
import { defined } from "../../contract/defined.ts";
import { subjectToken } from "../../contract/subject.ts";
import { forbiddenCharacter } from "../../contract/text.ts";
import { newBearerToken, type TokenEntry } from "../../nats/bearer-token.ts";
import { type Role, SINGLE_ROLES } from "../../nats/permissions.ts";
import { credentialsFile } from "./credential-files.ts";
import { issue, openKit, prepareConfig, savePlan, writeConfig } from "./kit.ts";
import { KitError } from "./kit-error.ts";
import { type BrokerPlan, type Issued, inForce } from "./plan.ts";
import { alone, writeSecret } from "./secret-files.ts";
import { readTokens, writeTokens } from "./tokens.ts";

/** A holder of credentials. The id of the administrator and of the keeper is the role. */
export interface Holder {
  readonly role: Role;
  readonly id: string;
}

/** Credentials that were made. */
export interface Minted extends Holder {
  /** The only file with the secret. */
  readonly file: string;
  /** Seconds since the Unix epoch. */
  readonly expiresAt?: number;
}

export interface MintOptions {
  /** The folder of the credential files; default: `users` in the kit. */
  readonly outDir?: string;
  /** Seconds since the Unix epoch. */
  readonly expiresAt?: number;
  /** Leaves out holders with valid credentials. */
  readonly onlyMissing?: boolean;
  /** Seconds since the Unix epoch; default: now. */
  readonly now?: number;
}

/** A holder who is to get credentials. A service also gets a token for HTTP. */
export interface Candidate extends Holder {
  /** Overrides `MintOptions.expiresAt`; seconds since the Unix epoch. */
  readonly expiresAt?: number;
}

/** Default lifetime of people's JWTs, in seconds. Services' JWTs do not expire, because that would cause an outage. */
export const PEOPLE_SECONDS = 365 * 24 * 60 * 60;

/** The result of a change of the register. */
export interface Change {
  readonly plan: BrokerPlan;
  /** Whether `servers/` was written, so that it must be copied to the servers, which must reload. */
  readonly reload: boolean;
}

/**
 * Makes credentials. All ids are checked before anything is written. A holder with credentials gets further ones; the
 * old ones stay valid until they are revoked or expire.
 * @throws {KitError} (rejects) `bad-id`, and the errors of the kit
 */
export async function mint(
  folder: string,
  candidates: readonly Candidate[],
  options: MintOptions = {},
): Promise<Change & { readonly minted: readonly Minted[] }> {
  const named = candidates.map((each) => ({ ...each, token: newTokenFor(each) }));
  const now = options.now ?? Math.floor(Date.now() / 1000);
  return alone(folder, async () => {
    const plan = await openKit(folder);
    const valid = inForce(plan.issued, now);
    const has = ({ role, token }: { role: Role; token: string }): boolean =>
      valid.some((entry) => entry.role === role && entry.token === token);
    const wanted = options.onlyMissing === true ? named.filter((each) => !has(each)) : named;
    if (wanted.length === 0) return { plan, reload: false, minted: [] };
    const issued: Issued[] = [...plan.issued];
    const files: { readonly minted: Minted; readonly secret: string | Uint8Array }[] = [];
    const tokens: TokenEntry[] = [];
    for (const { role, id, token, expiresAt = options.expiresAt } of wanted) {
      const made = await issue(folder, plan, { role, token }, { now, ...defined({ expiresAt }) });
      issued.push(made.issued);
      const earlier = issued.filter((each) => each.role === role && each.token === token).length - 1;
      const name = credentialsFile(role, token, earlier, plan.credentials);
      const file = join(options.outDir ?? join(folder, "users"), name);
      const minted = { role, id, file, ...defined({ expiresAt }) };
      files.push({ minted, secret: made.secret });
      if (role !== "writer") continue;
      const { token: secret, entry } = newBearerToken(
        decodeURIComponent(token),
        new Date(now * 1000).toISOString(),
      );
      tokens.push(entry);
      files.push({
        minted: { role, id, file: `${file.slice(0, file.lastIndexOf("."))}.token` },
        secret: `${secret}\n`,
      });
    }
    // The register is written first, because credentials that are not in it could not be revoked.
    const saved = await savePlan(folder, { ...plan, issued });
    if (tokens.length > 0) writeTokens(folder, [...readTokens(folder), ...tokens]);
    for (const { minted, secret } of files) writeSecret(minted.file, secret);
    const reload = plan.credentials === "nkey";
    if (reload) await writeConfig(folder, saved);
    return { plan: saved, reload, minted: files.map(({ minted }) => minted) };
  });
}

/**
 * Revokes all credentials of each holder, and writes the servers' configuration. It can be repeated after an
 * interruption: a holder whose credentials are all revoked is no error, and the configuration is written again.
 * @param now seconds since the Unix epoch
 * @throws {KitError} (rejects) `not-issued` for a holder without credentials, and `missing-key`, before anything is
 * written
 */
export async function revoke(
  folder: string,
  holders: readonly Holder[],
  now: number = Math.floor(Date.now() / 1000),
): Promise<Change & { readonly revoked: number }> {
  const wanted = holders.map((holder) => ({ ...holder, token: tokenFor(holder) }));
  return alone(folder, async () => {
    const plan = await openKit(folder);
    const valid = new Set(inForce(plan.issued, now));
    const isMeant = (entry: Issued): boolean =>
      valid.has(entry) && wanted.some(({ role, token }) => role === entry.role && token === entry.token);
    for (const { role, token, id } of wanted) {
      const theirs = plan.issued.filter((entry) => entry.role === role && entry.token === token);
      if (!theirs.some((entry) => valid.has(entry) || entry.revokedAt !== undefined))
        throw new KitError("not-issued", id);
    }
    const issued = plan.issued.map((entry) => (isMeant(entry) ? { ...entry, revokedAt: now } : entry));
    const config = await prepareConfig(folder, { ...plan, issued });
    const saved = await savePlan(folder, { ...plan, issued });
    await config.write();
    const services = wanted.flatMap(({ role, token }) =>
      role === "writer" ? [decodeURIComponent(token)] : [],
    );
    const tokens = readTokens(folder);
    const left = tokens.filter(({ service }) => !services.includes(service));
    if (left.length < tokens.length) writeTokens(folder, left);
    return { plan: saved, reload: true, revoked: plan.issued.filter(isMeant).length };
  });
}

/**
 * The subject token of a new holder. A line break or an invisible character in an id is a typing or an export
 * error, because no login name contains one. Existing credentials for such an id can still be revoked.
 * @throws {KitError} `bad-id`
 */
export function newTokenFor(holder: Holder): string {
  const found = forbiddenCharacter(holder.id, "id");
  if (found !== undefined) throw new KitError("bad-id", holder.id, `it has ${found}`);
  return tokenFor(holder);
}

/** The subject token of a holder. @throws {KitError} `bad-id` */
export function tokenFor({ role, id }: Holder): string {
  if (SINGLE_ROLES.includes(role)) return role;
  const token = subjectToken(id);
  if (!token.ok) throw new KitError("bad-id", id, token.detail);
  return token.value;
}
