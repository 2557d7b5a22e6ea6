import { chmod, link, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { idleTime } from "../../../main/desktop/update/idle-time.ts";
import { readInstallation } from "../../../main/desktop/update/installation.ts";

const BUILD = { version: "0.1.0", electron: "45.5.0", runtime: "official" };

let folder: string;
let buildFile: string;
let program: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-installed-"));
  buildFile = join(folder, "build.json");
  program = join(folder, "alrimi");
  await writeFile(buildFile, JSON.stringify(BUILD));
  await writeFile(program, "#!/bin/sh\n", { mode: 0o755 });
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const read = (platform: NodeJS.Platform = "linux") => readInstallation(buildFile, program, platform);

test("installation - reads the same twice, and another program in the same place is noticed", async () => {
  const before = read();
  expect(before).toEqual({ build: BUILD, program: expect.any(String) });
  expect(read()).toEqual(before);
  await link(program, `${program}.old`); // its inode is not free for the next file
  await writeFile(`${program}.new`, "#!/bin/sh\n", { mode: 0o755 });
  await rename(`${program}.new`, program);
  expect(read().program).not.toBe(before.program);
  expect(read("win32").program).toBe("there");
});

test("installation - a program that is gone or cannot be executed is none", async () => {
  await chmod(program, 0o644);
  expect(read().program).toBeUndefined();
  await rm(program);
  expect(read()).toEqual({ build: BUILD, program: undefined });
});

test.each(["{", '{"version":1}', "x".repeat(20_000)])(
  "installation - a build.json such as %.10s is none",
  async (text) => {
    await writeFile(buildFile, text);
    expect(read().build).toBeUndefined();
  },
);

test("installation - without a build.json there is no build", async () => {
  await rm(buildFile);
  expect(read().build).toBeUndefined();
});

test.each([
  ["linux", { DISPLAY: ":0" }, 7_000],
  ["linux", { DISPLAY: ":0", WAYLAND_DISPLAY: "wayland-0" }, undefined],
  ["linux", { DISPLAY: ":0", XDG_SESSION_TYPE: "wayland" }, undefined],
  ["linux", {}, undefined],
  ["win32", {}, 7_000],
  ["darwin", {}, 7_000],
] as const)("idle time - on %s with %j it is %s", (platform, env, expected) => {
  expect(idleTime(platform, env, { getSystemIdleTime: () => 7 })).toBe(expected);
});
