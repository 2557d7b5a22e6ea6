import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { lstatSync, readdirSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Release, takeLock } from "../../main/files/lock.ts";

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "alrimi-lock-")));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

const take = (): Promise<Release | undefined> => takeLock(folder, "lock");

async function taken(): Promise<Release> {
  const release = await take();
  if (release === undefined) throw new Error("another has it");
  return release;
}

function start(...args: string[]): { readonly child: ChildProcess; readonly said: () => string } {
  const script = join(import.meta.dirname, "lock-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, folder, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  let said = "";
  child.stdout?.on("data", (chunk) => (said += chunk));
  return { child, said: () => said };
}

async function holder(): Promise<ChildProcess> {
  const { child, said } = start();
  await expect.poll(said).toBe("held\n");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "close");
  child.kill("SIGKILL");
  await gone;
}

test("lock - one has it at a time, by its name, and nothing is left in the folder afterwards", async () => {
  const release = await taken();
  expect(await take()).toBeUndefined();
  const other = await takeLock(folder, "other");
  await other?.();
  expect(other).toBeDefined();
  expect(readdirSync(folder)).toEqual(["lock.1"]);
  await release();
  expect(readdirSync(folder)).toEqual([]);
  await (await taken())();
});

test("lock - the folder is the same under another name", async () => {
  const link = `${folder}.link`;
  await symlink(folder, link);
  try {
    const release = await taken();
    expect(await takeLock(link, "lock")).toBeUndefined();
    await release();
  } finally {
    await rm(link);
  }
});

test("lock - of many takers at the same moment one gets it, also where a dead one's lies", async () => {
  await kill(await holder());
  for (let round = 0; round < 20; round += 1) {
    const all = await Promise.all(Array.from({ length: 8 }, take));
    const got = all.filter((release) => release !== undefined);
    expect(got).toHaveLength(1);
    await got[0]?.();
  }
  expect(readdirSync(folder)).toEqual([]);
});

test("lock - processes that take it in turn never have it together", async () => {
  const all = Array.from({ length: 4 }, () => start("300"));
  await Promise.all(all.map(({ child }) => once(child, "close")));
  expect(all.map(({ said }) => said())).toEqual(["held\n", "held\n", "held\n", "held\n"]);
  expect(readdirSync(folder)).toEqual([]);
});

test("lock - a dead owner's is free at once; no process id is asked, which may be another's by then", async () => {
  const owner = await holder();
  expect(await take()).toBeUndefined();
  await kill(owner);
  expect(lstatSync(join(folder, "lock.1")).isSocket()).toBe(true);
  const release = await taken();
  expect(readdirSync(folder)).toEqual(["lock.2"]);
  await release();
});

test.skipIf(process.platform === "win32")("lock - an owner that stands still keeps it", async () => {
  const owner = await holder();
  owner.kill("SIGSTOP");
  await sleep(100);
  expect(await take()).toBeUndefined();
});

test("lock - a plain file or a folder in its place is no lock, and does no harm", async () => {
  await writeFile(join(folder, "lock.1"), "4711");
  await mkdir(join(folder, "lock.2"));
  const release = await taken();
  expect(await take()).toBeUndefined();
  expect(readdirSync(folder)).toEqual(["lock.2", "lock.3"]);
  await release();
});

test("lock - a file, and nothing, are no folders", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(takeLock(join(folder, "file"), "lock")).rejects.toMatchObject({ code: "ENOTDIR" });
  await expect(takeLock(join(folder, "none"), "lock")).rejects.toMatchObject({ code: "ENOENT" });
});

test("lock - the path may be longer than a socket's", async () => {
  folder = join(folder, "x".repeat(120));
  await mkdir(folder);
  const release = await taken();
  expect(await take()).toBeUndefined();
  await release();
  expect(readdirSync(folder)).toEqual([]);
});

/** As an ordinary user, whom modes bind. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (!isRoot) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

test("lock - a folder that nothing can be made in is said by the system's code", async () => {
  await chmod(folder, 0o555);
  await expect(asNobody(take)).rejects.toMatchObject({ code: "EACCES" });
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(!isRoot)("lock - another user sees whether its owner is alive", async () => {
  await chown(folder, NOBODY, NOBODY);
  const owner = await holder();
  expect(await asNobody(take)).toBeUndefined();
  await kill(owner);
  const release = await asNobody(take);
  expect(release).toBeDefined();
  await release?.();
});

test.skipIf(!isRoot)("lock - where a folder can hold no socket, it is held all the same", async () => {
  execFileSync("mount", ["-t", "mqueue", "none", folder]); // as FAT it allows files only
  try {
    const release = await taken();
    expect(await take()).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
    await release();
    await (await taken())();
  } finally {
    execFileSync("umount", [folder]);
  }
});
