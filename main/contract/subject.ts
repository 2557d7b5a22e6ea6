import { accept, type Result, refuse } from "./result.ts";

/** Users and services are named by ids of 1 … 64 characters (Unicode code points, after normalising). */
export const MAX_ID_LENGTH = 64;

export const CATALOG_SUBJECT = "catalog.services";

/**
 * The form in which two ids are compared: Unicode NFC, lower-cased.
 * Refused as `bad-id`: not a string, empty, longer than {@link MAX_ID_LENGTH}, or not well-formed UTF-16.
 */
export function canonicalId(id: unknown): Result<string, "bad-id"> {
  if (typeof id !== "string") return refuse("bad-id", `an id is a string, this is ${typeof id}`);
  if (!isWellFormed(id)) return refuse("bad-id", "an id is well-formed Unicode");
  const canonical = id.normalize("NFC").toLowerCase().normalize("NFC");
  if (canonical === "") return refuse("bad-id", "an id is not empty");
  if (id.length > 4 * MAX_ID_LENGTH || [...canonical].length > MAX_ID_LENGTH) {
    return refuse("bad-id", `an id has at most ${MAX_ID_LENGTH} characters`);
  }
  return accept(canonical);
}

/** One token of a NATS subject that stands for an id, whatever characters the id holds. */
export function subjectToken(id: unknown): Result<string, "bad-id"> {
  const canonical = canonicalId(id);
  return canonical.ok ? accept(encodeToken(canonical.value)) : canonical;
}

/** `approvals.<user>.<service>`: where the events of one person in one service are published. */
export function approvalsSubject(user: unknown, service: unknown): Result<string, "bad-id"> {
  const userToken = subjectToken(user);
  if (!userToken.ok) return refuse("bad-id", `user: ${userToken.detail}`);
  const serviceToken = subjectToken(service);
  if (!serviceToken.ok) return refuse("bad-id", `service: ${serviceToken.detail}`);
  return accept(`approvals.${userToken.value}.${serviceToken.value}`);
}

export interface ApprovalsAddress {
  /** Canonical ids. */
  readonly user: string;
  readonly service: string;
}

/** The ids in `approvals.<user>.<service>`. Refused as `bad-subject`: another shape, or a token that no id encodes to. */
export function parseApprovalsSubject(subject: string): Result<ApprovalsAddress, "bad-subject"> {
  const [root, userToken, serviceToken, ...rest] = subject.split(".");
  if (root !== "approvals" || userToken === undefined || serviceToken === undefined || rest.length > 0) {
    return refuse("bad-subject", `not approvals.<user>.<service>: ${subject.slice(0, 200)}`);
  }
  const user = idOfToken(userToken);
  const service = idOfToken(serviceToken);
  if (user === undefined || service === undefined) {
    return refuse("bad-subject", `a token is not an encoded id: ${subject.slice(0, 200)}`);
  }
  return accept({ user, service });
}

function encodeToken(canonical: string): string {
  return encodeURIComponent(canonical).replace(
    /[.!~*'()]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The canonical id that `subjectToken` makes exactly this token of; undefined when there is none. */
export function idOfToken(token: string): string | undefined {
  try {
    const id = canonicalId(decodeURIComponent(token));
    return id.ok && encodeToken(id.value) === token ? id.value : undefined;
  } catch {
    return undefined; // a malformed percent escape
  }
}

function isWellFormed(text: string): boolean {
  // String.prototype.isWellFormed is in the runtimes used here, not yet in every lib.
  return !/\p{Surrogate}/u.test(text);
}
