import { expect, test } from "vitest";
import { isOutrun, parseApiAnswer, storedRevision } from "../../main/nats/api-answer.ts";
import { BrokerError } from "../../main/nats/broker-error.ts";

const SUBJECT = "intake.mail";

function answer(document: unknown) {
  return parseApiAnswer(SUBJECT, Buffer.from(JSON.stringify(document)));
}

function reasonOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof BrokerError ? error.reason : String(error);
  }
  return "none";
}

test("acknowledgement - it has the number of the stored message", () => {
  expect(storedRevision(SUBJECT, answer({ stream: "INTAKE", seq: 17 }))).toBe(17);
});

test("acknowledgement - an answer that is none is refused, and an empty one means that no stream takes the subject", () => {
  expect(reasonOf(() => parseApiAnswer(SUBJECT, new Uint8Array()))).toBe("no-stream");
  for (const text of ["[]", "17", "{", "null", "\xff"]) {
    expect(reasonOf(() => parseApiAnswer(SUBJECT, Buffer.from(text, "latin1")))).toBe("broker-refused");
  }
  for (const seq of ["17", null, undefined]) {
    expect(reasonOf(() => storedRevision(SUBJECT, answer({ seq })))).toBe("broker-refused");
  }
});

test("acknowledgement - a full stream and an election pass, another refusal stays", () => {
  const refused = (err_code: number) => answer({ error: { code: 503, err_code, description: "x" } });
  expect([10077, 10008].map((code) => reasonOf(() => storedRevision(SUBJECT, refused(code))))).toEqual([
    "full",
    "no-stream",
  ]);
  expect(reasonOf(() => storedRevision(SUBJECT, refused(10054)))).toBe("broker-refused");
});

test("acknowledgement - a newer message than the expected one is told apart", () => {
  expect(isOutrun(answer({ error: { code: 400, err_code: 10071 } }))).toBe(true);
  expect(isOutrun(answer({ error: { code: 503, err_code: 10077 } }))).toBe(false);
  expect(isOutrun(answer({ seq: 1 }))).toBe(false);
});
