import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { checkInput } from "../../../main/publisher/draft.ts";
import { decodeLine, encodeDone, encodePut } from "../../../main/publisher/outbox/record.ts";

function draftOf(input: object) {
  const draft = checkInput({ user: "hong.gd", service: "mail", count: 3, occurredAt: 1_000, ...input }, 0);
  if (!draft.ok) throw new Error(draft.detail);
  return draft.value;
}

test.each([
  ["with no more than it needs", { sequence: 1 }],
  ["with a sequence beyond 2^53", { sequence: 2n ** 63n - 1n, epoch: 7 }],
  ["with a deadline, for a person with any letters", { sequence: 1, dueAt: 2_000, user: "홍\n길동 %" }],
  ["with what is due and late", { sequence: 1, oldestAt: 500, dueToday: 2, overdue: 1 }],
])("record - an event %s is read back as it was written", (_what, input) => {
  const draft = draftOf(input);
  const line = encodePut(5, draft);
  expect(line.indexOf("\n")).toBe(line.length - 1);
  const read = decodeLine(line.slice(0, -1));
  expect(read).toMatchObject({ kind: "put", id: 5 });
  if (read?.kind === "put") expect(read.draft).toEqual(draft);
});

test("record - a line of an earlier version, which has no number, gets the time of its event", () => {
  const json = JSON.stringify({ put: 5, user: "hong.gd", service: "mail", count: 3, occurredAt: 1_000 });
  const line = `${crc32(json).toString(16).padStart(8, "0")} ${json}`;
  expect(decodeLine(line)).toMatchObject({ draft: { event: { count: 3, sequence: 1_000n } } });
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
