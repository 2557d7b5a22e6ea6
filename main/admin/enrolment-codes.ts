import { randomBytes } from "node:crypto";
import {
  CODE_BYTES,
  CODES_SUBJECTS,
  codeOf,
  codeSubject,
  codesSubject,
  type EnrolmentCode,
  formatCode,
  formatCodes,
  isUsable,
  MOST_KEYS,
  parseCode,
  parseCodes,
} from "../contract/enrolment.ts";
import { SERVER_STREAM } from "../contract/streams.ts";
import { hashOfToken } from "../nats/bearer-token.ts";
import { BrokerError } from "../nats/broker-error.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { directGet, messagesOf, type RetainedMessage, storeUnchanged } from "../nats/jetstream.ts";
import { tokenOf } from "../nats/permissions.ts";

/** Milliseconds. */
const ANSWER_MS = 5_000;

/** A code that can still be used. The code itself is known to nobody but the person. */
export interface UnusedCode extends EnrolmentCode {
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  /** Its stream sequence. */
  readonly revision: number;
}

/**
 * Makes a one-time code, with which the person enrols one app. The broker keeps only its hash.
 * @param expiresAt seconds since the Unix epoch
 * @param now seconds since the Unix epoch
 * @throws {BrokerError} (rejects)
 */
export async function issueCode(
  connection: NatsConnection,
  user: string,
  expiresAt: number,
  now: number,
): Promise<string> {
  const code = codeOf(randomBytes(CODE_BYTES));
  const hash = hashOfToken(code).toString("hex");
  const list = codesSubject(tokenOf(user));
  const listed = await directGet(connection, SERVER_STREAM, list, ANSWER_MS);
  const unused = (await usableIn(connection, listed, now)).map((each) => each.hash);
  if (unused.length >= MOST_KEYS)
    throw new BrokerError("broker-refused", list, `${user} has ${MOST_KEYS} codes that were not used`);
  // The list comes first: a code that is not in it could not be withdrawn.
  await storeUnchanged(connection, list, formatCodes([...unused, hash]), listed?.revision ?? 0, ANSWER_MS);
  await storeUnchanged(connection, codeSubject(hash), formatCode({ user, expiresAt }), 0, ANSWER_MS);
  return code;
}

/**
 * The codes that can still be used, by person.
 * @param user a canonical id; default: everybody
 * @param now seconds since the Unix epoch
 * @throws {BrokerError} (rejects)
 */
export async function unusedCodes(
  connection: NatsConnection,
  user: string | undefined,
  now: number,
): Promise<readonly UnusedCode[]> {
  const filter = user === undefined ? CODES_SUBJECTS : codesSubject(tokenOf(user));
  const all: UnusedCode[] = [];
  for await (const list of messagesOf(connection, SERVER_STREAM, filter, ANSWER_MS))
    all.push(...(await usableIn(connection, list, now)));
  return all;
}

/**
 * Withdraws the codes of a person that were not used.
 * @param now seconds since the Unix epoch
 * @returns those that were withdrawn now
 * @throws {BrokerError} (rejects); `broker-refused` if one was used at the same time
 */
export async function withdrawCodes(
  connection: NatsConnection,
  user: string,
  now: number,
): Promise<readonly UnusedCode[]> {
  const codes = await unusedCodes(connection, user, now);
  for (const { hash, revision, ...code } of codes) {
    const text = formatCode({ ...code, expiresAt: now });
    await storeUnchanged(connection, codeSubject(hash), text, revision, ANSWER_MS);
  }
  return codes;
}

async function usableIn(
  connection: NatsConnection,
  list: RetainedMessage | undefined,
  now: number,
): Promise<readonly UnusedCode[]> {
  if (list === undefined) return [];
  const hashes = parseCodes(list.data);
  if (!hashes.ok) throw new BrokerError("broker-refused", list.subject, hashes.detail);
  const usable: UnusedCode[] = [];
  for (const hash of hashes.value) {
    const stored = await directGet(connection, SERVER_STREAM, codeSubject(hash), ANSWER_MS);
    const code = stored === undefined ? undefined : parseCode(stored.data);
    if (stored === undefined || code?.ok !== true) continue; // it was never given to anybody
    if (isUsable(code.value, now)) usable.push({ ...code.value, hash, revision: stored.revision });
  }
  return usable;
}
