import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileIfNeeded } from "../../../build/compile.ts";
import { packForNode } from "../../../build/package/npm-packages.ts";
import { repoRoot } from "../../../build/paths.ts";
import { must, run } from "../../../build/runtime/run.ts";

const PATIENCE = { limit: 5 * 60_000 };
let folder: string;

beforeAll(async () => {
  await compileIfNeeded();
  folder = await mkdtemp(join(tmpdir(), "alrimi-npm-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Unpacks a package where nothing of this project is, beside its dependencies. */
async function unpacked(target: "publisher" | "command"): Promise<string> {
  const tarball = await packForNode(target, folder, join(folder, `work-${target}`));
  const place = join(folder, target);
  const manifest = join(place, "node_modules", `alrimi-${target}`);
  await mkdir(manifest, { recursive: true });
  await must("tar", ["-xzf", tarball, "--strip-components=1", "-C", manifest], PATIENCE);
  for (const name of await readdir(join(repoRoot, "node_modules")))
    await symlink(join(repoRoot, "node_modules", name), join(place, "node_modules", name));
  return place;
}

test("command - the packed one runs outside a checkout", async () => {
  const place = await unpacked("command");
  const file = join(place, "node_modules/alrimi-command/build/alrimi.mjs");
  const { code, stdout, output } = await run(process.execPath, [file, "--version"], {
    ...PATIENCE,
    cwd: place,
  });
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  // What the portal serves.
  const element = join(place, "node_modules/alrimi-command/out/service/alrimi-board.js");
  expect(gzipSync(await readFile(element)).length).toBeLessThan(6_000);
});

test("publisher - a service in TypeScript compiles against its types and runs", async () => {
  const place = await unpacked("publisher");
  await writeFile(join(place, "package.json"), '{"type":"module"}');
  await writeFile(
    join(place, "service.ts"),
    `import { createOutbox, type Submitted } from "alrimi-publisher";
const outbox = await createOutbox({ directory: "outbox", service: "hr-leave", broker: { servers: ["nats://127.0.0.1:9"] } });
const submitted: Submitted = outbox.submit({ user: "hong.gd", count: 3 });
console.log(submitted.kind);
await outbox.close();
`,
  );
  const options = ["--module", "nodenext", "--target", "es2023", "--strict", "--types", "node"];
  await must(join(repoRoot, "node_modules/.bin/tsc"), [...options, "service.ts"], {
    ...PATIENCE,
    cwd: place,
  });
  const { stdout, output } = await run(process.execPath, ["service.js"], { ...PATIENCE, cwd: place });
  expect({ stdout, output }).toMatchObject({ stdout: "accepted\n" });
  const files = await readdir(join(place, "node_modules/alrimi-publisher"), { recursive: true });
  expect(files.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))).toEqual([]);
});
