import { parseDocument } from "./document.ts";
import { isWholeNumber } from "./event-fields.ts";
import { accept, type Result, refuse } from "./result.ts";
import { canonicalId } from "./subject.ts";
import { forbiddenCharacter } from "./text.ts";

/**
 * Enrolment: an app makes its own key, and `alrimi server` signs a login for it that ends soon and is renewed. These are
 * the texts that an app signs, and what the broker keeps: the keys of each person, and the administrator's codes.
 */

/** The subjects of what the broker keeps of enrolment. */
export const ENROLMENT_SUBJECTS = "server.enrolment.>";
/** The subjects of the persons' keys. */
export const ENROLLED_SUBJECTS = "server.enrolment.person.*";
/** The subjects of the persons' codes that were not used. */
export const CODES_SUBJECTS = "server.enrolment.codes.*";

/** Keys of one person that the broker keeps: a key a PC. A person has no more codes at the same time either. */
export const MOST_KEYS = 16;
/** Characters of the name of a PC. */
export const MOST_PC_NAME = 64;
const MAX_BYTES = 8 * 1024;

/** SHA-256, hexadecimal. */
const HASH = /^[0-9a-f]{64}$/;

/** The public key of an app's login. */
export const USER_KEY = /^U[A-Z2-7]{55}$/;

/** Why the server gives no login, as `urn:alrimi:<reason>` in its answer. */
export const ENROLMENT_REFUSALS = [
  /** The one-time code is wrong, or the sign-on was for another key, verifier or server. */
  "bad-code",
  "code-used",
  "code-expired",
  /** The request is not signed by the key, or its nonce is too old. */
  "bad-signature",
  /** The server does not know the key: it never enrolled here, or not for a long time. */
  "key-unknown",
  "key-withdrawn",
  /** The person is not in the people directory, any more. */
  "person-unknown",
  /** The person has {@link MOST_KEYS} PCs already. */
  "too-many-keys",
  "too-many-attempts",
  "bad-request",
  /** The broker is away. */
  "unavailable",
] as const;
export type EnrolmentRefusal = (typeof ENROLMENT_REFUSALS)[number];

/** What the server answers to an app that it has given a login. */
export interface EnrolmentAnswer {
  /** Canonical id. */
  readonly user: string;
  readonly jwt: string;
  /** Seconds since the Unix epoch. */
  readonly expiresAt: number;
  /** Seconds that the login lasts. The app renews it after half of them. */
  readonly lifetime: number;
  /** Addresses of the broker. */
  readonly servers: readonly string[];
  /** PEM of the broker's certificate authority, where it is the company's own. */
  readonly ca?: string;
}

/** One enrolled key. Times are seconds since the Unix epoch. */
export interface EnrolledKey {
  readonly key: string;
  /** The name of the PC, as its app gave it: for the administrator's list, and no proof of anything. */
  readonly pc: string;
  readonly enrolledAt: number;
  readonly renewedAt: number;
  /** When the newest login for this key ends. */
  readonly expiresAt: number;
  /** An administrator, or the person's leaving, ended it. It is never renewed. */
  readonly withdrawnAt?: number;
}

/** An administrator's one-time code, as the broker keeps it under its hash. */
export interface EnrolmentCode {
  /** Canonical id. */
  readonly user: string;
  /** Seconds since the Unix epoch. */
  readonly expiresAt: number;
  /** The key that used the code. */
  readonly usedBy?: string;
}

/** @param token the person's subject token */
export function enrolledSubject(token: string): string {
  return `server.enrolment.person.${token}`;
}

/** @param hash SHA-256 of the code, hexadecimal */
export function codeSubject(hash: string): string {
  return `server.enrolment.code.${hash}`;
}

/** @param token the person's subject token */
export function codesSubject(token: string): string {
  return `server.enrolment.codes.${token}`;
}

export function formatEnrolled(keys: readonly EnrolledKey[]): string {
  return JSON.stringify({ keys });
}

/** Refused as `bad-enrolment`. Never throws. */
export function parseEnrolled(payload: Uint8Array): Result<readonly EnrolledKey[], "bad-enrolment"> {
  const document = parseDocument(payload, MAX_BYTES);
  const keys = document.ok ? document.value["keys"] : undefined;
  if (!Array.isArray(keys)) return refuse("bad-enrolment", '"keys" is not a list');
  return keys.every(isEnrolledKey) ? accept(keys) : refuse("bad-enrolment", "a key is not as it should be");
}

