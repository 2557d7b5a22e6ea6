import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openLog } from "../../../main/desktop/log/log.ts";
import { linkedFile, ODD_PLACES, putThere } from "../../files/odd-places.ts";

let folder: string;
let file: string;
let umask: number;
let written: string;
beforeEach(async () => {
  umask = process.umask();
  folder = await mkdtemp(join(tmpdir(), "alrimi-log-"));
  file = join(folder, "logs", "alrimi.log");
  written = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written += text;
    return true;
  });
});
afterEach(async () => {
  process.umask(umask);
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

test.each([0o000, 0o022])(
  "log - with the umask %o the log, the one before it and their folder are the owner's",
  async (mask) => {
    process.umask(mask);
    const { log, problem } = openLog(file);
    expect(problem).toBeUndefined();
    for (let line = 0; line < 1_100; line++) log.info("x".repeat(1_000)); // more than one file's worth
    const old = join(folder, "logs", "alrimi.old.log");
    expect([await modeOf(file), await modeOf(old), await modeOf(join(folder, "logs"))]).toEqual([
      "600",
      "600",
      "700",
    ]);
  },
);

test("log - files that an earlier version left open to others are closed", async () => {
  await mkdir(join(folder, "logs"));
  const old = join(folder, "logs", "alrimi.old.log");
  for (const each of [file, old]) {
    await writeFile(each, "before\n");
    await chmod(each, 0o666);
  }
  await chmod(join(folder, "logs"), 0o777);
  openLog(file).log.info("now");
  expect([await modeOf(file), await modeOf(old), await modeOf(join(folder, "logs"))]).toEqual([
    "600",
    "600",
    "700",
  ]);
  expect(await readFile(file, "utf8")).toMatch(/^before\n.* info now\n$/);
});

test.each(ODD_PLACES)(
  "log - a %s in its place is told, and the app logs to standard error alone",
  async (what) => {
    await mkdir(join(folder, "logs"));
    const remove = await putThere(what, file);
    const { log, problem } = openLog(file);
    log.info("a line");
    expect(problem).toEqual({ key: "log-refused", args: [file, what] });
    expect(written).toContain(`${file} is not written: ${what}`);
    expect(written).toContain("a line");
    if (what === "link") expect(await readFile(linkedFile(file), "utf8")).toBe("somebody else's");
    remove();
  },
);

test("log - a folder that cannot be made is told by the system's reason", async () => {
  await writeFile(join(folder, "logs"), "");
  expect(openLog(file).problem).toEqual({ key: "log-refused", args: [file, expect.any(String)] });
});

test("log - a link that takes the file's place while the app runs is not written through", async () => {
  const { log } = openLog(file);
  log.info("one");
  await rm(file);
  execFileSync("ln", ["-s", join(folder, "elsewhere"), file]);
  log.info("two");
  expect(existsSync(join(folder, "elsewhere"))).toBe(false);
});

test("log - a disk that is full, or a folder that is gone, is no reason to stop; the next line may fit again", async () => {
  const { log } = openLog(file);
  log.info("one");
  await rm(join(folder, "logs"), { recursive: true });
  log.info("two");
  await mkdir(join(folder, "logs"));
  log.info("three");
  expect(await readFile(file, "utf8")).toMatch(/^.* info three\n$/);
});

test("log - standard error that throws, or that says later that it could not write, ends nothing", () => {
  const { log } = openLog(file);
  vi.mocked(process.stderr.write).mockImplementation(() => {
    throw new Error("ENOSPC");
  });
  log.error("one");
  process.stderr.emit("error", new Error("EPIPE"));
  expect(readFileSync(file, "utf8")).toMatch(/error one\n$/);
});

test("log - where the older one cannot be put, the log begins anew and stays bounded", async () => {
  const { log } = openLog(file);
  await mkdir(join(folder, "logs", "alrimi.old.log", "inside"), { recursive: true });
  for (let line = 0; line < 2_500; line++) log.info("x".repeat(1_000));
  expect((await stat(file)).size).toBeLessThan(1.1 * 1024 * 1024);
});

test("log - the working directory, and a person without a home, have no part in it", async () => {
  const cwd = process.cwd();
  vi.stubEnv("HOME", undefined);
  process.chdir("/");
  try {
    const { log, problem } = openLog(file);
    log.info("a line");
    expect(problem).toBeUndefined();
    expect(await readFile(file, "utf8")).toContain("a line");
  } finally {
    process.chdir(cwd);
    vi.unstubAllEnvs();
  }
});
