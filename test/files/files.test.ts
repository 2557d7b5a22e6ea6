import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ownFile, ownFolder, realFolder } from "../../main/files/own.ts";
import { readBeginning, readGivenFile, readOwnFile } from "../../main/files/read-file.ts";
import { replaceOwnFile, replaceSharedFile, stageFile } from "../../main/files/replace-file.ts";
import { linkedFile, ODD_PLACES, putThere } from "./odd-places.ts";

const LIMIT = 1024;

let folder: string;
let file: string;
let umask: number;
beforeEach(async () => {
  umask = process.umask();
  folder = await mkdtemp(join(tmpdir(), "alrimi-files-"));
  file = join(folder, "state.json");
});
afterEach(async () => {
  process.umask(umask);
  await rm(folder, { recursive: true, force: true });
});

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

test.each([0o000, 0o022, 0o077, 0o277])(
  "files - with the umask %o a folder is 700 and a file in it 600, also the draft and what was there with other modes",
  async (mask) => {
    const inner = join(folder, "a", "b");
    process.umask(mask === 0o277 ? 0o077 : mask); // a folder that its owner cannot enter is made by nobody
    ownFolder(inner);
    process.umask(mask);
    expect([await modeOf(join(folder, "a")), await modeOf(inner)]).toEqual(["700", "700"]);
    const inside = join(inner, "state.json");
    const draft = stageFile(inside, "1");
    expect(await modeOf(`${inside}.new`)).toBe("600");
    draft.commit();
    expect(await modeOf(inside)).toBe("600");
    await chmod(inside, 0o666);
    expect(readOwnFile(inside, LIMIT).toString()).toBe("1");
    expect(await modeOf(inside)).toBe("600");
    await chmod(inside, 0o644);
    ownFile(inside);
    expect(await modeOf(inside)).toBe("600");
    await chmod(inside, 0o666);
    replaceOwnFile(inside, "2");
    expect(await modeOf(inside)).toBe("600");
    expect(await readFile(inside, "utf8")).toBe("2");
    await chmod(inner, 0o777);
    ownFolder(inner);
    expect(await modeOf(inner)).toBe("700");
    expect(readdirSync(inner)).toEqual(["state.json"]);
  },
);

test("files - a folder that several people share stays as it is", async () => {
  await chmod(folder, 0o1777);
  ownFolder(folder);
  expect((await stat(folder)).mode & 0o7777).toBe(0o1777);
});

test.each(ODD_PLACES)(
  "files - a %s in a file's place is refused at once, and stays as it was",
  async (what) => {
    const remove = await putThere(what, file);
    const before = lstatSync(file);
    const refusal = expect.objectContaining({ name: "RefusedFile", code: what, path: file });
    for (const act of [
      () => readOwnFile(file, LIMIT),
      () => ownFile(file),
      () => stageFile(file, "new"),
      () => replaceOwnFile(file, "new"),
    ]) {
      expect(act).toThrow(refusal);
    }
    expect(lstatSync(file)).toMatchObject({ ino: before.ino, mode: before.mode });
    if (what === "link") {
      expect(await readFile(linkedFile(file), "utf8")).toBe("somebody else's");
      expect(readGivenFile(file, LIMIT).toString()).toBe("somebody else's"); // an administrator may link
      expect((await readBeginning(file, 4)).toString()).toBe("some");
    } else {
      expect(() => readGivenFile(file, LIMIT)).toThrow(refusal);
      await expect(readBeginning(file, 4)).rejects.toEqual(refusal);
    }
    expect(existsSync(`${file}.new`)).toBe(false);
    remove();
  },
);

test.each(ODD_PLACES.filter((what) => what !== "folder"))(
  "files - a %s in a folder's place is refused",
  async (what) => {
    const remove = await putThere(what, file);
    expect(() => ownFolder(file)).toThrow(expect.objectContaining({ name: "RefusedFile", code: what }));
    remove();
  },
);

test("files - a folder's link is refused too, and what it leads to keeps its mode", async () => {
  const other = join(folder, "other");
  await mkdir(other);
  await chmod(other, 0o755);
  await symlink(other, file);
  expect(() => ownFolder(file)).toThrow(expect.objectContaining({ code: "link" }));
  expect(await modeOf(other)).toBe("755");
});

test("files - what takes the place between writing and replacing is refused, and the draft goes", async () => {
  const draft = stageFile(file, "new");
  await putThere("link", file);
  expect(() => draft.commit()).toThrow(expect.objectContaining({ code: "link" }));
  draft.discard();
  expect(existsSync(`${file}.new`)).toBe(false);
  expect(await readFile(linkedFile(file), "utf8")).toBe("somebody else's");
});

