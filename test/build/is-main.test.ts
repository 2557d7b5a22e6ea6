import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repoRoot } from "../../build/paths.ts";
import { resolveRuntime } from "../../build/runtime/resolve.ts";

const run = promisify(execFile);

let folder: string;
/** The installed Node, and that of the runtime: they differ in how they write a path as an address. */
let nodes: { file: string; env: NodeJS.ProcessEnv }[];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "alrimi-is-main-")));
  const runtime = { file: (await resolveRuntime()).executable, env: { ELECTRON_RUN_AS_NODE: "1" } };
  nodes = [{ file: process.execPath, env: {} }, runtime];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(["HONGGI~1 [업무]^ {홍} #1", "a%20b"])(
  "is main - a program that lies in %s runs, also by a link, and one that it imports does not",
  async (name) => {
    const place = join(folder, name);
    await mkdir(place);
    await cp(join(repoRoot, "build/is-main.ts"), join(place, "is-main.ts"));
    const line = 'import { isMain } from "./is-main.ts"; if (isMain(import.meta.filename)) console.log';
    await writeFile(join(place, "other.ts"), `${line}("the other");`);
    await writeFile(join(place, "program.ts"), `import "./other.ts"; ${line}("the program");`);
    const link = join(folder, "link");
    await rm(link, { force: true });
    await symlink(place, link);
    for (const { file, env } of nodes) {
      for (const program of [join(place, "program.ts"), join(link, "program.ts")]) {
        const args = [join(repoRoot, "node_modules/tsx/dist/cli.mjs"), program];
        const { stdout } = await run(file, args, { env: { ...process.env, ...env } });
        expect(stdout, `${file} ${program}`).toBe("the program\n");
      }
    }
  },
);
