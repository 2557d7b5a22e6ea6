import { defined } from "./defined.ts";
import { type DocumentRefusal, parseDocument } from "./document.ts";
import { MAX_EVENT_BYTES } from "./event.ts";
import { type Moment, type MomentRefusal, readMoment, show, wireMoment } from "./event-fields.ts";
import { compareAge } from "./order.ts";
import { MAX_ALIASES } from "./people.ts";
import { accept, type Result, refuse } from "./result.ts";
import { canonicalId, subjectToken } from "./subject.ts";
import { forbiddenCharacter } from "./text.ts";

/**
 * HR's token in `intake.HR`, `outcome.HR` and `refused.HR`. No service has it, because an encoded id has no capital letter
 * outside a percent escape.
 */
export const HR_TOKEN = "HR";
/** Where HR sends. */
export const HR_INTAKE = `intake.${HR_TOKEN}`;
/** HR's newest event about each id. It replaces the one before. */
export const HR_RECORDS = "people.hr.*";

/** Maximum size of a people event in bytes, as of a service's. The longest ids and aliases take less than 6 KiB of UTF-8. */
export const MAX_PEOPLE_EVENT_BYTES = MAX_EVENT_BYTES;

export const PEOPLE_EVENT_TYPES = ["people.joined", "people.left", "people.renamed"] as const;

/** What HR says of one person. All ids are canonical. Without `aliases` those of before stay. */
export type PeopleEvent = Moment & { readonly user: string } & (
    | { readonly type: "people.joined"; readonly aliases?: readonly string[] }
    | { readonly type: "people.left" }
    /** The old id is an alias from then on. */
    | { readonly type: "people.renamed"; readonly to: string; readonly aliases?: readonly string[] }
  );

/** Why what HR sent cannot be read. */
export type PeopleEventRefusal =
  | DocumentRefusal
  | MomentRefusal
  | "bad-type"
  | "bad-user"
  | "bad-new-id"
  | "bad-aliases";

/** Why an event of HR that can be read is refused: another person has the id or the alias, or there are too many. */
export type PeopleConflict = "id-taken" | "alias-taken" | "too-many-people";

/** Reads what HR sends. A refusal gives the first fault. Unknown fields are ignored. Never throws. */
export function parsePeopleEvent(payload: Uint8Array): Result<PeopleEvent, PeopleEventRefusal> {
  const document = parseDocument(payload, MAX_PEOPLE_EVENT_BYTES);
  if (!document.ok) return document;
  const fields = document.value as Readonly<
    Record<"type" | "user" | "to" | "aliases" | "occurredAt" | "sequence" | "epoch", unknown>
  >;
  const { type } = fields;
  const known = PEOPLE_EVENT_TYPES.find((each) => each === type);
  if (known === undefined)
    return refuse("bad-type", `"type" must be one of ${PEOPLE_EVENT_TYPES.join(", ")}`);
  const user = readId(fields.user);
  if (!user.ok) return refuse("bad-user", `"user": ${user.detail}`);
  const moment = readMoment(fields);
  if (!moment.ok) return moment;
  const said = { user: user.value, ...moment.value };
  if (known === "people.left") return accept({ type: known, ...said });
  const given = fields.aliases ?? undefined;
  const read = given === undefined ? undefined : readAliases(given);
  if (read?.ok === false) return read;
  const aliases = defined({ aliases: read?.value });
  if (known === "people.joined") return accept({ type: known, ...said, ...aliases });
  const to = readId(fields.to);
  if (!to.ok) return refuse("bad-new-id", `"to": ${to.detail}`);
  if (to.value === user.value) return refuse("bad-new-id", '"to" is the same id');
  return accept({ type: known, ...said, to: to.value, ...aliases });
}

function readAliases(value: unknown): Result<readonly string[], "bad-aliases"> {
  if (!Array.isArray(value) || value.length > MAX_ALIASES) {
    return refuse(
      "bad-aliases",
      `"aliases" must be a list of at most ${MAX_ALIASES} ids, not ${show(value)}`,
    );
  }
  const aliases = new Set<string>();
  for (const each of value as readonly unknown[]) {
    const alias = readId(each);
    if (!alias.ok) return refuse("bad-aliases", `"aliases": ${alias.detail}`);
    aliases.add(alias.value);
  }
  return accept([...aliases]);
}

/** As in an import: an invisible character is an error of an export. */
function readId(value: unknown): Result<string, "bad-id"> {
  const id = canonicalId(value);
  const hidden = id.ok ? forbiddenCharacter(id.value, "id") : undefined;
  return hidden === undefined ? id : refuse("bad-id", `it has ${hidden}`);
}

/** The JSON form. {@link parsePeopleEvent} reads it back as an equal event. */
export function formatPeopleEvent(event: PeopleEvent): string {
  return JSON.stringify({
    type: event.type,
    user: event.user,
    to: event.type === "people.renamed" ? event.to : undefined,
    aliases: event.type === "people.left" ? undefined : event.aliases,
    ...wireMoment(event),
  });
}

/** The ids that an event is about. A renaming is kept for both, because the old id may be given to somebody else. */
export function idsIn(event: PeopleEvent): readonly string[] {
  return event.type === "people.renamed" ? [event.user, event.to] : [event.user];
}

/** `people.hr.<id>`: where the newest event about an id is kept. */
export function hrRecordSubject(id: string): Result<string, "bad-id"> {
  const token = subjectToken(id);
  return token.ok ? accept(`people.hr.${token.value}`) : token;
}

/** Below 0 when `a` is older than `b`, 0 when they have the same place in HR's order, above 0 when `a` is newer. */
export function comparePeopleEvents(a: Moment, b: Moment): number {
  return compareAge({ generation: 0, ...a }, { generation: 0, ...b });
}
