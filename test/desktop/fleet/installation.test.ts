import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { installationId } from "../../../main/desktop/fleet/installation.ts";

let folder: string;
const log: string[] = [];
const id = (): string => installationId(folder, { warn: (line) => void log.push(line) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alrimi-installation-"));
  log.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("installation - its id is made once, at random", () => {
  const first = id();
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(id()).toBe(first);
  rmSync(join(folder, "installation"));
  expect(id()).not.toBe(first);
  expect(log).toEqual([]);
});

test("installation - a damaged id is replaced, and a folder that is gone is no reason to fail", () => {
  writeFileSync(join(folder, "installation"), "my-computer\n");
  const made = id();
  expect(readFileSync(join(folder, "installation"), "utf8")).toBe(`${made}\n`);
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "");
  expect(id()).toMatch(/^[0-9a-f]{32}$/);
  expect(log).toHaveLength(3);
});
