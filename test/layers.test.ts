import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as rules from "../build/layers/rules.ts";
import { repoRoot } from "../build/paths.ts";

/** The table of the rooms is `build/layers/rooms.ts`. `npm run layers` prints it with the imports of the code. */

const house = rules.readHouse(repoRoot);

test("layers - the house was read", () => {
  expect(house.files.length).toBeGreaterThan(200);
  expect(house.imports.length).toBeGreaterThan(1_000);
});

test("layers - every file stands in a room", () => {
  expect(rules.homeless(house)).toEqual([]);
});

test("layers - every import is an arrow of the table", () => {
  expect(rules.wrongArrows(house)).toEqual([]);
});

test("layers - there is no circle of imports", () => {
  expect(rules.circles(house)).toEqual([]);
});

test("layers - some outside packages are in one file each", () => {
  expect(rules.spreadPackages(house)).toEqual([]);
});

test("layers - the pure rooms read no clock, no chance and nothing of the machine", () => {
  expect(rules.impureLines(house)).toEqual([]);
});

test("layers - no file is too long for one sitting", () => {
  expect(rules.longFiles(house)).toEqual([]);
});

test("layers - one file touches ipcMain", () => {
  const users = house.files.filter((file) => readFileSync(join(repoRoot, file), "utf8").includes("ipcMain."));
  expect(users).toEqual(["main/desktop/windows/ipc.ts"]);
});
