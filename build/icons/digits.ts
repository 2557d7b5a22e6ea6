/** Box and stroke width of a digit, in units of the icon's base size. */
export interface DigitBox {
  readonly width: number;
  readonly height: number;
  readonly stem: number;
}

/** SVG path for a stroke of width `stem`, without a fill. */
export type StrokePath = string;

/**
 * A digit as strokes, so that the result depends on no installed font. With matching `width`, `height` and `stem`,
 * straight edges lie on whole units: crisp at the base size, smooth when enlarged.
 */
export function digitPath(digit: number, box: DigitBox): StrokePath {
  const { width, height, stem } = box;
  const half = stem / 2;
  const [left, right, top, bottom] = [half, width - half, half, height - half];
  const [centre, middle] = [width / 2, height / 2];
  const r = Math.min((right - left) / 2, (middle - top) / 2);
  const arc = (x: number, y: number, sweep: 0 | 1 = 1): string => `A${r} ${r} 0 0 ${sweep} ${x} ${y}`;
  const ring = (from: number, to: number): string =>
    `M${left} ${from + r}${arc(left + r, from)}H${right - r}${arc(right, from + r)}V${to - r}` +
    `${arc(right - r, to)}H${left + r}${arc(left, to - r)}Z`;

  switch (digit) {
    case 0:
      return ring(top, bottom);
    case 1:
      // The mitre of the join ends exactly in the upper right corner.
      return `M${centre - stem} ${stem * 1.395}L${centre} ${stem * 0.845}V${height}`;
    case 2:
      return (
        `M${left} ${top + r}${arc(left + r, top)}H${right - r}${arc(right, top + r)}` +
        `C${right} ${middle + half} ${left} ${middle + half} ${left} ${bottom}H${width}`
      );
    case 3:
      return (
        `M${left} ${top + r * 0.9}${arc(left + r, top)}H${right - r}${arc(right, top + r)}` +
        `V${middle - r}${arc(right - r, middle)}H${centre - half * 0.6}H${right - r}${arc(right, middle + r)}` +
        `V${bottom - r}${arc(right - r, bottom)}H${left + r}${arc(left, bottom - r * 0.9)}`
      );
    case 4:
      return `M${left + half * 0.7} 0L${left} ${height - stem * 1.5}H${width}M${right - half * 0.5} ${middle - half}V${height}`;
    case 5:
      return (
        `M${width - half * 0.5} ${top}H${left}V${middle - half * 0.6}H${right - r}${arc(right, middle - half * 0.6 + r)}` +
        `V${bottom - r}${arc(right - r, bottom)}H${left + r}${arc(left, bottom - r * 0.9)}`
      );
    case 6:
      return `M${right} ${top}H${left + r}${arc(left, top + r, 0)}V${bottom - r}${ring(middle, bottom)}`;
    case 7:
      return `M0 ${top}H${right}L${left + stem * 0.7} ${height}`;
    case 8:
      return ring(top, middle) + ring(middle, bottom);
    case 9:
      return `${ring(top, middle)}M${right} ${top + r}V${bottom - r}${arc(right - r, bottom)}H${left}`;
    default:
      throw new RangeError(`not a digit: ${digit}`);
  }
}

/** A dash as a stroke, as wide as a digit and at half its height. */
export function dashPath({ width, height, stem }: DigitBox): StrokePath {
  return `M0 ${Math.round((height - stem) / 2) + stem / 2}H${width}`;
}

/** A plus sign as strokes in a square of this width. */
export function plusPath(width: number): StrokePath {
  return `M${width / 2} 0V${width}M0 ${width / 2}H${width}`;
}
