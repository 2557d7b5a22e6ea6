import { crc32 } from "node:zlib";
import { checkInput, type EventDraft, type PublishInput } from "../draft.ts";

/**
 * One line of the journal. Ids grow, so of two records for a person the one with the larger id is newer in any file.
 */
export type JournalRecord =
  | { readonly kind: "put"; readonly id: number; readonly draft: EventDraft }
  /** All events of this person up to this id are done. */
  | { readonly kind: "done"; readonly id: number; readonly user: string };

/** A line with its line break: a checksum (CRC-32, 8 hex digits), a space, JSON. */
export function encodePut(id: number, { event }: EventDraft): string {
  return line({ put: id, ...event, sequence: event.sequence.toString() });
}

export function encodeDone(id: number, user: string): string {
  return line({ done: id, user });
}

function line(fields: object): string {
  const json = JSON.stringify(fields);
  return `${checksum(json)} ${json}\n`;
}

/** Reads a line without its line break; undefined if it is damaged. */
export function decodeLine(text: string): JournalRecord | undefined {
  const json = text.slice(9);
  if (text[8] !== " " || text.slice(0, 8) !== checksum(json)) return undefined;
  const fields = JSON.parse(json) as Readonly<Record<string, unknown>>; // valid, as the checksum shows
  if (typeof fields["done"] === "number") {
    return { kind: "done", id: fields["done"], user: String(fields["user"]) };
  }
  // An earlier version left the sequence open until the delivery.
  const { sequence = String(fields["occurredAt"]) } = fields;
  const draft = checkInput({ ...(fields as unknown as PublishInput), sequence: sequence as string }, 0);
  return draft.ok && typeof fields["put"] === "number"
    ? { kind: "put", id: fields["put"], draft: draft.value }
    : undefined;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
