/**
 * Text for people. Names come from a catalog, an id or a policy, and are shown in menus, tooltips, notifications and
 * titles. A noncharacter (U+FFFF, U+FDD0, U+1FFFE …) or a lone surrogate in them ends Chromium's process on Linux: its
 * D-Bus writer checks for them and aborts (`dbus::MessageWriter::AppendString`, `base::IsStringUTF8`).
 */

const BROKEN = /[\p{Cs}\p{Noncharacter_Code_Point}]/gu;
/** Control characters, line breaks, and format characters, which are invisible or change the direction of a text. */
const HIDDEN = String.raw`\p{Cc}\p{Cf}\p{Zl}\p{Zp}`;
/** Two format characters combine emoji or shape Persian. They are kept between two visible characters only. */
const JOINERS = String.raw`\u200c\u200d`;
const SEEN = String.raw`[^${HIDDEN}\p{Cs}\s]`;
const JOINED = `(?<=${SEEN})[${JOINERS}](?=${SEEN})`;
const UNPRINTED = new RegExp(String.raw`(?:(?!${JOINED})[${HIDDEN}\s])+`, "gu");

/** Joiners are allowed in a name, but not in an id or an address, which are also compared. */
const FORBIDDEN_IN_ID = new RegExp(String.raw`[\p{Cs}\p{Noncharacter_Code_Point}${HIDDEN}]`, "u");
const FORBIDDEN_IN_NAME = new RegExp(`(?!${JOINED})${FORBIDDEN_IN_ID.source}`, "u");
const FORBIDDEN = { id: FORBIDDEN_IN_ID, name: FORBIDDEN_IN_NAME };

/**
 * Turns any text into one line that every part of a desktop can draw. A noncharacter or a lone surrogate becomes
 * U+FFFD. A run of white space, control and format characters, and joiners that join nothing, becomes one space. The
 * function is idempotent.
 */
export function oneLine(text: string): string {
  return text.replace(BROKEN, "\ufffd").replace(UNPRINTED, " ").trim();
}

/** {@link oneLine}, but never empty: U+FFFD replaces an empty line, for example of an id shown as a name. */
export function visibleLine(text: string): string {
  return oneLine(text) || "\ufffd";
}

/** Describes the first forbidden character, such as `U+FFFF as character 4`; undefined when there is none. */
export function forbiddenCharacter(text: string, kind: keyof typeof FORBIDDEN = "name"): string | undefined {
  const found = FORBIDDEN[kind].exec(text);
  if (found === null) return undefined;
  const [character] = found;
  const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  const place = `U+${code} as character ${[...text.slice(0, found.index)].length + 1}`;
  const isStray = kind === "name" && new RegExp(`[${JOINERS}]`).test(character);
  return isStray ? `${place}, not between two visible characters` : place;
}
