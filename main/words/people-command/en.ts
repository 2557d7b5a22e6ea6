import { counted } from "../counted.ts";
import { digits } from "../digits.ts";

const people = (count: number): string => (count === 1 ? "1 person" : `${digits("en", count)} people`);

/** The texts of `alrimi people`. */
export const peopleCommandEn = {
  about:
    "the people directory: whose counts are accepted, and their aliases. Without one, anybody's counts are accepted",
  import:
    "replace the directory by FILE (CSV, UTF-8; - for standard input): a column id, and aliases with ; between them",
  list: "print the directory as CSV",
  show: "show one person, by id or alias",
  remove: "remove people from the directory, or the whole directory",
  leavers:
    "list the people who have left or have a new id according to HR's events, and whether their logins are still valid",
  option: {
    dryRun: "say what would change, and write nothing",
    force: "continue even if more than 20 % of the people are removed",
    forget: "also remove the counts and reports of those who are removed (alrimi users forget)",
    all: "remove the whole directory; anybody's counts are accepted then",
    apply: "remove their counts and reports, and revoke their logins in the kit",
  },
  fault: (line: number | undefined, column: string | undefined, detail: string) =>
    `${[line === undefined ? "" : `line ${line}`, column === undefined ? "" : `column "${column}"`]
      .filter(Boolean)
      .join(", ")}${line === undefined && column === undefined ? "" : ": "}${detail}`,
  refused: (file: string, faults: string) => `${file} was not imported, and nothing was changed:\n${faults}`,
  tooManyRemoved: (removed: number, before: number) =>
    `This would remove ${people(removed)} of ${digits("en", before)}: more than 20 %. Nothing was changed. Is it the right file? If so, add --force.`,
  imported: (count: number, aliases: number) =>
    `The new directory has ${people(count)} and ${counted(aliases, "alias", "aliases")}.`,
  notWritten: "Nothing was written (--dry-run).",
  changes: (added: number, removed: number, changed: number, unchanged: number) =>
    `New: ${added}, removed: ${removed}, other aliases: ${changed}, unchanged: ${unchanged}.`,
  removedIds: (ids: string) => `Removed: ${ids}`,
  more: (count: number) => `and ${digits("en", count)} more`,
  ignored: (columns: string) => `Columns that are not read or stored: ${columns}.`,
  afterRemoval:
    'Their counts stay with the broker until "alrimi users forget ID" (or --forget), their logins until "alrimi users revoke ID".',
  forgotten: (events: number, reports: number) =>
    `Removed for them: ${counted(events, "count")}, ${counted(reports, "report")}. Revoke their logins with "alrimi users revoke ID".`,
  leaver: (id: string, date: string, now: string | undefined, hasLogin: boolean) =>
    `${id}\t${date}\t${now === undefined ? "left" : `now ${now}`}${hasLogin ? "\tlogin still valid" : ""}`,
  leaverCount: (count: number, logins: number | undefined) =>
    `${counted(count, "id")}${logins === undefined ? "" : `, ${counted(logins, "valid login")}`}.`,
  leaversForgotten: (events: number, reports: number) =>
    `Removed for them: ${counted(events, "count")}, ${counted(reports, "report")}.`,
  person: (id: string, aliases: string) =>
    aliases === "" ? `${id}, without an alias` : `${id}, also ${aliases}`,
  unknown: (names: string) => `Not in the directory: ${names}. Nothing was changed.`,
  noDirectory: "There is no people directory: anybody's counts are accepted.",
  nobodyNamed: "Name the people, or use --all for the whole directory.",
  lastOnes: "Nobody would be left. To accept anybody's counts again, use --all.",
  cleared:
    "The directory is removed. From now on anybody's counts are accepted, and an alias counts as another person.",
};

export type PeopleCommandWords = typeof peopleCommandEn;
