import { CsvError, parse } from "csv-parse/sync";
import { MAX_ALIASES, MAX_PEOPLE, type Person } from "../../contract/people.ts";
import { canonicalId } from "../../contract/subject.ts";
import { forbiddenCharacter, oneLine } from "../../contract/text.ts";

/** Why a file is no directory. */
export type CsvReason =
  | "not-utf8"
  | "bad-csv"
  | "no-id-column"
  | "no-people"
  | "too-many-people"
  | "bad-id"
  | "too-many-aliases"
  | "double-id"
  | "double-alias";

/** A fault with its place. */
export interface CsvFault {
  readonly reason: CsvReason;
  /** Of the file, from 1; of a cell with line breaks the last one. Undefined for the file as a whole. */
  readonly line?: number;
  /** The name of the column. */
  readonly column?: string;
  /** English. It may quote the file. */
  readonly detail: string;
}

export type PeopleCsv =
  | {
      readonly ok: true;
      readonly people: readonly Person[];
      /** The names of columns that are not read. */
      readonly ignored: readonly string[];
    }
  /** The first {@link MOST_FAULTS}. */
  | { readonly ok: false; readonly faults: readonly CsvFault[] };

export const MOST_FAULTS = 20;
const ALIAS_COLUMNS = ["alias", "aliases"];

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads the people of a CSV file (RFC 4180, UTF-8). Its first row names the columns: `id`, and any number of `aliases`,
 * whose cells hold aliases with `;` between them. All other columns are ignored. An alias that is the person's own id, or
 * is named twice for one person, is left out; every other double is a fault. Never throws.
 */
export function readPeopleCsv(bytes: Uint8Array): PeopleCsv {
  const rows = rowsOf(bytes);
  if ("reason" in rows) return { ok: false, faults: [rows] };
  const [head, ...body] = rows;
  const columns = head?.record.map((name) => name.trim()) ?? [];
  const at = (names: readonly string[]): number[] =>
    columns.flatMap((name, index) => (names.includes(name.toLowerCase()) ? [index] : []));
  const [idColumn, secondId] = at(["id"]);
  if (idColumn === undefined || secondId !== undefined) {
    const seen = columns.map((name) => JSON.stringify(name)).join(", ") || "nothing";
    const detail = `the first row must name one column "id"; it has ${seen}`;
    return { ok: false, faults: [{ reason: "no-id-column", line: 1, detail }] };
  }
  const aliasColumns = at(ALIAS_COLUMNS);
  const people = new People();
  for (const { record, info } of body) {
    const cell = (index: number) => ({
      text: record[index] ?? "",
      line: info.lines,
      column: columns[index] ?? "",
    });
    people.add(cell(idColumn), aliasColumns.map(cell));
  }
  const faults = people.faults();
  if (faults.length > 0) return { ok: false, faults };
  const ignored = columns.filter((_, index) => index !== idColumn && !aliasColumns.includes(index));
  return { ok: true, people: people.all, ignored };
}

function rowsOf(bytes: Uint8Array): readonly Row[] | CsvFault {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { reason: "not-utf8", detail: 'it is not UTF-8; in Excel save it as "CSV UTF-8"' };
  }
  try {
    const options = { bom: true, info: true, skip_empty_lines: true, skip_records_with_empty_values: true };
    return parse(bytes, options) as unknown as readonly Row[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as unknown as { readonly lines?: number };
    return {
      reason: "bad-csv",
      ...(lines === undefined ? {} : { line: lines }),
      detail: oneLine(error.message),
    };
  }
}

interface Cell {
  readonly text: string;
  readonly line: number;
  readonly column: string;
}

/** The people of the rows so far, and every name that is taken. */
class People {
  readonly all: Person[] = [];
  readonly #faults: CsvFault[] = [];
  readonly #ids = new Map<string, number>();
  readonly #aliases = new Map<string, Cell & { readonly owner: string }>();

  add(idCell: Cell, aliasCells: readonly Cell[]): void {
    const id = this.#read(idCell, idCell.text.trim());
    if (id === undefined) return;
    const before = this.#ids.get(id);
    if (before !== undefined) {
      this.#fault("double-id", idCell, `${quoted(id)} is in line ${before} already`);
      return;
    }
    this.#ids.set(id, idCell.line);
    const aliases = new Set<string>();
    for (const cell of aliasCells) {
      for (const text of cell.text.split(";")) {
        const alias: string | undefined = text.trim() === "" ? id : this.#read(cell, text.trim());
        if (alias === undefined || alias === id || aliases.has(alias)) continue;
        aliases.add(alias);
        const other = this.#aliases.get(alias);
        if (other === undefined) this.#aliases.set(alias, { ...cell, owner: id });
        else
          this.#fault(
            "double-alias",
            cell,
            `${quoted(alias)} is an alias of ${quoted(other.owner)} in line ${other.line}`,
          );
      }
    }
    if (aliases.size > MAX_ALIASES) {
      this.#fault(
        "too-many-aliases",
        aliasCells[0] ?? idCell,
        `${aliases.size} aliases, at most ${MAX_ALIASES}`,
      );
    }
    this.all.push({ id, aliases: [...aliases] });
  }

  /** After the last row: an alias may collide with an id that follows. */
  faults(): readonly CsvFault[] {
    if (this.all.length > MAX_PEOPLE) {
      return [{ reason: "too-many-people", detail: `${this.all.length} people, at most ${MAX_PEOPLE}` }];
    }
    for (const [alias, cell] of this.#aliases) {
      const line = this.#ids.get(alias);
      if (line !== undefined) this.#fault("double-alias", cell, `${quoted(alias)} is the id in line ${line}`);
    }
    if (this.all.length === 0 && this.#faults.length === 0) {
      return [{ reason: "no-people", detail: "there is no person in it" }];
    }
    return this.#faults;
  }

  #read(cell: Cell, text: string): string | undefined {
    const hidden = forbiddenCharacter(text, "id");
    const id = canonicalId(text);
    if (id.ok && hidden === undefined) return id.value;
    this.#fault("bad-id", cell, `${quoted(text)}: ${id.ok ? `it has ${hidden}` : id.detail}`);
    return undefined;
  }

  #fault(reason: CsvReason, { line, column }: Cell, detail: string): void {
    if (this.#faults.length < MOST_FAULTS) this.#faults.push({ reason, line, column, detail });
  }
}

function quoted(text: string): string {
  return oneLine(JSON.stringify(text.slice(0, 80)));
}

/** The file of a directory, which {@link readPeopleCsv} reads back. */
export function formatPeopleCsv(people: readonly Person[]): string {
  const cell = (text: string): string => (/[",\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return ["id,aliases", ...people.map(({ id, aliases }) => `${cell(id)},${cell(aliases.join(";"))}`)].join(
    "\n",
  );
}
