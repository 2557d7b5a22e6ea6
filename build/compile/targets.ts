import { copyFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { basename, join } from "node:path";
import type { InlineConfig, Plugin } from "vite";
import { repoRoot } from "../paths.ts";

/** Target versions: Node and Chromium of Electron 33, the older of the two supported runtimes. */
const node = "node20";
const chromium = "chrome130";

const provided = [/^electron(\/.+)?$/, /^node:/, ...builtinModules];

/** Common options: no config file, and only warnings are printed. */
export const LICENSES = "licenses.json";
const common: InlineConfig = { configFile: false, envDir: false, root: repoRoot, logLevel: "warn" };

/**
 * Writes letters beyond Latin-1 as escapes. A single one would make V8 store the whole file with two bytes per letter.
 * The compiled code has such letters only in strings and regular expressions.
 */
const ascii: Plugin = {
  name: "ascii",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === "chunk") chunk.code = chunk.code.replace(/[^\0-\x7f]/g, escaped);
    }
  },
};

/**
 * Lets `native-reg` load its binary for Windows from the folder of the compiled app, because there is no `node_modules`.
 * {@link copyRegistryBinaries} puts it there. If it cannot be loaded, each use throws the reason; the app starts and says
 * that the policies cannot be read.
 */
const registry: Plugin = {
  name: "registry",
  transform(code, id) {
    if (!id.replaceAll("\\", "/").endsWith("/native-reg/lib/index.js")) return undefined;
    const found = "require('node-gyp-build')(__dirname + \"/..\")";
    if (!code.includes(found)) throw new Error("native-reg loads its binary in another way than expected");
    const load = `require("node:module").createRequire(${HERE})("./${REGISTRY_BINARY}" + process.arch + ".node")`;
    const guarded = `(() => { try { return ${load}; } catch (error) { return new Proxy({}, { get() { throw error; } }); } })()`;
    return { code: code.replace(found, guarded), map: null };
  },
  renderChunk(code) {
    return { code: code.replaceAll(HERE, "import.meta.url"), map: null };
  },
};
/** A CommonJS module has no `import.meta`, but the compiled module that contains it has. */
const HERE = "__ALRIMI_COMPILED_MODULE__";
const REGISTRY_BINARY = "native-reg-";

/** Copies the binaries of `native-reg`, which are part of its package, one for each processor. */
export async function copyRegistryBinaries(outDir: string): Promise<void> {
  const prebuilds = join(repoRoot, "node_modules/native-reg/prebuilds");
  for (const arch of ["x64", "arm64", "ia32"]) {
    const binary = join(prebuilds, `win32-${arch}`, "node.napi.node");
    await copyFile(binary, join(outDir, `${REGISTRY_BINARY}${arch}.node`));
  }
}

/**
 * Leaves out what `conf` (of `electron-store`) imports and the app never uses, a quarter of the code that is loaded at
 * the start: it checks and migrates a file only when told to (`schema`, `migrations`), and would then throw.
 */
const unused: Plugin = {
  name: "unused",
  enforce: "pre",
  resolveId(source, importer) {
    const isStore = importer?.replaceAll("\\", "/").includes("/node_modules/conf/") === true;
    return isStore && UNUSED.has(source) ? NOTHING : undefined;
  },
  load: (id) => (id === NOTHING ? "export let Ajv2020; export default undefined;" : undefined),
};
const UNUSED: ReadonlySet<string> = new Set(["ajv/dist/2020.js", "ajv-formats", "semver"]);
const NOTHING = "\0unused";

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const entry = join(repoRoot, "main/desktop/launch/entry.ts");
const launch = join(repoRoot, "main/desktop/launch/index.ts");

interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** The modules that a module imports, directly or not. Imports at run time do not count. */
function importsOf(root: string, graph: Graph): ReadonlySet<string> {
  const found = new Set([root]);
  for (const id of found) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  found.delete(root);
  return found;
}

/**
 * The modules that are loaded before the tray appears, in one chunk each for the entry and for the launch. Left alone, they
 * are split by who else imports them, into eighteen files, and Node takes one or two milliseconds to load each. The entry
 * imports nothing of the launch, because it reports a failure to load that.
 */
const early = [
  { debugName: "entry", name: chunkOf("entry", entry), priority: 1 },
  { debugName: "early", name: chunkOf("early", launch) },
];

function chunkOf(name: string, root: string) {
  return (id: string, graph: Graph): string | null => (importsOf(root, graph).has(id) ? name : null);
}

/** Main process: one ES module with all dependencies, so that a package needs no `node_modules`. */
export function mainProcess(outDir: string): InlineConfig {
  return {
    ...common,
    plugins: [ascii, registry, unused],
    ssr: { noExternal: true, target: "node" },
    build: {
      ...folder(outDir),
      ssr: entry,
      license: { fileName: LICENSES },
      target: node,
      minify: true,
      rolldownOptions: {
        external: provided,
        output: {
          format: "es",
          entryFileNames: "index.js",
          chunkFileNames: "[name]-[hash].js",
          codeSplitting: { groups: early },
        },
      },
    },
  };
}

/** Preload script: a sandboxed preload must be a single CommonJS file. */
export function preload(outDir: string): InlineConfig {
  return {
    ...common,
    ssr: { noExternal: true, target: "node" },
    build: {
      ...folder(outDir),
      emptyOutDir: false,
      ssr: join(repoRoot, "main/desktop/windows/preload.ts"),
      target: chromium,
      minify: true,
      rolldownOptions: {
        external: provided,
        output: { format: "cjs", entryFileNames: "preload.cjs", codeSplitting: false },
      },
    },
  };
}

/** Pages of the windows, one per HTML file. Their URLs are relative, because the scheme is unknown here. */
export function pages(outDir: string, htmlFiles: readonly string[]): InlineConfig {
  return {
    ...common,
    root: join(repoRoot, "renderer"),
    base: "./",
    publicDir: false,
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      ...folder(outDir),
      license: { fileName: LICENSES },
      target: chromium,
      minify: true,
      modulePreload: { polyfill: false }, // not needed by the known Chromium
      assetsInlineLimit: 0, // the content security policy allows no data: URLs
      rolldownOptions: {
        input: Object.fromEntries(htmlFiles.map((file) => [basename(file, ".html"), file])),
      },
    },
  };
}

/** Library and command for service owners: plain Node, with dependencies from `node_modules`. */
export function service(outDir: string): InlineConfig {
  return {
    ...common,
    ssr: { target: "node" },
    build: {
      ...folder(outDir),
      ssr: true,
      target: node,
      minify: false,
      rolldownOptions: {
        input: {
          index: join(repoRoot, "main/publisher/index.ts"),
          alrimi: join(repoRoot, "main/command/alrimi.ts"),
        },
        external: [...provided, /^[^./]/],
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      },
    },
  };
}

/** The web component of the company portal: one file beside the server, which serves it. */
export function boardElement(outDir: string): InlineConfig {
  return {
    ...common,
    build: {
      ...folder(outDir),
      emptyOutDir: false,
      // The first ones with `light-dark()`, of spring 2024.
      target: ["chrome123", "firefox120", "safari17.5"],
      minify: true,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: join(repoRoot, "renderer/portal/alrimi-board.ts"),
        output: { format: "es", entryFileNames: "alrimi-board.js", codeSplitting: false },
      },
    },
  };
}

function folder(outDir: string) {
  return { outDir, emptyOutDir: true, reportCompressedSize: false, copyPublicDir: false, sourcemap: false };
}
