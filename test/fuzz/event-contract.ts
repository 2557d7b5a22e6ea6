import { isUtf8 } from "node:buffer";
import { defined } from "../../main/contract/defined.ts";

/**
 * The wire contract of an event a second time, by other means than the app's: the members are taken out of the text
 * itself, numbers are compared as the digits that were written, and days are counted. What both read must be equal.
 */

export interface Contracted {
  readonly user: string;
  readonly service: string;
  readonly count: number;
  readonly occurredAt: number;
  readonly sequence: bigint;
  readonly epoch: number;
  readonly generation: number;
  readonly dueAt?: number;
  readonly oldestAt?: number;
  readonly dueToday?: number;
  readonly overdue?: number;
  readonly unsureSince?: number;
}

/** The event that the contract sees in a message; undefined when it sees none. */
export function contracted(subject: string, payload: Uint8Array): Contracted | undefined {
  const ids = /^approvals\.([\w%-]+)\.([\w%-]+)$/.exec(subject)?.slice(1).map(idOfToken);
  if (ids === undefined || payload.length > 8192 || !isUtf8(payload)) return undefined;
  const [user, service] = ids;
  if (user === undefined || service === undefined) return undefined;
  const members = membersOf(
    Buffer.from(payload)
      .toString("utf8")
      .replace(/^\ufeff/, ""),
  );
  if (members === undefined) return undefined;
  if (idOf(members.get("user")) !== user || idOf(members.get("service")) !== service) return undefined;

  const count = wholeOf(members.get("count"));
  const occurredAt = timeOf(members.get("occurredAt"));
  const sequence = sequenceOf(members.get("sequence"));
  // A null stands for a field that is not there: many writers cannot leave one out.
  const optional = <T>(name: string, read: (text: string | undefined) => T): T | null | undefined =>
    absent(members.get(name)) ? null : read(members.get(name));
  const epoch = optional("epoch", wholeOf) ?? (absent(members.get("epoch")) ? 0n : undefined);
  const generation = optional("generation", wholeOf) ?? (absent(members.get("generation")) ? 0n : undefined);
  const dueAt = optional("dueAt", timeOf);
  const oldestAt = optional("oldestAt", timeOf);
  const unsureSince = optional("unsureSince", timeOf);
  const dueToday = optional("dueToday", wholeOf);
  const overdue = optional("overdue", wholeOf);
  if (count === undefined || count > 1_000_000n || occurredAt === undefined || sequence === undefined) {
    return undefined;
  }
  if (epoch === undefined || epoch >= 2n ** 31n) return undefined;
  if (generation === undefined || generation >= 2n ** 31n) return undefined;
  if (dueAt === undefined || oldestAt === undefined || unsureSince === undefined) return undefined;
  for (const part of [dueToday, overdue]) {
    if (part === undefined || (part !== null && part > count)) return undefined;
  }
  const number = (value: bigint | null | undefined): number | undefined =>
    value === null || value === undefined ? undefined : Number(value);
  return {
    user,
    service,
    count: Number(count),
    occurredAt,
    sequence,
    epoch: Number(epoch),
    generation: Number(generation),
    ...defined({
      dueAt: dueAt ?? undefined,
      oldestAt: oldestAt ?? undefined,
      unsureSince: unsureSince ?? undefined,
      dueToday: number(dueToday),
      overdue: number(overdue),
    }),
  };
}

function absent(text: string | undefined): boolean {
  return text === undefined || text === "null";
}

/** The outermost members of a JSON object, as they are written. Of a key that comes twice the last counts. */
function membersOf(text: string): Map<string, string> | undefined {
  try {
    JSON.parse(text); // the platform's word on what is JSON at all
  } catch {
    return undefined;
  }
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return undefined;
  const members = new Map<string, string>();
  let depth = 0;
  let from = 1;
  let key: string | undefined;
  for (let at = 0; at < trimmed.length; at++) {
    const char = trimmed[at];
    if (char === '"') {
      for (at++; trimmed[at] !== '"'; at++) if (trimmed[at] === "\\") at++;
    } else if (char === "{" || char === "[") {
      depth++;
    } else if (char === ":" && depth === 1) {
      key = JSON.parse(trimmed.slice(from, at)) as string;
      from = at + 1;
    } else if ((char === "," && depth === 1) || ((char === "}" || char === "]") && --depth === 0)) {
      if (key !== undefined) members.set(key, trimmed.slice(from, at).trim());
      key = undefined;
      from = at + 1;
    }
  }
  return members;
}

