import { parseDocument } from "./document.ts";
import { isWholeNumber } from "./event-fields.ts";
import { accept, type Result, refuse } from "./result.ts";
import { parseRfc3339 } from "./rfc3339.ts";
import { canonicalId } from "./subject.ts";

/**
 * The people directory: whose counts are taken, and under which other names. It is stored in parts, because all people
 * together are larger than a message. The head names the parts, and is written last: so a directory is there as a whole,
 * or not at all.
 */

/** The subject of the head. */
export const PEOPLE_SUBJECT = "people.directory";
/** The subjects of the parts. */
export const PEOPLE_PARTS = "people.part.*.*";

export const MAX_PEOPLE = 200_000;
/** Of each person. */
export const MAX_ALIASES = 20;
/** Maximum size of a part in bytes. */
export const MAX_PART_BYTES = 256 * 1024;
const MAX_HEAD_BYTES = 1024;
/** Of the largest directory: a person with the longest ids is one of ten. */
const MAX_PARTS = 20_000;

/** One person of the directory. All ids are canonical. */
export interface Person {
  readonly id: string;
  /** Other names that services may use, such as an employee number. */
  readonly aliases: readonly string[];
}

/** The head of a directory. */
export interface DirectoryHead {
  /** Another one for each writing; a part of the parts' subjects. */
  readonly edition: string;
  /** 0: there is no directory, and anybody is taken. */
  readonly parts: number;
  readonly people: number;
  /** Milliseconds since the Unix epoch. */
  readonly writtenAt: number;
  /** Stream sequence up to which HR's events were known to whoever wrote it. Later ones change this directory. */
  readonly covers: number;
}

/** The subject of a part. @param part from 0 */
export function partSubject(edition: string, part: number): string {
  return `people.part.${edition}.${part}`;
}

export function formatHead({ edition, parts, people, writtenAt, covers }: DirectoryHead): string {
  return JSON.stringify({ edition, parts, people, writtenAt: new Date(writtenAt).toISOString(), covers });
}

/** Refused as `bad-directory`. Never throws. */
export function parseHead(payload: Uint8Array): Result<DirectoryHead, "bad-directory"> {
  const document = parseDocument(payload, MAX_HEAD_BYTES);
  if (!document.ok) return refuse("bad-directory", document.detail);
  const {
    edition,
    parts,
    people,
    writtenAt,
    covers = 0,
  } = document.value as Readonly<Record<keyof DirectoryHead, unknown>>;
  const time = typeof writtenAt === "string" ? parseRfc3339(writtenAt) : undefined;
  if (typeof edition !== "string" || !/^[a-z0-9]{1,32}$/.test(edition)) {
    return refuse("bad-directory", '"edition" is not one');
  }
  if (!isWholeNumber(parts) || parts > MAX_PARTS || !isWholeNumber(people) || people > MAX_PEOPLE) {
    return refuse("bad-directory", '"parts" and "people" must be whole numbers');
  }
  if (!isWholeNumber(covers)) return refuse("bad-directory", '"covers" must be a whole number');
  if (time === undefined) return refuse("bad-directory", '"writtenAt" is not a time');
  return accept({ edition, parts, people, writtenAt: time, covers });
}

/** The parts of a directory, each at most {@link MAX_PART_BYTES}. {@link parsePart} reads one back. */
export function formatParts(people: readonly Person[]): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  let rows: string[] = [];
  let bytes = 0;
  const end = (): void => {
    if (rows.length > 0) parts.push(new TextEncoder().encode(`{"people":[${rows.join(",")}]}`));
    rows = [];
    bytes = '{"people":[]}'.length;
  };
  end();
  for (const { id, aliases } of people) {
    const row = JSON.stringify([id, ...aliases]);
    const size = new TextEncoder().encode(row).length + 1;
    if (bytes + size > MAX_PART_BYTES) end();
    rows.push(row);
    bytes += size;
  }
  end();
  return parts;
}

/** Refused as `bad-directory`. Never throws. */
export function parsePart(payload: Uint8Array): Result<readonly Person[], "bad-directory"> {
  const document = parseDocument(payload, MAX_PART_BYTES);
  if (!document.ok) return refuse("bad-directory", document.detail);
  const { people: rows } = document.value as { readonly people?: unknown };
  if (!Array.isArray(rows)) return refuse("bad-directory", '"people" must be a list');
  const people: Person[] = [];
  for (const row of rows as readonly unknown[]) {
    const names = Array.isArray(row) ? row.map((name: unknown) => canonicalId(name)) : [];
    const [id, ...aliases] = names.flatMap((name) => (name.ok ? [name.value] : []));
    if (id === undefined || aliases.length + 1 !== names.length) {
      return refuse("bad-directory", "a person must be a list of ids");
    }
    people.push({ id, aliases });
  }
  return accept(people);
}
