import { chown, link, mkdir, mkdtemp, open, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appFiles, fileFacts, withFolders } from "../../../main/desktop/diagnose/file-facts.ts";
import { writePrivateFile } from "../../../main/desktop/diagnose/private-file.ts";
import { headlessArgs, parseDiagnose } from "../../../main/desktop/diagnose/switches.ts";
import { logEnd } from "../../../main/desktop/log/log-end.ts";
import { ODD_PLACES, putThere } from "../../files/odd-places.ts";

const SECOND_USER = 65_534;
const isRoot = process.getuid?.() === 0;

let folder: string;
let umask: number;
beforeEach(async () => {
  umask = process.umask(0);
  folder = await mkdtemp(join(tmpdir(), "alrimi-diagnose-test-"));
});
afterEach(async () => {
  process.umask(umask);
  await rm(folder, { recursive: true, force: true });
});

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

test("diagnostics file - no other user can read it, new or in the place of an older one", async () => {
  const file = join(folder, "d.json");
  writePrivateFile(file, "a long text");
  expect([await modeOf(file), await readFile(file, "utf8")]).toEqual(["600", "a long text"]);
  await writeFile(join(folder, "open.json"), "older and longer text", { mode: 0o666 });
  writePrivateFile(join(folder, "open.json"), "text");
  expect([
    await modeOf(join(folder, "open.json")),
    await readFile(join(folder, "open.json"), "utf8"),
  ]).toEqual(["600", "text"]);
});

test("diagnostics file - nothing is written through a link", async () => {
  await writeFile(join(folder, "target"), "theirs");
  await symlink(join(folder, "target"), join(folder, "link"));
  expect(() => writePrivateFile(join(folder, "link"), "text")).toThrow();
  expect(await readFile(join(folder, "target"), "utf8")).toBe("theirs");
});

test("diagnostics file - who has opened an older file, or has another name for it, does not see the new text", async () => {
  const file = join(folder, "d.json");
  await writeFile(file, "older", { mode: 0o644 });
  await link(file, join(folder, "other name"));
  const opened = await open(file, "r");
  writePrivateFile(file, "a longer text");
  expect(await opened.readFile("utf8")).toBe("older");
  await opened.close();
  expect(await readFile(join(folder, "other name"), "utf8")).toBe("older");
  expect([await modeOf(file), await readFile(file, "utf8")]).toEqual(["600", "a longer text"]);
});

test.runIf(isRoot)(
  "diagnostics file - a file of a second user is left as it is, because they could read it",
  async () => {
    const file = join(folder, "theirs.json");
    await writeFile(file, "theirs", { mode: 0o666 });
    await chown(file, SECOND_USER, SECOND_USER);
    expect(() => writePrivateFile(file, "text")).toThrow("belongs to another user");
    expect([await modeOf(file), await readFile(file, "utf8")]).toEqual(["666", "theirs"]);
  },
);

test("file facts - kind, permissions, owner and size, and nothing is changed", async () => {
  const file = join(folder, "settings.json");
  expect(fileFacts(file)).toEqual({ path: file, kind: "missing", mode: null, owner: null, size: null });
  await writeFile(file, "12345", { mode: 0o644 });
  expect(fileFacts(file)).toEqual({ path: file, kind: "file", mode: "644", owner: "me", size: 5 });
  expect(await modeOf(file)).toBe("644");
  await mkdir(join(folder, "logs"), { mode: 0o755 });
  expect(fileFacts(join(folder, "logs"))).toMatchObject({ kind: "folder", mode: "755", size: null });
  expect(fileFacts(join(file, "below"))).toMatchObject({ kind: "ENOTDIR" });
});

test.runIf(isRoot)("file facts - a file of a second user says so", async () => {
  const file = join(folder, "secrets.json");
  await writeFile(file, "", { mode: 0o600 });
  await chown(file, SECOND_USER, SECOND_USER);
  expect(fileFacts(file)).toMatchObject({ kind: "file", mode: "600", owner: "other" });
});

test.each(ODD_PLACES)("file facts - a %s is named as such and not opened", async (what) => {
  const path = join(folder, "odd");
  const remove = await putThere(what, path);
  expect(fileFacts(path).kind).toBe(what);
  remove();
});

test("file facts - the app's files, and a named file with every folder above it", () => {
  expect(appFiles("/d")).toContain(join("/d", "logs", "alrimi.log"));
  expect(withFolders("/etc/alrimi/policy.json")).toEqual([
    "/etc/alrimi/policy.json",
    "/etc/alrimi",
    "/etc",
    "/",
  ]);
});

test("log end - whole lines of both files, the newest ones", async () => {
  const file = join(folder, "alrimi.log");
  expect(logEnd(file, 100)).toBe("");
  await writeFile(file, "three\nfour\n");
  expect(logEnd(file, 100)).toBe("three\nfour\n");
  await writeFile(join(folder, "alrimi.old.log"), "one\ntwo\n");
  expect(logEnd(file, 100)).toBe("one\ntwo\nthree\nfour\n");
  expect(logEnd(file, 16)).toBe("two\nthree\nfour\n");
  expect(logEnd(file, 8)).toBe("four\n");
});

test("switches - a diagnosis is asked for by its switch, and not behind a link", () => {
  expect(parseDiagnose(["app", "--policy-file=p"])).toBeUndefined();
  expect(parseDiagnose(["app", "--diagnose"])).toEqual({ output: undefined });
  expect(parseDiagnose(["--diagnose", "--output=/tmp/d.json"])).toEqual({ output: "/tmp/d.json" });
  expect(parseDiagnose(["--diagnose", "--output=d.json"])).toEqual({ output: join(process.cwd(), "d.json") });
  expect(parseDiagnose(["alrimi://open", "--diagnose"])).toBeUndefined();
});

test("switches - on Linux the run without a display replaces the choice of one", () => {
  expect(headlessArgs(["--ozone-platform=x11", "app", "--diagnose"], "linux")).toEqual([
    "--ozone-platform=headless",
    "app",
    "--diagnose",
  ]);
  expect(headlessArgs(["--ozone-platform=headless", "app"], "linux")).toBeUndefined();
  expect(headlessArgs(["app"], "win32")).toBeUndefined();
});
