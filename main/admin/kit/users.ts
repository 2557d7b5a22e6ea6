import { subjectToken } from "../../contract/subject.ts";
import { forbiddenCharacter } from "../../contract/text.ts";
import type { TokenEntry } from "../../nats/bearer-token.ts";
import { type Role, SINGLE_ROLES, tokenOf } from "../../nats/permissions.ts";
import { openKit, prepareConfig, savePlan } from "./kit.ts";
import { KitError } from "./kit-error.ts";
import { type BrokerPlan, inForce } from "./plan.ts";
import { alone } from "./secret-files.ts";
import { readTokens, writeTokens } from "./tokens.ts";

/** A holder of credentials. The id of the administrator and of the keeper is the role. */
export interface Holder {
  readonly role: Role;
  readonly id: string;
}

/** A holder who is to get credentials. A service also gets a token for HTTP, and a login for MQTT if the kit has it. */
export interface Candidate extends Holder {
  /** Overrides that of all; seconds since the Unix epoch. */
  readonly expiresAt?: number;
}

/** The result of a change of the register. */
export interface Change {
  readonly plan: BrokerPlan;
  /** Whether `servers/` was written, so that it must be copied to the servers, which must reload. */
  readonly reload: boolean;
}

/** Which credentials are revoked. Times are seconds since the Unix epoch. */
export interface RevokeOptions {
  /** Only those that were issued before. The holders need not have any then, and none means all people. */
  readonly issuedBefore?: number;
  /** Default: now. */
  readonly now?: number;
}

export interface Revoked extends Change {
  /** The number of credentials. */
  readonly revoked: number;
  /** Holders whose last valid credentials these were. */
  readonly without: readonly Holder[];
}

/**
 * Revokes the credentials of each holder, and writes the servers' configuration. It can be repeated after an
 * interruption: a holder whose credentials are all revoked is no error, and the configuration is written again. A
 * service's login for MQTT and its tokens for HTTP are revoked with its credentials.
 * @throws {KitError} (rejects) `not-issued` for a holder without credentials, and `missing-key`, before anything is
 * written
 */
export async function revoke(
  folder: string,
  holders: readonly Holder[],
  { issuedBefore, now = Math.floor(Date.now() / 1000) }: RevokeOptions = {},
): Promise<Revoked> {
  const wanted = new Map(holders.map((holder) => [keyOf({ ...holder, token: tokenFor(holder) }), holder]));
  const isAnybody = issuedBefore !== undefined && wanted.size === 0;
  return alone(folder, async () => {
    const plan = await openKit(folder);
    const valid = new Set(inForce(plan.issued, now));
    const meant = new Set(
      plan.issued.filter(
        (entry) =>
          valid.has(entry) &&
          (isAnybody ? entry.role === "app" : wanted.has(keyOf(ownerOf(entry)))) &&
          (issuedBefore === undefined || entry.issuedAt < issuedBefore),
      ),
    );
    if (issuedBefore === undefined) {
      const known = new Set(
        plan.issued.filter((each) => valid.has(each) || each.revokedAt !== undefined).map(keyOf),
      );
      for (const [key, { id }] of wanted) if (!known.has(key)) throw new KitError("not-issued", id);
    }
    const issued = plan.issued.map((entry) => (meant.has(entry) ? { ...entry, revokedAt: now } : entry));
    const config = await prepareConfig(folder, { ...plan, issued });
    const saved = await savePlan(folder, { ...plan, issued });
    await config.write();
    const left = new Set(inForce(issued, now).map(keyOf));
    const isGone = ({ service, role, issuedAt }: TokenEntry): boolean => {
      const key = keyOf({ role: role ?? "writer", token: tokenOf(service) });
      if (!wanted.has(key)) return false;
      return !left.has(key) || (issuedBefore !== undefined && Date.parse(issuedAt) / 1000 < issuedBefore);
    };
    const tokens = readTokens(folder);
    const kept = tokens.filter((entry) => !isGone(entry));
    if (kept.length < tokens.length) writeTokens(folder, kept);
    const without = new Map(
      [...meant]
        .filter((entry) => !left.has(keyOf(entry)))
        .map(ownerOf)
        .map(({ role, token }) => [keyOf({ role, token }), { role, id: decodeURIComponent(token) }]),
    );
    return { plan: saved, reload: true, revoked: meant.size, without: [...without.values()] };
  });
}

type Named = { readonly role: Role; readonly token: string };

/** A login for MQTT belongs to the service. */
function ownerOf({ role, token }: Named): Named {
  return { role: role === "mqtt" ? "writer" : role, token };
}

/** Tells the holders of the register apart. */
export function keyOf({ role, token }: Named): string {
  return `${role} ${token}`;
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
