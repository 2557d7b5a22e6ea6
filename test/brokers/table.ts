import type { VitestResult } from "../vitest-run.ts";

/** What came of one server. */
export type Row =
  | {
      readonly version: string;
      readonly origin: string;
      readonly broker: VitestResult;
      readonly chaos: VitestResult;
      readonly seconds: number;
    }
  | { readonly origin: string /** Why it could not be had. */; readonly missing: string };

/** The table for build/platforms/TESTED.md. */
export function tableOf(rows: readonly Row[]): string {
  return [
    "| nats-server | from | broker tests | clusters broken | minutes |",
    "|---|---|---|---|---|",
    ...rows.map((row) =>
      "missing" in row
        ? `| – | ${row.origin} | not run: ${cell(row.missing)} | | |`
        : `| ${row.version} | ${row.origin} | ${tally(row.broker)} | ${tally(row.chaos)} | ${(row.seconds / 60).toFixed(1)} |`,
    ),
  ].join("\n");
}

function tally({ passed, failed, skipped }: VitestResult): string {
  const parts = [`${passed.toLocaleString("en")} passed`];
  if (failed > 0) parts.push(`**${failed} failed**`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return parts.join(", ");
}

/** A message as it can stand in a table. */
function cell(text: string): string {
  return text.split("\n", 1)[0]?.replaceAll("|", "/").trim() ?? "";
}
