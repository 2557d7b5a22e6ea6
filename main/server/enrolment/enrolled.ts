import {
  codeSubject,
  type EnrolledKey,
  type EnrolmentCode,
  type EnrolmentRefusal,
  enrolledSubject,
  formatCode,
  formatEnrolled,
  parseCode,
  parseEnrolled,
} from "../../contract/enrolment.ts";
import { accept, type Result, refuse } from "../../contract/result.ts";
import { SERVER_STREAM } from "../../contract/streams.ts";
import { type Answers, newestOf, storeBy } from "../../nats/answers.ts";
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
    if ((await storeBy(answers, subject, format(next.value), ANSWER_MS, found?.revision ?? 0)) !== undefined)
      return next;
  }
  return refuse("unavailable", "other servers change the same at this time");
}
