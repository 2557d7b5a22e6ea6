import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ownProgram } from "../../../../main/desktop/system/autostart.ts";
import { linkedFolder, linkedProgram } from "../../../../main/desktop/system/linux/linked-program.ts";
import { buildFileOf } from "../../../../main/desktop/update/installation.ts";

let place: string;
let program: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "alrimi-linked-"));
  program = join(place, "alrimi");
  await mkdir(join(place, "versions/0.2.0"), { recursive: true });
});
afterEach(() => rm(place, { recursive: true, force: true }));

test("program - after an update the app is started by the link, also while an older version runs", async () => {
  await symlink("versions/0.2.0/alrimi", program);
  for (const version of ["0.1.9", "0.2.0"]) {
    const running = join(place, "versions", version, "alrimi");
    expect(linkedProgram(running)).toBe(program);
    expect(ownProgram({}, running)).toBe(program);
  }
  expect(linkedFolder(program)).toBe(join(place, "versions/0.2.0"));
  expect(buildFileOf(program)).toBe(join(place, "versions/0.2.0/resources/build.json"));
});

test("program - before the first update, and without such a link, it is the running one", async () => {
  await writeFile(program, "");
  const running = join(place, "versions/0.2.0/alrimi");
  expect(linkedProgram(program)).toBe(program);
  expect(linkedProgram(running)).toBe(running);
  expect(linkedProgram("/usr/bin/alrimi")).toBe("/usr/bin/alrimi");
  expect(buildFileOf(program)).toBe(join(place, "resources/build.json"));
});

test.each([
  "/opt/Alrimi/alrimi",
  "../versions/0.2.0/alrimi",
  "versions/../../alrimi",
  "versions/../alrimi",
  "other/0.2.0/alrimi",
  "versions/a",
])("program - a link to %s is none of an update", async (target) => {
  await symlink(target, program);
  expect(linkedFolder(program)).toBeUndefined();
});
