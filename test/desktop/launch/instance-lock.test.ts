import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { DesktopSession } from "../../../main/desktop/launch/desktop-session.ts";
import { acknowledgeStart, isAcknowledged } from "../../../main/desktop/launch/heard-start.ts";
import { type LockHolder, whyRefused, writeHolder } from "../../../main/desktop/launch/instance-lock.ts";

const HERE: DesktopSession = { id: "2", display: ":0", wayland: "" };
const ELSEWHERE: DesktopSession = { id: "7", display: ":1", wayland: "" };
const me: LockHolder = { host: "pc-1", pid: 500, session: HERE };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const why = (platform: NodeJS.Platform = "linux", isAlive = true) =>
  whyRefused(folder, me, platform, () => isAlive);
const problem = (key: string, ...args: string[]) => ({ kind: "cannot-start", problem: { key, args } });

test("instance lock - of a running app in this session: it runs", async () => {
  await symlink("pc-1-123", join(folder, "SingletonLock"));
  expect(why()).toEqual({ kind: "runs" });
  writeHolder(folder, { host: "pc-1", pid: 123, session: HERE });
  expect(why()).toEqual({ kind: "runs" });
});

test("instance lock - of a running app in another session, or on another computer: it cannot start", async () => {
  await symlink("pc-1-123", join(folder, "SingletonLock"));
  writeHolder(folder, { host: "pc-1", pid: 123, session: ELSEWHERE });
  expect(why()).toEqual(problem("runs-in-other-session", "123", ":1"));
  writeHolder(folder, { host: "pc-1", pid: 99, session: ELSEWHERE }); // of an earlier run
  expect(why()).toEqual({ kind: "runs" });
  await rm(join(folder, "SingletonLock"));
  await symlink("pc-with-a-name-123", join(folder, "SingletonLock"));
  expect(why()).toEqual(problem("runs-on-other-computer", "pc-with-a-name", "123", folder));
});

test("instance lock - a folder that is a file, or something else in the lock's place, is said", async () => {
  await writeFile(join(folder, "SingletonLock"), "");
  expect(why()).toEqual(problem("lock-refused", join(folder, "SingletonLock"), "file"));
  const file = join(folder, "a file");
  await writeFile(file, "");
  expect(whyRefused(file, me, "linux", () => true)).toEqual(problem("lock-refused", file, "EEXIST"));
  const below = join(file, "below");
  expect(whyRefused(below, me, "linux", () => true)).toEqual(problem("lock-refused", below, "ENOTDIR"));
});

test("instance lock - of a dead process, where nothing hinders: it cannot start, and nothing is left behind", async () => {
  await symlink("pc-1-123", join(folder, "SingletonLock"));
  expect(why("linux", false)).toEqual(problem("lock-refused", folder, "?"));
});

test("instance lock - on Windows an open file is the lock, and the app's own file says whose", async () => {
  expect(why("win32")).toEqual(problem("lock-refused", folder, "?"));
  await writeFile(join(folder, "lockfile"), "");
  expect(why("win32")).toEqual({ kind: "runs" });
  writeHolder(folder, { host: "pc-2", pid: 123, session: { id: "", display: "", wayland: "" } });
  expect(why("win32")).toEqual(problem("runs-on-other-computer", "pc-2", "123", folder));
  await rm(join(folder, "running.json"));
  await mkdir(join(folder, "running.json")); // whatever is there
  expect(why("win32")).toEqual({ kind: "runs" });
});

test("instance lock - on Windows an app in another session cannot be told of a start, which shows by its silence", async () => {
  await writeFile(join(folder, "lockfile"), "");
  writeHolder(folder, { host: "pc-1", pid: 123, session: { id: "", display: "", wayland: "" } });
  expect(why("win32")).toEqual({ kind: "runs-perhaps-elsewhere", pid: 123 });
  expect(why("win32", false)).toEqual(problem("lock-refused", folder, "?"));
  const start = Math.ceil(Date.now() / 1_000) * 1_000 + 60_000; // file systems may know no milliseconds
  expect(isAcknowledged(folder, start)).toBe(false);
  acknowledgeStart(folder, start);
  expect(isAcknowledged(folder, start)).toBe(true);
  expect(isAcknowledged(folder, start + 1_000)).toBe(false);
  await rm(join(folder, "running.json"));
  acknowledgeStart(folder, start);
  expect(isAcknowledged(folder, start)).toBe(false);
});
