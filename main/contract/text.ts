/**
 * Text for people. Names come from a catalog, an id or a policy, and go to menus, tooltips, notifications and titles. A
 * noncharacter (U+FFFF, U+FDD0, U+1FFFE …) or a lone surrogate there ends Chromium's process on Linux: its D-Bus writer
 * checks for them and aborts (`dbus::MessageWriter::AppendString`, `base::IsStringUTF8`).
 */

const BROKEN = /[\p{Cs}\p{Noncharacter_Code_Point}]/gu;
/** Controls and line breaks, and format characters, which turn the direction of a text or cannot be seen. */
const UNPRINTED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu;
const FORBIDDEN = /[\p{Cs}\p{Noncharacter_Code_Point}\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * A text from outside as one line that every part of a desktop can draw: U+FFFD in the place of a noncharacter or a lone
 * surrogate, one space in the place of white space, control and format characters. Cleaning twice changes nothing.
 */
export function oneLine(text: string): string {
  return text.replace(BROKEN, "\ufffd").replace(UNPRINTED, " ").trim();
}

/** {@link oneLine} for a text that must be seen, such as an id that stands in the place of a name: never empty. */
export function visibleLine(text: string): string {
  return oneLine(text) || "\ufffd";
}

/** The first character that no name may have, in words: `U+FFFF as character 4`; undefined where all are good. */
export function forbiddenCharacter(text: string): string | undefined {
  const characters = [...text];
  const index = characters.findIndex((character) => FORBIDDEN.test(character));
  const codePoint = characters[index]?.codePointAt(0);
  if (codePoint === undefined) return undefined;
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")} as character ${index + 1}`;
}
