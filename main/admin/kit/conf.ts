/**
 * A quoted string of nats-server's configuration language. It differs from JSON: `\u0000`, `\b` and `\f` are errors,
 * and `\xHH` is a byte. Other characters in quotes, such as `$`, `#` and braces, have no special meaning.
 */
export function quote(text: string): string {
  const escaped = text.replace(/["\\\p{Cc}]/gu, (char) => {
    if (char === '"' || char === "\\") return `\\${char}`;
    return [...new TextEncoder().encode(char)]
      .map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`)
      .join("");
  });
  return `"${escaped}"`;
}

/** A list of quoted strings. */
export function quoteAll(texts: readonly string[]): string {
  return `[${texts.map(quote).join(", ")}]`;
}

/** Indents every line. Empty lines stay empty. */
export function indent(lines: readonly string[], by = 2): string[] {
  return lines.map((line) => (line === "" ? "" : " ".repeat(by) + line));
}
