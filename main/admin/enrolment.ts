import {
  ENROLLED_SUBJECTS,
  type EnrolledKey,
  enrolledSubject,
  formatEnrolled,
  parseEnrolled,
} from "../contract/enrolment.ts";
import { SERVER_STREAM } from "../contract/streams.ts";
import { idOfToken } from "../contract/subject.ts";
import { BrokerError } from "../nats/broker-error.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { directGet, messagesOf, storeUnchanged } from "../nats/jetstream.ts";
import { tokenOf } from "../nats/permissions.ts";
import type { Issued } from "./kit/plan.ts";

/** Milliseconds. */
const ANSWER_MS = 5_000;

/** The enrolled keys of one person. */
export interface Enrolled {
  /** Canonical id. */
  readonly user: string;
  readonly keys: readonly EnrolledKey[];
}

/**
 * The enrolled keys.
 * @param user a canonical id; default: everybody
 * @throws {BrokerError} (rejects)
 */
export async function readEnrolled(connection: NatsConnection, user?: string): Promise<readonly Enrolled[]> {
  if (user !== undefined) return [{ user, keys: (await keysOf(connection, user)).keys }].filter(hasKeys);
  const all: Enrolled[] = [];
  for await (const { subject, data } of messagesOf(connection, SERVER_STREAM, ENROLLED_SUBJECTS, ANSWER_MS)) {
    const person = idOfToken(subject.slice(ENROLLED_SUBJECTS.length - 1));
    if (person !== undefined) all.push({ user: person, keys: keysIn(subject, data) });
  }
  return all.filter(hasKeys);
}

/**
 * Withdraws keys of a person: the server renews their logins no more. Those that HR's word has withdrawn are among them
 * while their last login is valid at the broker.
 * @param only a key; default: all of the person
 * @param now seconds since the Unix epoch
 * @returns the keys that have to be revoked
 * @throws {BrokerError} (rejects); `broker-refused` if a server changed the keys at the same time
 */
export async function withdrawKeys(
  connection: NatsConnection,
  user: string,
  only: string | undefined,
  now: number,
): Promise<readonly EnrolledKey[]> {
  const { revision, keys } = await keysOf(connection, user);
  const isMeant = ({ key }: EnrolledKey): boolean => only === undefined || key === only;
  const isNew = (each: EnrolledKey): boolean => isMeant(each) && each.withdrawnAt === undefined;
  if (keys.some(isNew)) {
    const withdrawn = keys.map((each) => (isNew(each) ? { ...each, withdrawnAt: now } : each));
    const subject = enrolledSubject(tokenOf(user));
    await storeUnchanged(connection, subject, formatEnrolled(withdrawn), revision, ANSWER_MS);
  }
  return keys.filter((each) => isNew(each) || (isMeant(each) && each.expiresAt > now));
}

/**
 * Enrolled keys in the form of the kit's register, in which they are only once they are revoked. A withdrawn key is not
 * revoked by that: its last login is valid until it ends.
 */
export function asIssued(all: readonly Enrolled[]): readonly Issued[] {
  return all.flatMap(({ user, keys }) =>
    keys.map(({ key, renewedAt, expiresAt }) => ({
      ...{ role: "app" as const, token: tokenOf(user), publicKey: key },
      ...{ issuedAt: renewedAt, expiresAt },
    })),
  );
}

async function keysOf(
  connection: NatsConnection,
  user: string,
): Promise<{ readonly revision: number; readonly keys: readonly EnrolledKey[] }> {
  const subject = enrolledSubject(tokenOf(user));
  const stored = await directGet(connection, SERVER_STREAM, subject, ANSWER_MS);
  if (stored === undefined) return { revision: 0, keys: [] };
  return { revision: stored.revision, keys: keysIn(subject, stored.data) };
}

function keysIn(subject: string, data: Uint8Array): readonly EnrolledKey[] {
  const keys = parseEnrolled(data);
  if (!keys.ok) throw new BrokerError("broker-refused", subject, keys.detail);
  return keys.value;
}

function hasKeys({ keys }: Enrolled): boolean {
  return keys.length > 0;
}
