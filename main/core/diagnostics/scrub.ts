import { formsOf } from "./secret-forms.ts";
import { LOOKS } from "./secret-looks.ts";

/** Stands for a removed part. */
export const REMOVED = "[removed]";

/**
 * Characters of a short secret. Removing only such a secret would show it: the reader could complete the word. A text
 * that holds one is removed as a whole.
 */
const SHORT = 8;
/** Characters of a line that identifies a secret of several lines, such as a key file. */
const LEAST_LINE = 16;

/** Removes all secrets from a text. */
export type Scrub = (text: string) => string;

/**
 * Creates a function that removes secrets: known ones in every form of `formsOf`, and everything that looks like one. A
 * text in which a secret remains nevertheless is removed as a whole.
 * @param secrets passwords, seeds, tokens, and contents of credential and key files
 */
export function scrubber(secrets: Iterable<string>): Scrub {
  const known = [...new Set([...secrets].flatMap(linesOf))].map((secret) => ({
    isShort: secret.length < SHORT,
    forms: formsOf(secret),
  }));
  const holdsSecret = (text: string): boolean =>
    known.some(({ forms }) => forms.some((form) => text.search(form) >= 0));

  return (text) => {
    const found: Range[] = [];
    for (const { isShort, forms } of known) {
      const ranges = forms.flatMap((form) => rangesOf(text, form));
      if (isShort && ranges.length > 0) return REMOVED;
      found.push(...ranges);
    }
    for (const look of LOOKS) found.push(...rangesOf(text, look));
    const cut = without(text, found);
    return holdsSecret(JSON.stringify(cut)) ? REMOVED : cut;
  };
}

/** Scrubs every text of a value, at any depth. Keys stay, because they are those of the value's type. */
export function scrubbed<Value>(value: Value, scrub: Scrub): Value {
  const clean = (part: unknown): unknown => {
    if (typeof part === "string") return scrub(part);
    if (Array.isArray(part)) return part.map(clean);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, clean(inner)]));
  };
  return clean(value) as Value;
}

/** The long lines of a secret of several lines, without the titles of its blocks. Otherwise the secret itself. */
function linesOf(secret: string): string[] {
  const text = secret.trim();
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.length >= LEAST_LINE && !line.startsWith("-----"));
  if (/\n/.test(text) && lines.length > 0) return lines;
  return [...new Set([secret, text])].filter((each) => each !== "");
}

type Range = readonly [from: number, to: number];

function rangesOf(text: string, pattern: RegExp): Range[] {
  return [...text.matchAll(pattern)]
    .filter(([found]) => found !== "")
    .map(({ index, 0: found }) => [index, index + found.length]);
}

function without(text: string, ranges: readonly Range[]): string {
  let kept = "";
  let at = 0;
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    if (from > at || (from === at && !kept.endsWith(REMOVED))) kept += text.slice(at, from) + REMOVED;
    at = Math.max(at, to);
  }
  return kept + text.slice(at);
}