export function formatCode(code: EnrolmentCode): string {
  return JSON.stringify(code);
}

/** Refused as `bad-enrolment`. Never throws. */
export function parseCode(payload: Uint8Array): Result<EnrolmentCode, "bad-enrolment"> {
  const document = parseDocument(payload, MAX_BYTES);
  if (!document.ok) return refuse("bad-enrolment", document.detail);
  const { user, expiresAt, usedBy } = document.value;
  const id = canonicalId(user);
  if (!id.ok || !isWholeNumber(expiresAt) || (usedBy !== undefined && typeof usedBy !== "string")) {
    return refuse("bad-enrolment", "the code is not as it should be");
  }
  return accept({ user: id.value, expiresAt, ...(usedBy === undefined ? {} : { usedBy }) });
}

/** Whether a code can still be used. @param now seconds since the Unix epoch */
export function isUsable({ usedBy, expiresAt }: EnrolmentCode, now: number): boolean {
  return usedBy === undefined && expiresAt > now;
}

/** @param hashes of a person's codes, hexadecimal */
export function formatCodes(hashes: readonly string[]): string {
  return JSON.stringify({ codes: hashes });
}

/** Refused as `bad-enrolment`. Never throws. */
export function parseCodes(payload: Uint8Array): Result<readonly string[], "bad-enrolment"> {
  const document = parseDocument(payload, MAX_BYTES);
  const codes = document.ok ? document.value["codes"] : undefined;
  const isRight = Array.isArray(codes) && codes.every((each) => typeof each === "string" && HASH.test(each));
  return isRight ? accept(codes) : refuse("bad-enrolment", '"codes" is not a list of hashes');
}

function isEnrolledKey(value: unknown): value is EnrolledKey {
  if (typeof value !== "object" || value === null) return false;
  const { key, pc, enrolledAt, renewedAt, expiresAt, withdrawnAt } = value as Readonly<
    Record<string, unknown>
  >;
  const times = [enrolledAt, renewedAt, expiresAt, ...(withdrawnAt === undefined ? [] : [withdrawnAt])];
  return typeof key === "string" && USER_KEY.test(key) && isPcName(pc) && times.every(isWholeNumber);
}

/** Whether a text can be the name of a PC. */
export function isPcName(text: unknown): text is string {
  return (
    typeof text === "string" &&
    text.trim() === text &&
    text !== "" &&
    [...text].length <= MOST_PC_NAME &&
    forbiddenCharacter(text) === undefined
  );
}

/** The text that an app signs to enrol. @param by the one-time code */
export function enrolText(key: string, by: string): Uint8Array {
  return signedText("enrol", key, by);
}

/** The text that an app signs to renew its login. @param nonce of the server */
export function renewText(key: string, user: string, nonce: string): Uint8Array {
  return signedText("renew", key, user, nonce);
}

function signedText(...parts: readonly string[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(["alrimi", ...parts]));
}

/** Letters and digits of codes: none that looks like another one (Crockford's base 32). */
const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH = 16;

/** A code of 80 bits, in four groups: `7K2M-…`. @param random as many bytes as {@link CODE_BYTES} */
export function codeOf(random: Uint8Array): string {
  const letters = [...random].map((byte) => CODE_ALPHABET[byte & 31]).join("");
  return (letters.match(/.{4}/g) ?? []).join("-");
}
export const CODE_BYTES = CODE_LENGTH;

/**
 * A typed code as it was made: upper case, without spaces and hyphens, also full-width ones, and with the digits that
 * are meant by O, I and L. Undefined for anything else.
 */
export function typedCode(text: string): string | undefined {
  if (text.length > 200) return undefined;
  const letters = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\u2010-\u2015\u2212-]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  const isOne = letters.length === CODE_LENGTH && [...letters].every((each) => CODE_ALPHABET.includes(each));
  return isOne ? (letters.match(/.{4}/g) ?? []).join("-") : undefined;
}

/** Six digits of a key, which the app and the page of the sign-on both show: `483-201`. @param hash SHA-256 of the key */
export function checkNumberOf(hash: Uint8Array): string {
  const number = new DataView(hash.buffer, hash.byteOffset).getUint32(0) % 1_000_000;
  const digits = String(number).padStart(6, "0");
  return `${digits.slice(0, 3)}-${digits.slice(3)}`;
}
