/** One measured figure against a floor measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: "ms" | "MiB" | "KiB" | "µs" | "/s" | "s" | "%";
  readonly value: number;
  readonly floor: { readonly name: string; readonly value: number };
  /** The ratio (or the value itself) that is aimed at, and on which side of it the figure should be. */
  readonly aim?: {
    readonly at: number;
    readonly of?: "ratio" | "value";
    readonly better: "lower" | "higher";
  };
}

/** A table for people, then one line of JSON for programs. */
export function report(figures: readonly Figure[]): string {
  return `${figureTable(figures)}\n\n${JSON.stringify(figures)}`;
}

export function figureTable(figures: readonly Figure[]): string {
  const header = ["figure", "value", "floor", "", "ratio", "aim", ""];
  const rows = figures.map(({ name, unit, value, floor, aim }) => {
    const ratio = value / floor.value;
    const aimed = aim?.of === "value" ? value : ratio;
    const isMet = aim === undefined || (aim.better === "lower" ? aimed <= aim.at : aimed >= aim.at);
    return [
      name,
      `${round(value)} ${unit}`,
      `${round(floor.value)} ${unit}`,
      floor.name,
      Number.isFinite(ratio) ? `${ratio.toFixed(2)}×` : "–",
      aim === undefined
        ? ""
        : `${aim.better === "lower" ? "≤" : "≥"} ${aim.at}${aim.of === "value" ? ` ${unit}` : "×"}`,
      aim === undefined ? "" : isMet ? "met" : "MISSED",
    ];
  });
  return textTable([header, ...rows]);
}

/** Cells in columns; the first row is the header. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const columns = rows[0] ?? [];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
