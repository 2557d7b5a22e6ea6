import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { outDir, repoRoot } from "../paths.ts";
import { must } from "../runtime/run.ts";

/** Packages for Node: the library for services, and the `alrimi` command. */
export const NPM_TARGETS = ["publisher", "command"] as const;
export type NpmTarget = (typeof NPM_TARGETS)[number];

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly engines: Record<string, string>;
  readonly dependencies: Record<string, string>;
}

const ELEMENT = "alrimi-board.js";

const PATIENCE = { limit: 5 * 60_000 };

/**
 * Packs a target out of the compiled `out/service`. Files have the same places as in a checkout. The package depends on
 * what its code imports, in the versions of this project.
 * @param work an empty folder
 * @returns path of the tarball
 */
export async function packForNode(target: NpmTarget, output: string, work: string): Promise<string> {
  const manifest: Manifest = JSON.parse(await readFile(join(repoRoot, "package.json"), "utf8"));
  const name = `alrimi-${target}`;
  const entry = target === "publisher" ? "index.js" : "alrimi.js";
  const files = await filesOf(entry);
  await rm(work, { recursive: true, force: true });
  await mkdir(join(work, "out/service"), { recursive: true });
  for (const file of files.keys()) await cp(join(outDir, "service", file), join(work, "out/service", file));
  await cp(join(repoRoot, "LICENSE"), join(work, "LICENSE"));
  await cp(join(repoRoot, "build/writers/README.md"), join(work, "README.md"));
  if (target === "publisher") await declareTypes(join(work, "types"));
  else {
    await cp(join(repoRoot, "build/alrimi.mjs"), join(work, "build/alrimi.mjs"));
    // The web component, which the server reads.
    await cp(join(outDir, "service", ELEMENT), join(work, "out/service", ELEMENT));
  }
  const dependencies = dependenciesOf([...files.values()], manifest.dependencies);
  const { version, license, engines } = manifest;
  const common = { name, version, license, type: "module", engines, dependencies };
  const face =
    target === "publisher"
      ? { exports: { ".": { types: "./types/publisher/index.d.ts", default: "./out/service/index.js" } } }
      : { bin: { alrimi: "build/alrimi.mjs" } };
  await writeFile(join(work, "package.json"), `${JSON.stringify({ ...common, ...face }, null, 2)}\n`);
  await must("npm", ["pack", work, "--pack-destination", output, "--loglevel=error"], {
    ...PATIENCE,
    cwd: work,
  });
  return join(output, `${name}-${version}.tgz`);
}

/** A compiled file and all that it imports beside it: text by name. */
async function filesOf(entry: string): Promise<Map<string, string>> {
  const folder = join(outDir, "service");
  const beside = new Set(await readdir(folder));
  const found = new Map<string, string>();
  const visit = async (file: string): Promise<void> => {
    if (found.has(file)) return;
    const text = await readFile(join(folder, file), "utf8");
    found.set(file, text);
    for (const name of importsOf(text)) {
      const other = name.replace(/^\.\//, "");
      if (beside.has(other)) await visit(other);
    }
  };
  await visit(entry);
  return found;
}

/** A method of that name, as in `Buffer.from("…")`, or a text, as in `command("import")`, imports nothing. */
function importsOf(text: string): string[] {
  return [...text.matchAll(/(?<![.\w$"])(?:from|import)\s*\(?\s*"([^"\s]+)"/g)].map(([, name]) => name ?? "");
}

/**
 * The packages that compiled texts import, with their versions.
 * @throws when one of them is no dependency of this project
 */
export function dependenciesOf(
  texts: readonly string[],
  known: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = texts.flatMap(importsOf).filter((name) => !name.startsWith(".") && !isBuiltin(name));
  const packages = names.map((name) =>
    name
      .split("/")
      .slice(0, name.startsWith("@") ? 2 : 1)
      .join("/"),
  );
  return Object.fromEntries(
    [...new Set(packages)].sort().map((name) => {
      const version = known[name];
      if (version === undefined) throw new Error(`${name} is imported, and is no dependency in package.json`);
      return [name, version];
    }),
  );
}

async function declareTypes(folder: string): Promise<void> {
  const options = {
    extends: join(repoRoot, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
      rootDir: join(repoRoot, "main"),
      outDir: folder,
      typeRoots: [join(repoRoot, "node_modules/@types")],
    },
    include: [],
    files: [join(repoRoot, "main/publisher/index.ts")],
  };
  await mkdir(folder, { recursive: true });
  const config = join(folder, "tsconfig.json");
  await writeFile(config, JSON.stringify(options));
  await must(join(repoRoot, "node_modules/.bin/tsc"), ["-p", config], PATIENCE);
  await rm(config);
}
