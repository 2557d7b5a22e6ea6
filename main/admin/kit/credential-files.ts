import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Role, SINGLE_ROLES, tokenOf } from "../../nats/permissions.ts";
import { KitError } from "./kit-error.ts";
import { type BrokerPlan, type CredentialsKind, inForce } from "./plan.ts";

/**
 * A unique file name for a token. Tokens hold no `+`. It is not too long, and not a device name of Windows.
 * @param earlier the number of earlier credentials of the same token
 */
export function credentialsFile(role: Role, token: string, earlier: number, kind: CredentialsKind): string {
  const short = token.length <= 120 ? token : createHash("sha256").update(token).digest("hex").slice(0, 32);
  const name = SINGLE_ROLES.includes(role) ? role : `${role}-${short}`;
  const ending = role === "mqtt" ? "jwt" : kind === "jwt" ? "creds" : "nk";
  return `${name}${earlier === 0 ? "" : `+${earlier + 1}`}.${ending}`;
}

/** A credentials file and the id of its holder. */
export interface CredentialsFound {
  readonly id: string;
  readonly file: string;
}

/**
 * Finds the newest credentials file in the kit that is valid now. Files in other folders are not found.
 * @param wanted the id of the person or service; default: the first one with a valid file
 * @param besides an id to leave out
 * @throws {TypeError} for a bad id
 */
export function newestFile(
  kit: string,
  { issued, credentials }: Pick<BrokerPlan, "issued" | "credentials">,
  role: Role,
  wanted?: string,
  besides?: string,
): CredentialsFound | undefined {
  const valid = new Set(inForce(issued, Date.now() / 1000));
  const token = wanted === undefined ? undefined : tokenOf(wanted);
  const earlier = new Map<string, number>();
  const files = issued
    .filter((entry) => entry.role === role && (besides === undefined || entry.token !== tokenOf(besides)))
    .map((entry) => {
      const number = earlier.get(entry.token) ?? 0;
      earlier.set(entry.token, number + 1);
      return { entry, file: join(kit, "users", credentialsFile(role, entry.token, number, credentials)) };
    });
  const isGood = ({ entry, file }: (typeof files)[number]): boolean => valid.has(entry) && existsSync(file);
  const whose = token ?? files.find(isGood)?.entry.token;
  const newest = files.findLast((each) => each.entry.token === whose && isGood(each));
  return newest && { id: decodeURIComponent(newest.entry.token), file: newest.file };
}

/** The credentials file of a role with a single holder. @throws {KitError} `missing-key` */
export function singleFile(
  kit: string,
  plan: Pick<BrokerPlan, "issued" | "credentials">,
  role: "administrator" | "keeper",
): string {
  const found = newestFile(kit, plan, role);
  if (found === undefined) throw new KitError("missing-key", join(kit, "users"), role);
  return found.file;
}