test("files - a link or a pipe in the draft's place is put out of the way, and not written through", async () => {
  for (const what of ["link", "pipe"] as const) {
    const draft = `${file}.new`;
    await putThere(what, draft);
    replaceOwnFile(file, what);
    expect(await readFile(file, "utf8")).toBe(what);
    if (what === "link") expect(await readFile(linkedFile(draft), "utf8")).toBe("somebody else's");
  }
});

test("files - a dangling link is a link, and for a reader of a given file nothing", async () => {
  await symlink(join(folder, "nowhere"), file);
  expect(() => readOwnFile(file, LIMIT)).toThrow(expect.objectContaining({ code: "link" }));
  expect(() => readGivenFile(file, LIMIT)).toThrow(expect.objectContaining({ code: "ENOENT" }));
});

test("files - more than the limit is refused, and just as much is read, whatever size the system gives", async () => {
  await writeFile(file, "x".repeat(LIMIT));
  expect(readOwnFile(file, LIMIT)).toHaveLength(LIMIT);
  expect(() => readOwnFile(file, LIMIT - 1)).toThrow(expect.objectContaining({ code: "too-large" }));
  await writeFile(file, "x".repeat(300_000));
  expect(readGivenFile(file, 300_000)).toHaveLength(300_000);
  expect(await readBeginning(file, 10)).toHaveLength(10);
  if (process.platform === "linux") {
    expect(readGivenFile("/proc/self/status", 64 * 1024).toString()).toContain("Umask"); // its size is said to be 0
  }
});

test("files - a file that is missing is told by the system's own code", () => {
  for (const read of [readOwnFile, readGivenFile]) {
    expect(() => read(file, LIMIT)).toThrow(expect.objectContaining({ code: "ENOENT" }));
  }
  ownFile(file); // nothing to do
});

test.each([
  [0o000, "666"],
  [0o022, "644"],
  [0o077, "600"],
  [0o277, "600"],
])("files - with the umask %o a file that others read is %s, and replaced whole", async (mask, mode) => {
  process.umask(mask);
  for (const text of ["1", "2"]) {
    replaceSharedFile(file, text);
    expect(await readFile(file, "utf8")).toBe(text);
    expect(await modeOf(file)).toBe(mode);
  }
  expect(readdirSync(folder)).toEqual(["state.json"]);
});

test("files - a link in the place of a file that others read is replaced, and what it leads to stays", async () => {
  await putThere("link", file);
  replaceSharedFile(file, "new");
  expect(lstatSync(file).isFile()).toBe(true);
  expect(await readFile(linkedFile(file), "utf8")).toBe("somebody else's");
});

test("files - a folder in the place of a file that others read stays, and no draft", async () => {
  await mkdir(file);
  expect(() => replaceSharedFile(file, "new")).toThrow(expect.objectContaining({ code: "EISDIR" }));
  expect(readdirSync(folder)).toEqual(["state.json"]);
});

test("files - the draft that another process makes of a file that others read is left alone", async () => {
  await writeFile(`${file}.1.new`, "half");
  replaceSharedFile(file, "whole");
  expect(await readFile(`${file}.1.new`, "utf8")).toBe("half");
});

test.skipIf(process.getuid?.() !== 0)("files - what cannot be written leaves the file and no draft", () => {
  replaceOwnFile(file, "old");
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4k", "tmpfs", folder]);
  try {
    expect(() => replaceOwnFile(file, "x".repeat(64 * 1024))).toThrow(
      expect.objectContaining({ code: "ENOSPC" }),
    );
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    execFileSync("umount", [folder]);
  }
  expect(readOwnFile(file, LIMIT).toString()).toBe("old");
});

test("real folder - a link to a folder is followed once, a folder that is not there is made, and anything else is left", async () => {
  const place = await realpath(await mkdtemp(join(tmpdir(), "alrimi-real-")));
  try {
    await mkdir(join(place, "real"));
    await symlink(join(place, "real"), join(place, "link"));
    expect(realFolder(join(place, "link"))).toBe(join(place, "real"));
    expect(realFolder(join(place, "link", "new"))).toBe(join(place, "real", "new"));
    expect((await stat(join(place, "real", "new"))).mode & 0o777).toBe(0o700);
    await writeFile(join(place, "file"), "");
    expect(realFolder(join(place, "file", "below"))).toBe(join(place, "file", "below"));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
});
