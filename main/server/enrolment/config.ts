import * as v from "valibot";
import { publicOf } from "../../nats/nkeys.ts";
import { text } from "../config-values.ts";
import { readJsonFile } from "../json-file.ts";

const DAY = 24 * 60 * 60;
const MAX_BYTES = 256 * 1024;

const seconds = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** The part of the configuration of `alrimi server`. */
export const EnrolmentSchema = v.strictObject({
  /** `enrolment.json` of the kit, a secret: it has the key that signs the logins. */
  file: text,
  /** Seconds that a login lasts. The broker accepts a login of a person who left until it ends. */
  lifetime: v.optional(seconds(10, 366 * DAY), 7 * DAY),
  /** Seconds without a renewal after which an app has to enrol again. */
  idle: v.optional(seconds(10, 5 * 366 * DAY), 90 * DAY),
});
export type EnrolmentPart = v.InferOutput<typeof EnrolmentSchema>;

/** The part with absolute paths. */
export function enrolmentPart(
  part: EnrolmentPart,
  at: (path: string | undefined) => string | undefined,
): EnrolmentPart {
  return { ...part, file: at(part.file) ?? part.file };
}

/** `enrolment.json`, which `alrimi enrolment init` writes. */
export const EnrolmentFile = v.strictObject({
  /** Public key of the apps' account. */
  account: v.pipe(v.string(), v.regex(/^A[A-Z2-7]{55}$/, "it is not the public key of an account")),
  /** Of the scoped signing key. It is not the account's own, which could sign any permission. */
  signingSeed: v.pipe(v.string(), v.regex(/^SA[A-Z2-7]{56}$/, "it is not the seed of a signing key")),
  /** Addresses of the broker, for the apps. */
  servers: v.pipe(v.array(text), v.minLength(1), v.maxLength(32)),
  /** PEM of the broker's certificate authority. */
  ca: v.optional(text),
});
export type EnrolmentFile = v.InferOutput<typeof EnrolmentFile>;

/** @throws {Error} that names the file and what is wrong with it. It does not quote the seed. */
export function readEnrolmentFile(file: string): EnrolmentFile {
  const parsed = v.safeParse(EnrolmentFile, readJsonFile(file, MAX_BYTES), { abortEarly: true });
  if (!parsed.success) {
    const [{ path, message }] = parsed.issues;
    const key = path?.map(({ key }) => key).join(".") ?? "the file";
    throw new Error(`${file}: "${key}": ${key === "signingSeed" ? "it is not a seed" : message}`);
  }
  const { account, signingSeed } = parsed.output;
  if (publicOf(signingSeed) === account)
    throw new Error(`${file}: "signingSeed": it is the account's own key`);
  return parsed.output;
}
