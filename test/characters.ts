import fc from "fast-check";

/** Any character of Unicode. fast-check has it as the unit "binary", for which it takes a second to prepare itself. */
export const character: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10_ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));
