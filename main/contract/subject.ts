import { accept, type Result, refuse } from "./result.ts";

/** Maximum length of a user's or a service's id, in Unicode code points after normalising. */
export const MAX_ID_LENGTH = 64;

/** Most ids are of these characters only: they are canonical, and not encoded. */
const PLAIN_ID = /^[a-z0-9_-]{1,64}$/;

/** The subject of the catalog. */
export const CATALOG_SUBJECT = "catalog.services";

/**
 * The form in which ids are compared: Unicode NFC, lower case.
 * Refused as `bad-id`: not a string, empty, with white space at an end, longer than {@link MAX_ID_LENGTH}, or not
 * well-formed UTF-16.
 */
export function canonicalId(id: unknown): Result<string, "bad-id"> {
  if (typeof id !== "string") return refuse("bad-id", `an id must be a string, not ${typeof id}`);
  if (PLAIN_ID.test(id)) return accept(id);
  if (!isWellFormed(id)) return refuse("bad-id", "an id must be well-formed Unicode");
  const canonical = id.normalize("NFC").toLowerCase().normalize("NFC");
  if (canonical === "") return refuse("bad-id", "an id must not be empty");
  if (canonical.trim() !== canonical) return refuse("bad-id", "an id must not begin or end with white space");
  if (id.length > 4 * MAX_ID_LENGTH || [...canonical].length > MAX_ID_LENGTH) {
    return refuse("bad-id", `an id has at most ${MAX_ID_LENGTH} characters`);
  }
  return accept(canonical);
}

/** Encodes an id as one token of a NATS subject. The result holds no dot, wildcard or space. */
export function subjectToken(id: unknown): Result<string, "bad-id"> {
  const canonical = canonicalId(id);
  return canonical.ok ? accept(encodeToken(canonical.value)) : canonical;
}

/** `approvals.<user>.<service>`: the subject of the events of one person in one service. */
export function approvalsSubject(user: unknown, service: unknown): Result<string, "bad-id"> {
  const userToken = subjectToken(user);
  if (!userToken.ok) return refuse("bad-id", `user: ${userToken.detail}`);
  const serviceToken = subjectToken(service);
  if (!serviceToken.ok) return refuse("bad-id", `service: ${serviceToken.detail}`);
  return accept(`approvals.${userToken.value}.${serviceToken.value}`);
}

/** A person and a service. */
export interface ApprovalsAddress {
  /** Canonical ids. */
  readonly user: string;
  readonly service: string;
}

/** Reads `approvals.<user>.<service>`. Refused as `bad-subject`: another form, or a token that is not an encoded id. */
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
  if (PLAIN_ID.test(canonical)) return canonical;
  return encodeURIComponent(canonical).replace(
    /[.!~*'()]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Decodes a token of {@link subjectToken}. Undefined when no id is encoded as exactly this token. */
export function idOfToken(token: string): string | undefined {
  try {
    const id = canonicalId(decodeURIComponent(token));
    return id.ok && encodeToken(id.value) === token ? id.value : undefined;
  } catch {
    return undefined; // a malformed percent escape
  }
}

function isWellFormed(text: string): boolean {
  // The runtimes have String.prototype.isWellFormed, but the `lib` of tsconfig.json does not.
  return !/\p{Surrogate}/u.test(text);
}
