import { join } from "node:path";
import { subjectToken } from "../../contract/subject.ts";
import { forbiddenCharacter } from "../../contract/text.ts";
import type { Role } from "../../nats/permissions.ts";
import { credentialsFile } from "./credential-files.ts";
import { ADMINISTRATOR, issue, openKit, prepareConfig, savePlan, writeConfig } from "./kit.ts";
import { KitError } from "./kit-error.ts";
import { type BrokerPlan, type Issued, inForce } from "./plan.ts";
import { alone, writeSecret } from "./secret-files.ts";

/** Somebody, by role and id; the administrator's id is {@link ADMINISTRATOR}. */
export interface Holder {
  readonly role: Role;
  readonly id: string;
}

export interface Minted extends Holder {
  /** Holds the secret; nothing else does. */
  readonly file: string;
  /** Seconds since the Unix epoch. */
  readonly expiresAt?: number;
}

export interface MintOptions {
  /** Where the credential files go; default: `users` in the kit. */
  readonly outDir?: string;
  /** Seconds since the Unix epoch. */
  readonly expiresAt?: number;
  /** Leaves out who has credentials that hold. */
  readonly onlyMissing?: boolean;
  readonly now?: number;
}

/** Somebody who is to have credentials. */
export interface Candidate extends Holder {
  /** Goes before that of all; seconds since the Unix epoch. */
  readonly expiresAt?: number;
}

/** How long people's JWTs hold unless said otherwise. A service that stopped by itself would be an outage: for ever. */
export const PEOPLE_SECONDS = 365 * 24 * 60 * 60;

/** What a change of the register means for the running servers. */
export interface Change {
  readonly plan: BrokerPlan;
  /** Whether `servers/` was written anew, so that the servers have to be given it and told to reload. */
  readonly reload: boolean;
}

/**
 * Makes credentials. All ids are checked before anything is written. Somebody who has credentials gets further ones;
 * the old ones hold until they are revoked or expire.
 * @throws {KitError} `bad-id` and whatever is wrong with the kit
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
    for (const { role, id, token, expiresAt = options.expiresAt } of wanted) {
      const made = await issue(
        folder,
        plan,
        { role, token },
        { now, ...(expiresAt === undefined ? {} : { expiresAt }) },
      );
      issued.push(made.issued);
      const earlier = issued.filter((each) => each.role === role && each.token === token).length - 1;
      const name = credentialsFile(role, token, earlier, plan.credentials);
      const file = join(options.outDir ?? join(folder, "users"), name);
      const minted = { role, id, file, ...(expiresAt === undefined ? {} : { expiresAt }) };
      files.push({ minted, secret: made.secret });
    }
    // The register first: what was handed out but is not in it could not be revoked.
    const saved = await savePlan(folder, { ...plan, issued });
    for (const { minted, secret } of files) writeSecret(minted.file, secret);
    const reload = plan.credentials === "nkey";
    if (reload) await writeConfig(folder, saved);
    return { plan: saved, reload, minted: files.map(({ minted }) => minted) };
  });
}

/**
 * Takes back all credentials of each holder, and writes the servers' configuration anew. Run again it finishes what was
 * cut off: somebody whose credentials are all in the register as revoked is no error, and the configuration is written.
 * @throws {KitError} `not-issued` before anything is written when one of them has none to take back, and `missing-key`
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
    return { plan: saved, reload: true, revoked: plan.issued.filter(isMeant).length };
  });
}

/**
 * Of somebody who is to have credentials. A line break in an id, or what cannot be seen, is a slip of whoever typed or
 * exported it: nobody logs in by such a name. What was made for one before can still be revoked.
 * @throws {KitError} `bad-id`
 */
export function newTokenFor(holder: Holder): string {
  const found = forbiddenCharacter(holder.id, "id");
  if (found !== undefined) throw new KitError("bad-id", holder.id, `it has ${found}`);
  return tokenFor(holder);
}

/** @throws {KitError} `bad-id` */
export function tokenFor({ role, id }: Holder): string {
  if (role === "administrator") return ADMINISTRATOR;
  const token = subjectToken(id);
  if (!token.ok) throw new KitError("bad-id", id, token.detail);
  return token.value;
}
