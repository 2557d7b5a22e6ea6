import { existsSync } from "node:fs";
import { join } from "node:path";
import { defined } from "../../contract/defined.ts";
import { MAX_GIVEN_FILE, readGivenFile } from "../../files/read-file.ts";
import { reasonOf } from "../../files/refused-file.ts";
import { enrolmentSeed, makeEnrolmentSeed, openKit, prepareConfig, savePlan, writeConfig } from "./kit.ts";
import { KitError } from "./kit-error.ts";
import { clientUrls, type Issued, notRevoked } from "./plan.ts";
import { alone, writeSecret } from "./secret-files.ts";

/** The file for `alrimi server`, in the kit's folder. */
export const ENROLMENT_FILE = "enrolment.json";

export interface EnrolmentOptions {
  /** Makes another key. The logins that the earlier one signed end when the servers reload, and the apps renew theirs. */
  readonly isNewKey?: boolean;
  /** PEM of the broker's authority for the apps; default: `tls/ca.pem` of the kit, where that is. */
  readonly caFile?: string | undefined;
  /** Addresses of the broker for the apps; default: the kit's. */
  readonly servers?: readonly string[] | undefined;
}

/**
 * Makes the key that signs the logins of enrolled apps, unless the kit has it, and writes `enrolment.json` and the
 * servers' configuration.
 * @returns the path of `enrolment.json`
 * @throws {KitError} (rejects) `enrolment-needs-jwt`, and the errors of the kit
 */
export async function initEnrolment(
  folder: string,
  { isNewKey = false, caFile, servers }: EnrolmentOptions = {},
): Promise<string> {
  return alone(folder, async () => {
    const plan = await openKit(folder);
    if (plan.accounts === undefined) throw new KitError("enrolment-needs-jwt", folder);
    const ownCa = join(folder, "tls", "ca.pem");
    const ca = readCa(caFile ?? (existsSync(ownCa) ? ownCa : undefined));
    if (isNewKey || (await enrolmentSeed(folder)) === undefined) makeEnrolmentSeed(folder);
    const file = join(folder, ENROLMENT_FILE);
    const content = {
      account: plan.accounts.APPS,
      signingSeed: await enrolmentSeed(folder),
      servers: servers ?? clientUrls(plan),
      ...defined({ ca }),
    };
    writeSecret(file, `${JSON.stringify(content, null, 2)}\n`);
    await writeConfig(folder, plan);
    return file;
  });
}

/** Whether {@link initEnrolment} has made a key in this kit. */
export async function hasEnrolment(folder: string): Promise<boolean> {
  return (await enrolmentSeed(folder)) !== undefined;
}

/**
 * Revokes enrolled keys at the broker: the servers refuse them after the next reload.
 * @param now seconds since the Unix epoch
 * @returns the public keys whose last login was not revoked before
 * @throws {KitError} (rejects) `no-enrolment`, and the errors of the kit
 */
export async function revokeEnrolled(
  folder: string,
  keys: readonly Pick<Issued, "token" | "publicKey" | "issuedAt">[],
  now: number,
): Promise<readonly string[]> {
  return alone(folder, async () => {
    if ((await enrolmentSeed(folder)) === undefined) throw new KitError("no-enrolment", folder);
    const plan = await openKit(folder);
    const meant = new Set(notRevoked(keys, plan.issued).map(({ publicKey }) => publicKey));
    if (meant.size === 0) return [];
    const known = new Set(plan.issued.map(({ publicKey }) => publicKey));
    const revoked = keys
      .filter(({ publicKey }) => !known.has(publicKey))
      .map(
        ({ token, publicKey, issuedAt }): Issued => ({
          ...{ role: "app", token, publicKey },
          ...{ issuedAt, revokedAt: now },
        }),
      );
    // An app may enrol with the key of a login that the kit made, or revoked before.
    const before = plan.issued.map((each) =>
      meant.has(each.publicKey) ? { ...each, revokedAt: now } : each,
    );
    const issued = [...before, ...revoked];
    const config = await prepareConfig(folder, { ...plan, issued });
    await savePlan(folder, { ...plan, issued });
    await config.write();
    return [...meant];
  });
}

/** @throws {KitError} `missing-key` */
function readCa(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readGivenFile(file, MAX_GIVEN_FILE).toString("utf8");
  } catch (cause) {
    throw new KitError("missing-key", file, reasonOf(cause), { cause });
  }
}
