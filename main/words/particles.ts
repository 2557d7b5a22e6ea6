/** The last sound of each digit's Korean name: none, ㄹ, or another consonant. */
const ENDINGS = [
  "consonant",
  "l",
  "none",
  "consonant",
  "none",
  "none",
  "consonant",
  "l",
  "l",
  "none",
] as const;

function endingOf(number: string): (typeof ENDINGS)[number] | undefined {
  return ENDINGS[Number(/\d$/.exec(number)?.[0])];
}

/** A number, such as a version, as the subject of a Korean sentence: `0.2.0이`, `0.2.2가`. */
export function asSubject(number: string): string {
  const ending = endingOf(number);
  if (ending === undefined) return `${number}이(가)`;
  return `${number}${ending === "none" ? "가" : "이"}`;
}

/** A number with the Korean particle of a direction: `0.2.0으로`, `0.2.1로`. */
export function asTarget(number: string): string {
  const ending = endingOf(number);
  if (ending === undefined) return `${number}(으)로`;
  return `${number}${ending === "consonant" ? "으로" : "로"}`;
}
