import { nkeys } from "nats";
import { expect, test } from "vitest";
import { nkeySeed } from "../../main/nats/nkeys.ts";

const seed = new TextDecoder().decode(nkeys.createUser().getSeed());

test.each([
  ["alone", seed],
  ["with a line break", `${seed}\n`],
  ["behind a comment", `# hr-leave, made in March\n${seed}\n`],
  ["between comments, with Windows' line breaks", `# a\r\n${seed}\r\n# b\r\n`],
  ["between the marks of nsc", `-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`],
  ["behind the byte order mark of a Windows editor", `\ufeff${seed}\r\n`],
  ["with spaces around it", `  ${seed} \n`],
])("nkey file - the seed is found %s", (_where, text) => {
  expect(new TextDecoder().decode(nkeySeed(Buffer.from(text)))).toBe(seed);
});

test.each(["", "# nothing\n", seed.slice(1), `${seed}A`, `seed: ${seed}`])(
  "nkey file - %j holds no seed, and the error does not quote it",
  (text) => {
    expect(() => nkeySeed(Buffer.from(text))).toThrow(/^no nkey seed in the file$/);
  },
);
