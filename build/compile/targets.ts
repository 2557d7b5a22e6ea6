import { builtinModules } from "node:module";
import { basename, join } from "node:path";
import type { InlineConfig, Plugin } from "vite";
import { repoRoot } from "../paths.ts";

/** Node inside the older of the two supported runtimes (Electron 33), and its Chromium. */
const node = "node20";
const chromium = "chrome130";

const provided = [/^electron(\/.+)?$/, /^node:/, ...builtinModules];

/** Beside the compiled files: what of other people's is in them, with its licence; packages carry the list. */
export const LICENSES = "licenses.json";

/** What every build has in common: no config file is looked for, and only warnings are printed. */
const common: InlineConfig = { configFile: false, envDir: false, root: repoRoot, logLevel: "warn" };

/**
 * A single letter beyond Latin-1 makes V8 keep a whole file with two bytes a letter: such letters are written as escapes.
 * What is compiled has them in strings and regular expressions only.
 */
const ascii: Plugin = {
  name: "ascii",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === "chunk") chunk.code = chunk.code.replace(/[^\0-\x7f]/g, escaped);
    }
  },
};

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The main process: one ES module with every dependency in it, so that a package needs no `node_modules`. */
export function mainProcess(outDir: string): InlineConfig {
  return {
    ...common,
    plugins: [ascii],
    ssr: { noExternal: true, target: "node" },
    build: {
      ...folder(outDir),
      ssr: join(repoRoot, "main/desktop/launch/entry.ts"),
      license: { fileName: LICENSES },
      target: node,
      minify: true,
      rolldownOptions: {
        external: provided,
        output: { format: "es", entryFileNames: "index.js", chunkFileNames: "[name]-[hash].js" },
      },
    },
  };
}

/** The preload: sandboxed preloads must be CommonJS in a single file. */
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

/** The windows: one page for each HTML file, with relative addresses so that no build knows the scheme they are served by. */
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
      modulePreload: { polyfill: false }, // which a known Chromium has no use for
      assetsInlineLimit: 0, // the content security policy allows no data: addresses
      rolldownOptions: {
        input: Object.fromEntries(htmlFiles.map((file) => [basename(file, ".html"), file])),
      },
    },
  };
}

/** The library and the command for service owners: plain Node, dependencies taken from `node_modules`. */
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

function folder(outDir: string) {
  return { outDir, emptyOutDir: true, reportCompressedSize: false, copyPublicDir: false, sourcemap: false };
}
