/** UTF-16 units of a tray tooltip on Windows (`NOTIFYICONDATAW.szTip`, without the final null). */
const WINDOWS_LIMIT = 127;

/** The lines of a tooltip. */
export interface TooltipLines {
  /** The app's name and the total. */
  readonly total: string;
  /** The connection state with "as of", and the end of a pause. */
  readonly state: readonly string[];
  /** One line per service with a count above 0. */
  readonly services: readonly string[];
  /** The line for the number of further services. */
  readonly more: (services: number) => string;
}

/**
 * A tooltip of any length. Total and state come first, because a panel may cut it off.
 * @param most maximum number of services with a line of their own
 */
export function tooltipText({ total, state, services, more }: TooltipLines, most: number): string {
  return [total, ...state, ...shortened(services, most, more)].join("\n");
}

/**
 * A tooltip within the limit of Windows, which cuts off longer text. Total and state come first, then as many whole
 * service lines as fit.
 */
export function shortTooltipText({ total, state, services, more }: TooltipLines): string {
  const head = [total, ...state];
  // A line has at least two units: a character and its line break.
  for (let most = Math.min(services.length, WINDOWS_LIMIT >> 1); most >= 0; most--) {
    const text = [...head, ...shortened(services, most, more)].join("\n");
    if (text.length <= WINDOWS_LIMIT) return text;
  }
  // Not even the number of services fits, so only the first lines are shown.
  while (head.length > 1 && head.join("\n").length > WINDOWS_LIMIT) head.pop();
  return head.join("\n").slice(0, WINDOWS_LIMIT);
}

function shortened(services: readonly string[], most: number, more: TooltipLines["more"]): readonly string[] {
  return services.length <= most ? services : [...services.slice(0, most), more(services.length - most)];
}
