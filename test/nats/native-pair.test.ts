import { expect, test } from "vitest";
import { nativePair } from "../../main/nats/native-pair.ts";
import { createAccount, createOperator, createUser } from "../../main/nats/nkeys.ts";

test.each([
  ["a user", createUser],
  ["an account", createAccount],
  ["an operator", createOperator],
])(
  "native pair - of %s it has the package's keys, and each verifies what the other signed",
  (_kind, create) => {
    for (let round = 0; round < 20; round++) {
      const pair = create();
      const native = nativePair(pair);
      expect(native.getPublicKey()).toBe(pair.getPublicKey());
      expect(native.getPrivateKey()).toEqual(pair.getPrivateKey());
      expect(native.getSeed()).toEqual(pair.getSeed());
      const text = Buffer.from(`message ${round}`);
      expect(pair.verify(text, native.sign(text))).toBe(true);
      expect(native.verify(text, pair.sign(text))).toBe(true);
      text[0] = 0;
      expect(pair.verify(Buffer.from("other"), native.sign(text))).toBe(false);
    }
  },
);
