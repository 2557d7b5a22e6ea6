import { type Result, refuse } from "../../contract/result.ts";
import type { Problem } from "../problem.ts";
import { governing } from "./effective.ts";
import type { PolicyFault } from "./managed-policy.ts";
import { type PolicyEntry, type PolicySource, placeOf } from "./policy-source.ts";

/** An entry with its policy. */
export interface PlacedEntry {
  readonly source: PolicySource;
  readonly entry: PolicyEntry;
}

/** The entry that is used. */
export function governingEntry(placed: readonly PlacedEntry[]): PlacedEntry | undefined {
  return governing(placed, ({ source }) => source.kind);
}

/** The first meaning that is accepted, else the refusal of the first one. */
export function parseEntry<Value>(
  { readings }: PolicyEntry,
  parse: (value: unknown) => Result<Value, string>,
): Result<Value, string> {
  const parsed = readings.map(parse);
  return parsed.find(({ ok }) => ok) ?? parsed[0] ?? refuse("bad-value", "no value");
}

export function faultOf(placed: PlacedEntry, detail: string): PolicyFault {
  return { where: whereIs(placed), detail };
}

/** The problem of an entry that must not be left out. */
export function problemOf(placed: PlacedEntry, detail: string): Problem {
  return { key: "policy-refused", args: [whereIs(placed), detail] };
}

/** The policy that holds the entry, as `file:line`. */
export function whereIs({ source: { file }, entry: { line } }: PlacedEntry): string {
  return placeOf(file, line);
}
