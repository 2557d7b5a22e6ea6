/**
 * A quoted string of nats-server's configuration language. It is not JSON: `\u0000`, `\b` and `\f` are errors there,
 * while `\xHH` puts in a byte. In quotes nothing else is special, `$`, `#` and braces included.
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

/** Every line moved to the right. */
export function indent(lines: readonly string[], by = 2): string[] {
  return lines.map((line) => (line === "" ? "" : " ".repeat(by) + line));
}
