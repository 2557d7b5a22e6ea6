import type { Language } from "../contract/catalog.ts";
import { digits } from "../words/digits.ts";
import type { Words } from "../words/index.ts";
import type { ShownService } from "./situation.ts";

/** What stands in the place of a count that is unknown. */
export const UNKNOWN = "–";

/** A count as it is drawn. A 0 of a connection that is not fresh says nothing about now, so it is drawn as unknown. */
export function countDigits(
  language: Language,
  { count }: Pick<ShownService, "count">,
  isFresh: boolean,
): string {
  return count === undefined || (count === 0 && !isFresh) ? UNKNOWN : digits(language, count);
}

/** The count in a line of text, marked where it is not sure: `12`, `12 (not confirmed)`, `–`. */
export function countInLine(
  language: Language,
  shown: Pick<ShownService, "count" | "certainty">,
  isFresh: boolean,
  words: Words,
): string {
  const text = countDigits(language, shown, isFresh);
  return shown.certainty === "unsure" ? `${text} (${words.counts.unsure})` : text;
}
