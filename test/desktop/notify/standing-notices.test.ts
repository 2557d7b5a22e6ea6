import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStandingMemory, type StandingMemory } from "../../../main/desktop/notify/standing-notices.ts";

let folder: string;
let file: string;
let warnings: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alrimi-standing-"));
  file = join(folder, "notifications.json");
  warnings = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(): StandingMemory {
  return openStandingMemory(file, { warn: (text) => void warnings.push(text) });
}

test("standing notifications - what was written is read at the next start", () => {
  expect(open().read()).toBeUndefined();
  open().write({ bus: "b", server: ":1.7", ids: [3, 5] });
  expect(open().read()).toMatchObject({ bus: "b", server: ":1.7", ids: [3, 5] });
  expect(warnings).toEqual([]);
});

test("standing notifications - the same again is not written again", () => {
  const memory = open();
  memory.write({ bus: "b", server: ":1.7", ids: [3] });
  const { mtimeNs, ino } = statSync(file, { bigint: true });
  memory.write({ bus: "b", server: ":1.7", ids: [3] });
  expect(statSync(file, { bigint: true })).toMatchObject({ mtimeNs, ino });
});

test.each([
  "",
  "[]",
  '{"version":2}',
  '{"version":1,"bus":"b","server":":1.7","ids":[0.5]}',
  '{"version":1,"bus":"b","server":":1.7","ids":["1"]}',
])("standing notifications - a file that says %j counts as nothing, and is told", (text) => {
  writeFileSync(file, text);
  expect(open().read()).toBeUndefined();
  expect(warnings).toHaveLength(1);
});

test("standing notifications - a link in its place is neither read nor written, and nothing stops for it", () => {
  const elsewhere = join(folder, "elsewhere");
  writeFileSync(elsewhere, "mine");
  symlinkSync(elsewhere, file);
  const memory = open();
  expect(memory.read()).toBeUndefined();
  memory.write({ bus: "b", server: ":1.7", ids: [3] });
  expect(readFileSync(elsewhere, "utf8")).toBe("mine");
  expect(warnings).toHaveLength(2);
});