function idOfToken(token: string): string | undefined {
  let id: string;
  try {
    id = decodeURIComponent(token);
  } catch {
    return undefined;
  }
  // Every byte of a token is either written as it is or by the one escape that encoding makes of it.
  const bytes = [...Buffer.from(id)].map((byte) => {
    const char = String.fromCharCode(byte);
    return /[A-Za-z0-9_-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return bytes.join("") === token && idOf(JSON.stringify(id)) === id ? id : undefined;
}

function idOf(text: string | undefined): string | undefined {
  if (text?.[0] !== '"') return undefined;
  const written = JSON.parse(text) as string;
  if (Buffer.from(written, "utf8").toString("utf8") !== written) return undefined; // half a character
  const id = written.normalize("NFC").toLowerCase().normalize("NFC");
  const length = Array.from(id).length;
  const isPadded = /^\s|\s$/u.test(id);
  return length >= 1 && length <= 64 && written.length <= 256 && !isPadded ? id : undefined;
}

/** A whole number ≥ 0, exactly as written; digits that no double can hold are taken as the double they are read as. */
function wholeOf(text: string | undefined): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text ?? "");
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent] = match;
  if (fraction === "" && exponent === undefined) {
    const value = BigInt(whole);
    return sign === "" || value === 0n ? value : undefined;
  }
  const double = Number(text);
  return Number.isInteger(double) && double >= 0 ? BigInt(double) : undefined;
}

function sequenceOf(text: string | undefined): bigint | undefined {
  if (text?.[0] === '"') {
    const digits = JSON.parse(text) as string;
    if (!/^[0-9]+$/.test(digits)) return undefined;
    const value = BigInt(digits);
    return value < 2n ** 63n ? value : undefined;
  }
  const value = wholeOf(text);
  return value !== undefined && value < 2n ** 53n ? value : undefined;
}

/** RFC 3339, counted in days since 1970-01-01; within the years 0 to 9999 of UTC, so that it can be written again. */
function timeOf(text: string | undefined): number | undefined {
  if (text?.[0] !== '"') return undefined;
  const written = JSON.parse(text) as string;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i.test(written)) return undefined;
  const part = (from: number, length: number): number => Number(written.substring(from, from + length));
  const [year, month, day] = [part(0, 4), part(5, 2), part(8, 2)];
  const [hour, minute, second] = [part(11, 2), part(14, 2), part(17, 2)];
  const isLeap = year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0);
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (month < 1 || month > 12 || day < 1 || day > (lengths[month - 1] ?? 0)) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const leapDays = (y: number): number => Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  const daysBefore = 365 * (year - 1970) + leapDays(year - 1) - leapDays(1969);
  const dayOfYear = lengths.slice(0, month - 1).reduce((sum, length) => sum + length, 0) + day - 1;
  const fraction = /\.(\d+)/.exec(written)?.[1] ?? "";
  const zone = /([+-])(\d\d):(\d\d)$/.exec(written);
  const [zoneHour, zoneMinute] = [Number(zone?.[2] ?? 0), Number(zone?.[3] ?? 0)];
  if (zoneHour > 23 || zoneMinute > 59) return undefined;
  const offset = (zone?.[1] === "-" ? -1 : 1) * (zoneHour * 60 + zoneMinute);
  const minutes = ((daysBefore + dayOfYear) * 24 + hour) * 60 + minute - offset;
  const time = minutes * 60_000 + second * 1000 + Math.floor(Number(`0.${fraction || 0}`) * 1000 + 1e-7);
  return time >= -62_167_219_200_000 && time <= 253_402_300_799_999 ? time : undefined;
}
