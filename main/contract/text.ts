/**
 * Text for people. Names come from a catalog, an id or a policy, and go to menus, tooltips, notifications and titles. A
 * noncharacter (U+FFFF, U+FDD0, U+1FFFE …) or a lone surrogate there ends Chromium's process on Linux: its D-Bus writer
 * checks for them and aborts (`dbus::MessageWriter::AppendString`, `base::IsStringUTF8`).
 */

const BROKEN = /[\p{Cs}\p{Noncharacter_Code_Point}]/gu;
/** Controls and line breaks, and format characters, which turn the direction of a text or cannot be seen. */
const HIDDEN = String.raw`\p{Cc}\p{Cf}\p{Zl}\p{Zp}`;
/** Two of those make one emoji of several, or shape Persian: between two characters that are seen, and only there. */
const JOINERS = String.raw`\u200c\u200d`;
const SEEN = String.raw`[^${HIDDEN}\p{Cs}\s]`;
const JOINED = `(?<=${SEEN})[${JOINERS}](?=${SEEN})`;
const UNPRINTED = new RegExp(String.raw`(?:(?!${JOINED})[${HIDDEN}\s])+`, "gu");

/** What no text for people may have; an id or an address, which is not only read, has no joiners either. */
const FORBIDDEN_IN_ID = new RegExp(String.raw`[\p{Cs}\p{Noncharacter_Code_Point}${HIDDEN}]`, "u");
const FORBIDDEN_IN_NAME = new RegExp(`(?!${JOINED})${FORBIDDEN_IN_ID.source}`, "u");
const FORBIDDEN = { id: FORBIDDEN_IN_ID, name: FORBIDDEN_IN_NAME };

/**
 * A text from outside as one line that every part of a desktop can draw: U+FFFD in the place of a noncharacter or a lone
 * surrogate, one space in the place of white space, control and format characters, and of joiners that join nothing.
 * Cleaning twice changes nothing.
 */
export function oneLine(text: string): string {
  return text.replace(BROKEN, "\ufffd").replace(UNPRINTED, " ").trim();
}

/** {@link oneLine} for a text that must be seen, such as an id that stands in the place of a name: never empty. */
export function visibleLine(text: string): string {
  return oneLine(text) || "\ufffd";
}

/** The first character that must not be there, in words: `U+FFFF as character 4`; undefined where all are good. */
export function forbiddenCharacter(text: string, kind: keyof typeof FORBIDDEN = "name"): string | undefined {
  const found = FORBIDDEN[kind].exec(text);
  if (found === null) return undefined;
  const [character] = found;
  const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  const place = `U+${code} as character ${[...text.slice(0, found.index)].length + 1}`;
  const isStray = kind === "name" && new RegExp(`[${JOINERS}]`).test(character);
  return isStray ? `${place}, not between two visible characters` : place;
}
