/** UTF-16 units that Windows keeps of a tray icon's tooltip (`NOTIFYICONDATAW.szTip`, less its end). */
const WINDOWS_LIMIT = 127;

/** What a tooltip says, line by line. */
export interface TooltipLines {
  /** The app's name and the total. */
  readonly total: string;
  /** As of when, whether it is connected, until when it is paused. */
  readonly state: readonly string[];
  /** One line a service with something waiting. */
  readonly services: readonly string[];
  /** That there are so many more services. */
  readonly more: (services: number) => string;
}

/** A tooltip of any length: the state stands last. @param most services that get a line of their own */
export function tooltipText({ total, state, services, more }: TooltipLines, most: number): string {
  return [total, ...shortened(services, most, more), ...state].join("\n");
}

/**
 * The same for Windows, which cuts a tooltip off in the middle of whatever stands there: what matters most comes first,
 * and the services are as many whole lines as there is room for.
 */
export function shortTooltipText({ total, state, services, more }: TooltipLines): string {
  const head = [total, ...state];
  // A line takes two units at the least, with its break.
  for (let most = Math.min(services.length, WINDOWS_LIMIT >> 1); most >= 0; most--) {
    const text = [...head, ...shortened(services, most, more)].join("\n");
    if (text.length <= WINDOWS_LIMIT) return text;
  }
  // Not even the number of services fits: what is left of the first lines.
  while (head.length > 1 && head.join("\n").length > WINDOWS_LIMIT) head.pop();
  return head.join("\n").slice(0, WINDOWS_LIMIT);
}

function shortened(services: readonly string[], most: number, more: TooltipLines["more"]): readonly string[] {
  return services.length <= most ? services : [...services.slice(0, most), more(services.length - most)];
}
