import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Archive } from "../../../main/admin/readers/archive.ts";
import type { ReadEvent } from "../../../main/admin/readers/reading.ts";
import { eventOf } from "../../contract/events.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alrimi-archive-"));
  file = join(folder, "events.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kept = (revision: number): ReadEvent => ({
  ...{
    event: eventOf({ count: revision, user: "가".repeat(64) }),
    keptAt: 0,
    revision,
    previous: revision - 1,
  },
});

function append(...revisions: readonly number[]): number {
  const archive = new Archive(file);
  const count = archive.append(revisions.map(kept));
  archive.close();
  return count;
}
const revisions = (): readonly unknown[] =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { readonly revision: unknown }).revision);

test("archive - events are appended, and those that it has are left out", () => {
  expect(append(1, 2)).toBe(2);
  expect(append(2, 3)).toBe(1);
  expect(append(1, 2, 3)).toBe(0);
  expect(revisions()).toEqual([1, 2, 3]);
  expect(JSON.parse(readFileSync(file, "utf8").split("\n")[2] ?? "")).toMatchObject({
    ...{ revision: 3, previous: 2, keptAt: "1970-01-01T00:00:00.000Z" },
    event: { user: "가".repeat(64), count: 3 },
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("archive - a line that was cut off by a crash comes again", () => {
  append(1, 2);
  appendFileSync(file, '{"revision":3,"previous":2,"kep');
  expect(append(3, 4)).toBe(2);
  expect(revisions()).toEqual([1, 2, 3, 4]);
});

test("archive - a file that is longer than its tail keeps its place", () => {
  append(...Array.from({ length: 500 }, (_, n) => n + 1));
  expect(append(499, 500, 501)).toBe(1);
  expect(revisions().at(-1)).toBe(501);
});
