/** What a secret looks like. It is removed although it is not known. */

/** A sign between a name and its value, also URL-encoded. */
const IS = String.raw`["'\\]*\s*(?:[:=]|%3[aA]|%3[dD])\s*`;
const NAMES = "pass(?:word|wd|phrase|code)?|pwd|secret|token|seed|private[-_]?key|api[-_]?key";
/** Up to the quotation mark that is escaped as often as the first one, or to the end. */
const QUOTED = String.raw`"(?:\\.|[^"\\])*"?|(?<escape>\\+)"(?:(?!(?<!\\)\k<escape>").)*|'[^']*`;

const BEGIN = "-----BEGIN[A-Z0-9 %+]+-----";
const END = "-+END[A-Z0-9 %+]+-+";

/** Characters. */
const LONGEST_BLOCK = 16_384;
/** The lines that follow the beginning of a block without an end. */
const REST = String.raw`.*(?:\n[A-Za-z0-9+/=]{1,80}(?=\n|$))*`;

/** Blocks over several lines: PEM, and the two parts of a credentials file. */
const BLOCKS: readonly RegExp[] = [new RegExp(`${BEGIN}(?:[^]{0,${LONGEST_BLOCK}}?${END}|${REST})`, "g")];

const WITHIN_A_LINE: readonly RegExp[] = [
  /** NKey seeds of a user, account, operator, server, cluster or curve key. */
  /S[ACNOUX][A-Z2-7]{56}/g,
  /** JWTs. Every one begins with an encoded brace and quotation mark. */
  /eyJ[\w-]{10,}(?:\.[\w-]*)*/g,
  /** A line of a PEM block whose beginning is missing. */
  /^[A-Za-z0-9+/]{40,76}={0,2}$/g,
  new RegExp(`(?<=authorization${IS}).+`, "gi"),
  /\b(?:Basic|Bearer|Negotiate|NTLM)(?:\s+|%20|\+)[\w.~+/=%-]{8,}/g,
  /** The name and the password in a URL. */
  /(?<=:\/\/)(?:[^\s/"]+|[^\s/":]*:[^\s"]{1,500})(?=@)/g,
  new RegExp(`(?<=(?:${NAMES})${IS})(?:${QUOTED}|[^\\s,;&}"']+)`, "gi"),
];

/** Patterns for one text. */
export const LOOKS: readonly RegExp[] = [...BLOCKS, ...WITHIN_A_LINE];

/**
 * Removes blocks from a text of several lines, before it is split into lines.
 * @param mark stands for a removed block
 */
export function withoutBlocks(text: string, mark: string): string {
  return BLOCKS.reduce((rest, block) => rest.replace(block, mark), text);
}
