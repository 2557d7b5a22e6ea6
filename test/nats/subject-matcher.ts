/** Whether a NATS subscription or permission covers a subject, by the rules of NATS; written apart from the product. */
export function covers(pattern: string, subject: string): boolean {
  const wanted = pattern.split(".");
  const tokens = subject.split(".");
  for (const [index, want] of wanted.entries()) {
    if (want === ">") return tokens.length > index;
    const token = tokens[index];
    if (token === undefined) return false;
    if (want !== "*" && want !== token) return false;
  }
  return tokens.length === wanted.length;
}

/** Whether some subject is covered by both patterns. */
export function overlap(a: string, b: string): boolean {
  const [left, right] = [a.split("."), b.split(".")];
  for (let index = 0; ; index += 1) {
    const [x, y] = [left[index], right[index]];
    if (x === undefined || y === undefined) return x === y;
    if (x === ">" || y === ">") return true;
    if (x !== "*" && y !== "*" && x !== y) return false;
  }
}
