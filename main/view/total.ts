import type { Language } from "../contract/catalog.ts";
import { digits } from "../words/digits.ts";
import type { Words } from "../words/index.ts";
import { UNKNOWN } from "./count.ts";
import type { ShownService } from "./situation.ts";

/** The sum of all services. */
export interface Tally {
  /** The sum of all known counts, unsure ones included; undefined if no count is known. */
  readonly sum: number | undefined;
  readonly services: number;
  /** The number of services of each `Certainty`. */
  readonly sure: number;
  readonly unsure: number;
  readonly unheard: number;
}

/** Adds up the services. */
export function tallyOf(services: readonly Pick<ShownService, "count" | "certainty">[]): Tally {
  const known = services.flatMap(({ count }) => (count === undefined ? [] : [count]));
  const having = (certainty: ShownService["certainty"]): number =>
    services.filter((shown) => shown.certainty === certainty).length;
  return {
    sum: known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0),
    services: services.length,
    sure: having("sure"),
    unsure: having("unsure"),
    unheard: having("unheard"),
  };
}

/**
 * - `waiting`: the sum is above 0
 * - `nothing`: every service has a sure count of 0
 * - `quiet`: all known counts are 0, but some services are `unheard`
 * - `unknown`: no sum can be given
 */
export type TotalKind = "waiting" | "nothing" | "quiet" | "unknown";

/** The total on the board and the tray. */
export interface TotalView {
  readonly kind: TotalKind;
  /** The sum, or –. */
  readonly digits: string;
  readonly text: string;
  /** Whether every count in it is current. */
  readonly isSure: boolean;
}

/** The total as text. It says that nothing waits only if no count is unknown. */
export function totalView(tally: Tally, isFresh: boolean, language: Language, words: Words): TotalView {
  const { sum = 0, services, sure, unsure, unheard } = tally;
  const isSure = isFresh && unsure === 0;
  const unknown = { kind: "unknown", digits: UNKNOWN, isSure } as const;
  if (unheard === services) return { ...unknown, text: words.counts.noData };
  if (sum > 0) {
    const text = words.counts.waiting(sum);
    return {
      kind: "waiting",
      digits: digits(language, sum),
      text: unsure === 0 ? text : `${text} · ${words.counts.someUnsure}`,
      isSure,
    };
  }
  if (!isFresh || sure === 0) return { ...unknown, text: words.counts.unknownNow };
  if (sure === services) return { kind: "nothing", digits: "0", text: words.counts.nothingWaits, isSure };
  const text = words.counts.nothingKnown(sure, unsure, unheard);
  return unsure > 0 ? { ...unknown, text } : { kind: "quiet", digits: UNKNOWN, text, isSure };
}
