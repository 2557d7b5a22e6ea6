/** The forms in which a secret may stand in a text, as patterns. */

/** Characters of a secret in one pattern. A longer secret is found by its parts. */
const MOST_IN_ONE = 200;
/** Characters of base64 that are found inside a longer text. Fewer would also be found in ordinary words. */
const LEAST_BASE64 = 4;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\f": "f",
  "\r": "r",
};

/**
 * Patterns that find a text as it is, URL-encoded, JSON-escaped (both several times over, and in part), and in base64
 * at any place of the encoded bytes.
 */
export function formsOf(secret: string): RegExp[] {
  return partsOf([...secret]).flatMap((part) => [
    new RegExp(part.split(RUNS).map(spelledRun).join(""), "g"),
    ...base64Forms(part).map((form) => new RegExp([...form].map(base64Character).join(""), "g")),
  ]);
}

/** Parts of about the same length, so that no part is short. */
function partsOf(characters: readonly string[]): string[] {
  const parts = Math.ceil(characters.length / MOST_IN_ONE);
  const size = Math.ceil(characters.length / parts);
  return Array.from({ length: parts }, (_, part) =>
    characters.slice(part * size, (part + 1) * size).join(""),
  );
}

const RUNS = /(\\+)/;
/** A backslash, also in a URL. JSON in JSON has several before one character. */
const BACKSLASH = String.raw`(?:\\|%(?:25)*5[cC])`;

/** A run of backslashes has one quantifier. With one for each of them, a search could take very long. */
function spelledRun(run: string): string {
  if (!run.startsWith("\\")) return [...run].map(spelled).join("");
  const { length } = run;
  return `(?:${BACKSLASH}{${length},}|(?:${BACKSLASH}+u005[cC]){${length}})`;
}

/** A character in all its spellings. */
function spelled(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const escaped = units.map((unit) => `${BACKSLASH}+u${hex(unit, 4)}`).join("");
  const short = SHORT_ESCAPES[character];
  const spellings = [
    /["'/]/.test(character) ? `${BACKSLASH}*(?:${character}|${percent(character)})` : literal(character),
    percent(character),
    escaped,
    ...(short === undefined ? [] : [`${BACKSLASH}+${short}`]),
    ...(character === " " ? [String.raw`\+`] : []),
  ];
  return `(?:${spellings.join("|")})`;
}

function percent(character: string): string {
  return [...new TextEncoder().encode(character)].map((byte) => `%(?:25)*${hex(byte, 2)}`).join("");
}

/** Hexadecimal digits in both cases. */
function hex(value: number, digits: number): string {
  return value
    .toString(16)
    .padStart(digits, "0")
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literal(character: string): string {
  return character.replace(/[\^$\\.*+?()[\]{}|-]/g, String.raw`\$&`);
}

/**
 * The characters of base64 that depend on nothing but the secret, for its three places in a group of three bytes. A
 * secret that is too short for that is found if it is encoded alone.
 */
function base64Forms(secret: string): string[] {
  const bytes = [...new TextEncoder().encode(secret)];
  const encoded = (before: number): string =>
    btoa(String.fromCharCode(...Array<number>(before).fill(0), ...bytes));
  const inside = [0, 1, 2].map((before) =>
    encoded(before).slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)),
  );
  return [...inside.filter((form) => form.length >= LEAST_BASE64), ...(bytes.length < 3 ? [encoded(0)] : [])];
}

/** Also in the alphabet for URLs, and URL-encoded or JSON-escaped itself. */
function base64Character(character: string): string {
  const forUrls = { "+": "-", "/": "_" }[character];
  return forUrls === undefined ? literalOrPercent(character) : `(?:${spelled(character)}|${forUrls})`;
}

function literalOrPercent(character: string): string {
  return character === "=" ? spelled(character) : character;
}
