import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";

export interface Import {
  /** Path relative to the root of the repository, as are all paths here. */
  readonly file: string;
  /** A file of the repository, or the name of a package or Node module. */
  readonly target: string;
  readonly isTypeOnly: boolean;
}

/** TypeScript files of a folder. */
export function filesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .sort();
}

/** Imports and re-exports of a file, read with the compiler's own parser. */
export function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const { module } = parseSync(file, text);
  const found: { request: string; isTypeOnly: boolean }[] = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      request: moduleRequest.value,
      isTypeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...module.staticExports.flatMap(({ entries }) => {
      const request = entries.find(({ moduleRequest }) => moduleRequest !== null)?.moduleRequest?.value;
      return request === undefined ? [] : [{ request, isTypeOnly: entries.every(({ isType }) => isType) }];
    }),
    ...module.dynamicImports.map(({ moduleRequest }) => ({
      request: text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
      isTypeOnly: false,
    })),
  ];
  return found.map(({ request, isTypeOnly }) => ({
    file,
    target: request.startsWith(".") ? join(file, "..", request) : request,
    isTypeOnly,
  }));
}
