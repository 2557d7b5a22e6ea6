import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runHere, type Told } from "./run-here.ts";

/** Files that a person names on the command line: whatever lies there, the command ends and says what it is. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-named-files-"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  await mkdir(join(folder, "folder"));
  await mkdir(join(folder, "kit"));
  execFileSync("mkfifo", [join(folder, "kit", "broker.json")]);
  await writeFile(join(folder, "large"), "");
  await truncate(join(folder, "large"), 100 * 1024 * 1024);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const alrimi = (args: readonly string[], stdin?: AsyncIterable<Uint8Array>): Promise<Told> =>
  runHere(args, { LANG: "C", ALRIMI_SERVERS: "nats://127.0.0.1:1" }, stdin);

const READERS: readonly (readonly string[])[] = [
  ["catalog", "put"],
  ["catalog", "show", "--password-file"],
  ["catalog", "show", "--creds"],
  ["catalog", "show", "--nkey"],
  ["catalog", "show", "--tls-ca"],
  ["catalog", "show", "--tls-cert"],
  ["catalog", "show", "--tls-key"],
  ["broker", "check", "--tls-ca"],
  ["broker", "check", "--user", "u", "--user-file"],
  ["broker", "check", "--service", "s", "--service-file"],
  ["broker", "config", "--out", "unused", "--users-file"],
  ["users", "mint", "--users-file"],
];

const ODD: readonly (readonly [what: string, path: () => string, words: string])[] = [
  ["a pipe", () => join(folder, "pipe"), "it is a pipe (FIFO), not a file"],
  ["an endless device", () => "/dev/zero", "it is a device, not a file"],
  ["a folder", () => join(folder, "folder"), "it is a folder, not a file"],
  ["a file of 100 MB", () => join(folder, "large"), "the file is too large"],
  ["nothing", () => join(folder, "missing"), "ENOENT"],
];

test.each(ODD.flatMap(([what, path, words]) => READERS.map((args) => [args, what, path, words] as const)))(
  "alrimi - %j and then %s ends with exit code 1 and the reason",
  async (args, _what, path, words) => {
    const told = await alrimi([...args, path()]);
    expect(told).toMatchObject({ code: 1, out: "" });
    expect(told.err).toContain(path());
    expect(told.err).toContain(words);
  },
);

test("alrimi - a kit whose broker.json is a pipe is told as such", async () => {
  const kit = join(folder, "kit");
  const told = await alrimi(["users", "list", "--kit", kit]);
  expect(told).toMatchObject({ code: 1, err: expect.stringContaining("it is a pipe (FIFO), not a file") });
});

test.each<[string, string[]]>([
  ["pipe", ["broker", "config", "--out"]],
  ["pipe", ["broker", "up", "--data-dir"]],
  ["/proc", ["broker", "config", "--out"]], // Node's own mkdir never returns there
])("alrimi - a folder that cannot be made in %s is told by %j, with exit code 1", async (where, args) => {
  const told = await alrimi([...args, join(where === "pipe" ? join(folder, "pipe") : where, "new")]);
  expect(told).toMatchObject({ code: 1, err: expect.stringContaining("cannot be written: E") });
});

test("alrimi - a standard input without an end is read no further than a file may be long", async () => {
  let chunks = 0;
  const endless = (async function* () {
    for (;;) {
      chunks++;
      yield Buffer.alloc(1024 * 1024);
    }
  })();
  expect(await alrimi(["catalog", "put", "-"], endless)).toEqual({
    code: 1,
    out: "",
    err: "Cannot read -: the file is too large.\n",
  });
  expect(chunks).toBeLessThan(100);
});
