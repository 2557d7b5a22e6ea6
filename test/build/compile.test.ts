import { cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprint } from "../../build/compile/fingerprint.ts";
import { repoRoot } from "../../build/paths.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "alrimi-compile-test-"));
  await mkdir(join(root, "main", "core"), { recursive: true });
  await writeFile(join(root, "main", "core", "ledger.ts"), "1");
  await writeFile(join(root, "package-lock.json"), "{}");
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("fingerprint - stays the same while nothing changes", async () => {
  expect(await fingerprint(root)).toBe(await fingerprint(root));
});

test("fingerprint - changes with a file's content, a new file and a deleted one", async () => {
  const file = join(root, "main", "core", "ledger.ts");
  const seen = [await fingerprint(root)];
  await writeFile(file, "22");
  seen.push(await fingerprint(root));
  await utimes(file, new Date(0), new Date(0));
  seen.push(await fingerprint(root));
  await cp(file, join(root, "main", "copy.ts"));
  seen.push(await fingerprint(root));
  await rm(file);
  seen.push(await fingerprint(root));
  expect(new Set(seen).size).toBe(5);
});

test("fingerprint - what the app is not made of does not matter", async () => {
  const before = await fingerprint(root);
  await writeFile(join(root, "README.md"), "new");
  await mkdir(join(root, "test"));
  expect(await fingerprint(root)).toBe(before);
});

test("main process - what it loads is ASCII, its Korean too: one letter more would double the memory of a file", async () => {
  const folder = join(repoRoot, "out", "desktop");
  const files = (await readdir(folder)).filter((name) => name.endsWith(".js"));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "latin1")));
  expect(texts.join("")).toContain("\\uc54c\\ub9bc\\uc774"); // 알림이
  expect(files.filter((_, index) => /[^\0-\x7f]/.test(texts[index] ?? ""))).toEqual([]);
});

test("main process - electron-updater is in a file of its own, which only an update loads", async () => {
  const folder = join(repoRoot, "out", "desktop");
  const files = (await readdir(folder)).filter((name) => name.endsWith(".js"));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "latin1")));
  const holding = files.filter((_, index) => texts[index]?.includes("ERR_UPDATER"));
  expect(holding).toEqual([expect.stringMatching(/^signed-updater-/)]);
  const named = texts.filter((text) => text.includes(holding[0] ?? "none"));
  expect(named).toHaveLength(1);
  expect(named[0]).toMatch(/import\([`"']\.\/signed-updater-/);
  expect(named[0]).not.toMatch(/(?:from|import)[`"']\.\/signed-updater-/);
});

test("main process - the registry's binaries lie beside it, and it loads no other", async () => {
  const folder = join(repoRoot, "out", "desktop");
  const names = await readdir(folder);
  const scripts = names.filter((name) => name.endsWith(".js"));
  const texts = await Promise.all(scripts.map((name) => readFile(join(folder, name), "latin1")));
  expect(texts.join("")).toMatch(
    /createRequire\(import\.meta\.url\)\(`\.\/native-reg-`\+process\.arch\+`\.node`\)/,
  );
  expect(texts.join("")).not.toContain("node-gyp-build");
  for (const arch of ["x64", "arm64", "ia32"]) {
    const binary = await readFile(join(folder, `native-reg-${arch}.node`));
    expect(binary.toString("latin1", 0, 2)).toBe("MZ"); // a program of Windows
  }
});
