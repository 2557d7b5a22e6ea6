import type { EnrolmentAnswer } from "../../contract/enrolment.ts";
import { enrolledCredentials } from "../../core/account/credentials.ts";
import type { ManagedPolicy } from "../../core/policy/managed-policy.ts";
import type { Secrets } from "../account/secrets.ts";
import { enrolledCa, type Settings, saveAccount } from "../account/settings-file.ts";

export interface EnrolledPlace {
  /** The app's folder. */
  readonly userData: string;
  readonly secrets: Pick<Secrets, "stage">;
  readonly policies: ManagedPolicy;
}

/**
 * Saves the login of an enrolment as the app's account. Servers and certificates of a policy come before those of the
 * answer.
 * @param before the settings of the session that goes on with the login
 * @returns whether only the login is new, so that the session can go on
 * @throws when it cannot be written
 */
export function saveEnrolled(
  { user, jwt, servers: answered, ca }: EnrolmentAnswer,
  seed: string,
  { userData, secrets, policies: { connection } }: EnrolledPlace,
  before?: Settings,
): boolean {
  const isGiven = connection.kind === "given";
  const servers = isGiven ? connection.account.servers : answered;
  const account = { servers, user, credentials: enrolledCredentials(jwt, seed) };
  const isSame =
    before?.user === user &&
    before.servers.join() === servers.join() &&
    (isGiven || ca === undefined || enrolledCa(userData) === ca);
  if (isSame) secrets.stage(account).commit();
  else saveAccount(userData, account, secrets, isGiven ? undefined : ca);
  return isSame;
}
