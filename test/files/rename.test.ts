import { expect, test } from "vitest";
import { type RenamePorts, renameFile } from "../../main/files/rename.ts";

/** A system on which a file is held for so many attempts. */
function held(platform: NodeJS.Platform, code: string, attempts: number) {
  let tried = 0;
  let paused = 0;
  const ports: RenamePorts = {
    platform,
    rename() {
      tried += 1;
      if (tried <= attempts) throw Object.assign(new Error(code), { code });
    },
    pause(duration) {
      paused += duration;
    },
  };
  return { rename: () => renameFile("a", "b", ports), tried: () => tried, paused: () => paused };
}

test.each(["EPERM", "EACCES", "EBUSY"])(
  "rename - on Windows a file that a virus scanner holds (%s) is renamed when it lets go",
  (code) => {
    const { rename, tried } = held("win32", code, 5);
    rename();
    expect(tried()).toBe(6);
  },
);

test("rename - on Windows it gives up after about a second, and says why", () => {
  const { rename, paused } = held("win32", "EBUSY", Number.POSITIVE_INFINITY);
  expect(rename).toThrow("EBUSY");
  expect(paused()).toBeGreaterThan(900);
  expect(paused()).toBeLessThanOrEqual(1_000);
});

test.each([
  ["win32", "ENOSPC"],
  ["win32", "ENOENT"],
  ["linux", "EPERM"],
  ["darwin", "EBUSY"],
] as const)("rename - on %s %s is told at once", (platform, code) => {
  const { rename, tried } = held(platform, code, 1);
  expect(rename).toThrow(code);
  expect(tried()).toBe(1);
});
