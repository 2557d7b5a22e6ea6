import { createHash } from "node:crypto";
import { join } from "node:path";
import { subjectToken } from "../../core/subject.ts";
import { ADMINISTRATOR, issue, openKit, savePlan, writeConfig } from "./kit.ts";
import { KitError } from "./kit-error.ts";
import type { Role } from "./permissions.ts";
import { type BrokerPlan, type CredentialsKind, type Issued, inForce } from "./plan.ts";
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
  readonly now?: number;
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
  holders: readonly Holder[],
  options: MintOptions = {},
): Promise<Change & { readonly minted: readonly Minted[] }> {
  const wanted = holders.map((holder) => ({ ...holder, token: tokenFor(holder) }));
  const now = options.now ?? Math.floor(Date.now() / 1000);
  const { expiresAt } = options;
  return alone(folder, async () => {
    const plan = await openKit(folder);
    const issued: Issued[] = [...plan.issued];
    const files: { readonly minted: Minted; readonly secret: string | Uint8Array }[] = [];
    for (const { role, id, token } of wanted) {
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
    for (const { minted, secret } of files) await writeSecret(minted.file, secret);
    const reload = plan.credentials === "nkey";
    if (reload) await writeConfig(folder, saved);
    return { plan: saved, reload, minted: files.map(({ minted }) => minted) };
  });
}

/**
 * Takes back all credentials of each holder, and writes the servers' configuration anew.
 * @throws {KitError} `not-issued` before anything is written when one of them has none in force
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
      if (![...valid].some((entry) => entry.role === role && entry.token === token))
        throw new KitError("not-issued", id);
    }
    const issued = plan.issued.map((entry) => (isMeant(entry) ? { ...entry, revokedAt: now } : entry));
    const saved = await savePlan(folder, { ...plan, issued });
    await writeConfig(folder, saved);
    return { plan: saved, reload: true, revoked: plan.issued.filter(isMeant).length };
  });
}

/** @throws {KitError} `bad-id` */
export function tokenFor({ role, id }: Holder): string {
  if (role === "administrator") return ADMINISTRATOR;
  const token = subjectToken(id);
  if (!token.ok) throw new KitError("bad-id", id, token.detail);
  return token.value;
}

/** A file name of its own for every token (a `+` is in none), not too long, and no device of Windows. */
export function credentialsFile(role: Role, token: string, earlier: number, kind: CredentialsKind): string {
  const short = token.length <= 120 ? token : createHash("sha256").update(token).digest("hex").slice(0, 32);
  const name = role === "administrator" ? role : `${role}-${short}`;
  return `${name}${earlier === 0 ? "" : `+${earlier + 1}`}.${kind === "jwt" ? "creds" : "nk"}`;
}
