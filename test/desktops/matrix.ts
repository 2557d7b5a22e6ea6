import { CHECKS, type Check } from "./checks.ts";
import type { Outcome } from "./scenario.ts";

/** What came out on one desktop. */
export type Row =
  | { readonly title: string; readonly outcomes: ReadonlyMap<Check, Outcome> }
  /** The desktop could not be started. */
  | { readonly title: string; readonly skipped: string }
  /** The app could not be started on it. */
  | { readonly title: string; readonly broken: string };

export function hasFailed(row: Row): boolean {
  if ("outcomes" in row) return [...row.outcomes.values()].some(({ kind }) => kind === "failed");
  return "broken" in row;
}

const SIGNS = { passed: "yes", failed: "**no**", "left out": "–" } as const;

/** A Markdown table with a row a desktop; below it the reason of each "no" and of each desktop that was skipped. */
export function matrix(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const notes: string[] = [];
  const table = rows.map((row) => {
    if ("skipped" in row) {
      notes.push(`- ${row.title}: skipped: ${oneLine(row.skipped)}`);
      return line([row.title, ...CHECKS.map(() => "skipped")]);
    }
    if ("broken" in row) {
      notes.push(`- ${row.title}: the app does not start: ${oneLine(row.broken)}`);
      return line([row.title, ...CHECKS.map(() => SIGNS.failed)]);
    }
    for (const [check, outcome] of row.outcomes)
      if (outcome.kind === "failed") notes.push(`- ${row.title}, ${check}: ${oneLine(outcome.reason)}`);
    return line([row.title, ...CHECKS.map((check) => SIGNS[row.outcomes.get(check)?.kind ?? "left out"])]);
  });
  return [
    line(["desktop", ...CHECKS]),
    line(["---", ...CHECKS.map(() => "---")]),
    ...table,
    "",
    ...notes,
    "",
  ].join("\n");
}

function oneLine(text: string): string {
  return (text.split("\n")[0] ?? "").slice(0, 300);
}
