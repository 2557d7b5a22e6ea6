/** The middle of a list of measurements; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param share 0 … 1, by linear interpolation between the neighbours */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export interface Slope {
  /** Of y per x. */
  readonly value: number;
  /** Of the slope; infinite for fewer than three points. */
  readonly standardError: number;
}

/** The least-squares line through points that are [x, y]. The x must not all be the same. */
export function slopeOf(points: readonly (readonly [number, number])[]): Slope {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const sum = (value: (x: number, y: number) => number): number =>
    points.reduce((total, [x, y]) => total + value(x - meanX, y - meanY), 0);
  const spread = sum((x) => x * x);
  const value = sum((x, y) => x * y) / spread;
  if (points.length < 3) return { value, standardError: Number.POSITIVE_INFINITY };
  const residual = sum((x, y) => (y - value * x) ** 2) / (points.length - 2);
  return { value, standardError: Math.sqrt(residual / spread) };
}
