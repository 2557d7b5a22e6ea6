import type { Language } from "../contract/catalog.ts";
import { digits } from "../words/digits.ts";
import type { Words } from "../words/index.ts";
import type { ShownService } from "./situation.ts";

/** The text of an unknown count. */
export const UNKNOWN = "–";

/** A count as text. While the connection is not fresh a 0 may be outdated, so it is shown as unknown. */
export function countDigits(
  language: Language,
  { count }: Pick<ShownService, "count">,
  isFresh: boolean,
): string {
  return count === undefined || (count === 0 && !isFresh) ? UNKNOWN : digits(language, count);
}

/** {@link countDigits}, marked if the count is unsure: `12`, `12 (not confirmed)`, `–`. */
export function countInLine(
  language: Language,
  shown: Pick<ShownService, "count" | "certainty">,
  isFresh: boolean,
  words: Words,
): string {
  const text = countDigits(language, shown, isFresh);
  return shown.certainty === "unsure" ? `${text} (${words.counts.unsure})` : text;
}
