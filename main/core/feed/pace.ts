const SECOND = 1_000;
/** The number of gets that may be open at the same time: at first, and at the most. */
const FIRST_WINDOW = 32;
const MAX_WINDOW = 256;
/** The longest time that counts as an answer's, in milliseconds. A longer one is a clock that was set. */
const SLOWEST = 30 * SECOND;
/** Milliseconds without an answer after which a get is late: at first, and one that looks for a leader or hears of it. */
const LATE_AFTER = SECOND;
const LATE_LOOK_AFTER = 2 * SECOND;
const LATE_HEARING_AFTER = 10 * SECOND;
/** Milliseconds after which a get is given up, at the most. */
const MAX_TIMEOUT = 60 * SECOND;

/** How the server of the present connection answers. */
export interface Pace {
  /** The number of gets that may be open at the same time. */
  readonly window: number;
  /** The longest time of a dial or an answer so far, in milliseconds. */
  readonly slowest: number;
}

/** @param took how long the dial took, in milliseconds */
export function firstPace(took: number): Pace {
  return { window: FIRST_WINDOW, slowest: within(took) };
}

/** A get was answered after `took` milliseconds: one more may be open. */
export function quicker({ window, slowest }: Pace, took: number): Pace {
  return { window: Math.min(window + 1, MAX_WINDOW), slowest: Math.max(slowest, within(took)) };
}

/** A get was not answered: half as many may be open. */
export function slower({ window, slowest }: Pace): Pace {
  return { window: Math.max(1, Math.floor(window / 2)), slowest };
}

/**
 * Milliseconds after which a get that was sent `asks` times is late.
 * @param stream whether the stream has answered; else one get goes ahead, and all others wait for it. An app that hears
 * when a leader is elected need not look for one.
 */
export function lateAfter({ slowest }: Pace, asks: number, stream: "served" | "looks" | "hears"): number {
  if (stream === "hears") return LATE_HEARING_AFTER;
  if (stream === "looks") return asks <= 1 ? LATE_AFTER : LATE_LOOK_AFTER;
  return Math.max(LATE_AFTER, 2 * slowest) * 2 ** Math.min(Math.max(0, asks - 1), 2);
}

/**
 * The timeout of a get. An answer that comes later is work for nothing, and asking again adds more. So a server that
 * was slow before is given more time.
 * @param usual milliseconds
 */
export function timeoutOf({ slowest }: Pace, usual: number): number {
  return Math.max(usual, Math.min(4 * slowest, MAX_TIMEOUT));
}

function within(took: number): number {
  return Math.min(Math.max(0, took), SLOWEST);
}
