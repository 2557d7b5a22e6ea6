import {
  codeSubject,
  codesSubject,
  type EnrolledKey,
  type EnrolmentCode,
  type EnrolmentRefusal,
  enrolledSubject,
  formatCode,
  formatEnrolled,
  isUsable,
  parseCode,
  parseCodes,
  parseEnrolled,
} from "../../contract/enrolment.ts";
import { accept, type Result, refuse } from "../../contract/result.ts";
import { SERVER_STREAM } from "../../contract/streams.ts";
import { type Answers, newestOf, storeBy } from "../../nats/answers.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import { tokenOf } from "../../nats/permissions.ts";

const ANSWER_MS = 4_000;
/** Other servers' changes of the same subject after which a change is given up. */
const MOST_TRIES = 8;

type Changed<Value> = Result<Value, EnrolmentRefusal>;

/**
 * Changes the keys of a person, by compare and set: of two servers that change them at once, one reads again.
 * @param change the new keys; it may be called several times
 * @throws {BrokerError} (rejects) without an answer of the broker
 */
export function changeKeys(
  answers: Answers,
  user: string,
  change: (keys: readonly EnrolledKey[]) => Changed<readonly EnrolledKey[]>,
): Promise<Changed<readonly EnrolledKey[]>> {
  return changed(
    answers,
    enrolledSubject(tokenOf(user)),
    (data) => {
      const keys = data === undefined ? accept([]) : parseEnrolled(data);
      return keys.ok ? change(keys.value) : refuse("unavailable", keys.detail);
    },
    formatEnrolled,
  );
}

/**
 * Uses a code. It can be used once; the key that used it may ask again, because an answer can be lost.
 * @param now seconds since the Unix epoch
 * @throws {BrokerError} (rejects) without an answer of the broker
 */
export function useCode(
  answers: Answers,
  hash: string,
  key: string,
  now: number,
): Promise<Changed<EnrolmentCode>> {
  return changed(
    answers,
    codeSubject(hash),
    (data) => {
      if (data === undefined) return refuse("bad-code", "there is no such code");
      const code = parseCode(data);
      if (!code.ok) return refuse("bad-code", code.detail);
      const { usedBy, expiresAt } = code.value;
      if (usedBy !== undefined && usedBy !== key) return refuse("code-used", "the code was used");
      if (expiresAt <= now)
        return refuse("code-expired", `it ended at ${new Date(expiresAt * 1000).toISOString()}`);
      return accept({ ...code.value, usedBy: key });
    },
    formatCode,
  );
}

/**
 * Withdraws what a person who left has enrolled, and the codes that were not used: the next person with the id must not
 * have them.
 * @param ids all ids that the person had
 * @param before only what is from before this moment, because the next person is there already; milliseconds since the
 *   Unix epoch
 * @param now milliseconds since the Unix epoch
 * @throws {BrokerError} (rejects)
 */
export async function withdrawEnrolled(
  answers: Answers,
  ids: readonly string[],
  before: number | undefined,
  now: number,
): Promise<void> {
  const at = Math.floor(now / 1000);
  const isTheirs = ({ enrolledAt, withdrawnAt }: EnrolledKey): boolean =>
    withdrawnAt === undefined && (before === undefined || enrolledAt < Math.floor(before / 1000));
  for (const token of ids.map(tokenOf)) {
    await changedIfThere(answers, enrolledSubject(token), formatEnrolled, (data) => {
      const keys = parseEnrolled(data);
      if (!keys.ok || !keys.value.some(isTheirs)) return undefined;
      return keys.value.map((key) => (isTheirs(key) ? { ...key, withdrawnAt: at } : key));
    });
    if (before !== undefined) continue; // a code does not say when it was made
    const list = await newestOf(answers, SERVER_STREAM, codesSubject(token), ANSWER_MS);
    const hashes = list === undefined ? undefined : parseCodes(list.data);
    for (const hash of hashes?.ok === true ? hashes.value : [])
      await changedIfThere(answers, codeSubject(hash), formatCode, (data) => {
        const code = parseCode(data);
        return code.ok && isUsable(code.value, at) ? { ...code.value, expiresAt: at } : undefined;
      });
  }
}

/** @param change undefined: nothing has to change */
async function changedIfThere<Value>(
  answers: Answers,
  subject: string,
  format: (value: Value) => string,
  change: (data: Uint8Array) => Value | undefined,
): Promise<void> {
  const nothing = refuse("key-unknown", "nothing has to change");
  const result = await changed<Value>(
    answers,
    subject,
    (data) => {
      const next = data === undefined ? undefined : change(data);
      return next === undefined ? nothing : accept(next);
    },
    format,
  );
  if (!result.ok && result !== nothing) throw new BrokerError("timeout", subject, result.detail);
}

async function changed<Value>(
  answers: Answers,
  subject: string,
  change: (data: Uint8Array | undefined) => Changed<Value>,
  format: (value: Value) => string,
): Promise<Changed<Value>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await newestOf(answers, SERVER_STREAM, subject, ANSWER_MS);
    const next = change(found?.data);
    if (!next.ok) return next;
    const text = format(next.value);
    if (found !== undefined && text === Buffer.from(found.data).toString()) return next; // nothing has changed
    if ((await storeBy(answers, subject, text, ANSWER_MS, found?.revision ?? 0)) !== undefined) return next;
  }
  return refuse("unavailable", "other servers change the same at this time");
}
