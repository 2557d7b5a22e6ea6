import fs from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openStore } from "../../../main/desktop/state/store.ts";
import { linkedFile, ODD_PLACES, putThere } from "../../files/odd-places.ts";
import { FakeClock } from "../fake-clock.ts";

vi.mock("electron-store", () => import("./conf-store.ts"));

const GOOD = '{"counts":[1,2,3]}';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-store-"));
  file = join(folder, "ledger.json");
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

function open() {
  const clock = new FakeClock();
  const told: (string | null)[] = [];
  const store = openStore<{ counts: number[] }>(folder, "ledger", clock, {
    notSaved: (detail) => told.push(detail),
    putAside: (name) => told.push(name.replace(folder, "")),
    refused: (path, why) => told.push(`${path.replace(folder, "")} ${why}`),
  });
  return { store, clock, told };
}

async function asides(): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.includes(".aside-")).sort();
  return Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
}

async function counts(): Promise<number[]> {
  return JSON.parse(await readFile(file, "utf8")).counts;
}

test("store - a burst of changes is one write, within a second, of what is so then", async () => {
  await writeFile(file, GOOD);
  const { store, clock, told } = open();
  expect(store.loaded).toEqual({ counts: [1, 2, 3] });
  let now = 4;
  store.saveSoon(() => ({ counts: [now] }));
  now = 5;
  store.saveSoon(() => ({ counts: [now] }));
  await clock.pass(1_000);
  expect(await counts()).toEqual([5]);
  expect(await asides()).toEqual([]);
  expect(told).toEqual([null]);
});

test("store - what is due is saved at once, with whatever waited, and not again", async () => {
  const { store, clock, told } = open();
  store.saveSoon(() => ({ counts: [1] }));
  store.saveNow(() => ({ counts: [2] }));
  store.saveSoon(() => ({ counts: [3] }));
  await clock.pass(0);
  expect(await counts()).toEqual([3]);
  await clock.pass(1_000);
  expect(told).toEqual([null]);
});

test.each(["EBUSY", "EPERM", "EIO"])(
  "store - a file that cannot be read at the start (%s) is kept aside before anything is written",
  async (code) => {
    await writeFile(file, GOOD);
    const reading = vi.spyOn(fs, "readFileSync").mockImplementation(() => {
      throw Object.assign(new Error(code), { code });
    });
    const { store, clock, told } = open();
    reading.mockRestore();
    expect(store.loaded).toBeUndefined();
    expect(told).toEqual([code]);
    expect(await counts()).toEqual([1, 2, 3]);
    store.saveSoon(() => ({ counts: [9] }));
    await clock.pass(1_000);
    expect(await asides()).toEqual([GOOD]);
    expect(await counts()).toEqual([9]);
    expect(told.slice(1)).toEqual([expect.stringContaining(".aside-"), null]);
    store.saveSoon(() => ({ counts: [10] }));
    await clock.pass(1_000);
    expect(await asides()).toHaveLength(1);
  },
);

test("store - where it cannot be kept aside nothing is written over it, and that is told until it can", async () => {
  await writeFile(file, "{half");
  const blocked = `${file}.aside-${new FakeClock().now()}`;
  await mkdir(blocked); // a file cannot take a folder's name
  const { store, clock, told } = open();
  expect(told).toHaveLength(1);
  store.saveSoon(() => ({ counts: [9] }));
  store.flush();
  expect(await readFile(file, "utf8")).toBe("{half");
  expect(told).toEqual([expect.stringContaining("EISDIR"), "EISDIR"]);
  await clock.pass(1); // it is called otherwise by now
  await rm(blocked, { recursive: true });
  store.flush();
  expect(await asides()).toEqual(["{half"]);
  expect(await counts()).toEqual([9]);
  expect(told.at(-1)).toBeNull();
});

test("store - a file that whoever reads it does not understand is kept aside once", async () => {
  await writeFile(file, GOOD);
  const { store, clock } = open();
  store.putAside();
  store.saveSoon(() => ({ counts: [9] }));
  await clock.pass(1_000);
  expect(await asides()).toEqual([GOOD]);
  expect(await counts()).toEqual([9]);
});

test("store - without a file there is nothing to keep aside", async () => {
  const { store, told } = open();
  store.putAside();
  store.saveSoon(() => ({ counts: [9] }));
  store.flush();
  expect(await asides()).toEqual([]);
  expect(told).toEqual([null]);
});

test.each(ODD_PLACES)(
  "store - a %s in the file's place is told, stays, and nothing is saved until it is gone",
  async (what) => {
    const remove = await putThere(what, file);
    const { store, clock, told } = open();
    expect(store.loaded).toBeUndefined();
    expect(told).toEqual([`/ledger.json ${what}`]);
    store.saveSoon(() => ({ counts: [9] }));
    await clock.pass(1_000);
    expect(told).toEqual([`/ledger.json ${what}`, `/ledger.json ${what}`]);
    expect(await asides()).toEqual([]);
    if (what === "link") expect(await readFile(linkedFile(file), "utf8")).toBe("somebody else's");
    remove();
    store.saveSoon(() => ({ counts: [10] }));
    await clock.pass(1_000);
    expect(await counts()).toEqual([10]);
    expect(told.at(-1)).toBeNull();
  },
);

test("store - a good file that takes the place of what was refused is kept aside", async () => {
  const remove = await putThere("pipe", file);
  const { store, clock } = open();
  remove();
  await writeFile(file, GOOD);
  store.saveSoon(() => ({ counts: [9] }));
  await clock.pass(1_000);
  expect(await asides()).toEqual([GOOD]);
  expect(await counts()).toEqual([9]);
});

test("store - a link in the folder's place is told, and nothing is written or cleared away where it leads", async () => {
  const elsewhere = join(folder, "elsewhere");
  await mkdir(elsewhere);
  await writeFile(join(elsewhere, "ledger.json.new"), "somebody else's");
  await symlink(elsewhere, join(folder, "state"));
  const told: string[] = [];
  const store = openStore<{ counts: number[] }>(join(folder, "state"), "ledger", new FakeClock(), {
    notSaved: (detail) => told.push(String(detail)),
    putAside: (name) => told.push(name),
    refused: (path, why) => told.push(`${path.replace(folder, "")} ${why}`),
  });
  store.saveSoon(() => ({ counts: [9] }));
  store.flush();
  expect(told).toEqual(["/state link", "/state link"]);
  expect(await readdir(elsewhere)).toEqual(["ledger.json.new"]);
});

test.each([0o000, 0o022])(
  "store - with the umask %o file and folder are for their owner alone",
  async (mask) => {
    await writeFile(file, GOOD);
    await chmod(file, 0o666);
    await chmod(folder, 0o777);
    const before = process.umask(mask);
    try {
      const { store } = open();
      expect((await stat(file)).mode & 0o777).toBe(0o600); // before anything is saved
      store.saveSoon(() => ({ counts: [9] }));
      store.flush();
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
    } finally {
      process.umask(before);
    }
  },
);
