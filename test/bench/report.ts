/** One measured figure against a floor measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: "ms" | "MiB" | "KiB" | "µs" | "/s" | "/min" | "s" | "%";
  readonly value: number;
  readonly floor: { readonly name: string; readonly value: number };
  /** The ratio (or the value itself, or what it has beyond the floor) that is aimed at, and which side of it is good. */
  readonly aim?: {
    readonly at: number;
    readonly of?: "ratio" | "value" | "excess";
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
    const aimed = aim?.of === "value" ? value : aim?.of === "excess" ? value - floor.value : ratio;
    const isMet = aim === undefined || (aim.better === "lower" ? aimed <= aim.at : aimed >= aim.at);
    return [
      name,
      `${round(value)} ${unit}`,
      `${round(floor.value)} ${unit}`,
      floor.name,
      Number.isFinite(ratio) ? `${ratio.toFixed(2)}×` : "–",
      aim === undefined ? "" : aimText(aim, unit),
      aim === undefined ? "" : isMet ? "met" : "MISSED",
    ];
  });
  return textTable([header, ...rows]);
}

function aimText({ at, of, better }: NonNullable<Figure["aim"]>, unit: Figure["unit"]): string {
  const sign = better === "lower" ? "≤" : "≥";
  if (of === "value") return `${sign} ${at} ${unit}`;
  return of === "excess" ? `${sign} floor + ${at} ${unit}` : `${sign} ${at}×`;
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
