import { expect, test } from "vitest";
import { checkInput } from "../../../main/publisher/draft.ts";
import { decodeLine, encodeDone, encodePut } from "../../../main/publisher/outbox/record.ts";

function draftOf(input: object) {
  const draft = checkInput({ user: "hong.gd", service: "mail", count: 3, occurredAt: 1_000, ...input }, 0);
  if (!draft.ok) throw new Error(draft.detail);
  return draft.value;
}

test.each([
  ["without a place in the order", {}],
  ["with a sequence beyond 2^53", { sequence: 2n ** 63n - 1n, epoch: 7 }],
  ["with a deadline, for a person with any letters", { dueAt: 2_000, user: "홍\n길동 %" }],
])("record - an event %s is read back as it was written", (_what, input) => {
  const draft = draftOf(input);
  const line = encodePut(5, draft);
  expect(line.indexOf("\n")).toBe(line.length - 1);
  const read = decodeLine(line.slice(0, -1));
  expect(read).toMatchObject({ kind: "put", id: 5 });
  const { formed: _written, ...wanted } = draft;
  if (read?.kind === "put") expect(read.draft).toMatchObject(wanted);
});

test("record - the end of a person's events is read back as it was written", () => {
  expect(decodeLine(encodeDone(9, "hong.gd").trimEnd())).toEqual({ kind: "done", id: 9, user: "hong.gd" });
});

test("record - a line with any one character changed, and a cut line, are damaged", () => {
  const line = encodePut(5, draftOf({})).trimEnd();
  for (let at = 0; at < line.length; at += 1) {
    const other = line[at] === "x" ? "y" : "x";
    expect(decodeLine(line.slice(0, at) + other + line.slice(at + 1))).toBeUndefined();
    expect(decodeLine(line.slice(0, at))).toBeUndefined();
  }
});
