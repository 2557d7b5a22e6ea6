import type { Language } from "../contract/catalog.ts";
import { digits } from "../words/digits.ts";
import type { Words } from "../words/index.ts";
import { UNKNOWN } from "./count.ts";
import type { ShownService } from "./situation.ts";

/** The counts of all services together. */
export interface Tally {
  /** The sum of all known counts, also of those that are not sure; undefined where no count is known. */
  readonly sum: number | undefined;
  readonly services: number;
  /** How many services are sure, not sure, and never heard of. */
  readonly sure: number;
  readonly unsure: number;
  readonly unheard: number;
}

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
 * - `waiting`: something waits;
 * - `nothing`: every service said 0, and that is sure;
 * - `quiet`: nothing waits as far as is known, but some services never said anything;
 * - `unknown`: no number can be said.
 */
export type TotalKind = "waiting" | "nothing" | "quiet" | "unknown";

export interface TotalView {
  readonly kind: TotalKind;
  /** The sum, or –. */
  readonly digits: string;
  readonly text: string;
  /** Whether all that it is made of is the truth of now. */
  readonly isSure: boolean;
}

/** The total in words. Only where nothing is unknown they say that nothing waits. */
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
