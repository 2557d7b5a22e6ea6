import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesIn, type Import, importsOf } from "./imports.ts";
import { IN_ONE_FILE, ROOMS, type Room } from "./rooms.ts";

/** All files of `main/` and `renderer/`, with their imports. */
export interface House {
  readonly root: string;
  readonly files: readonly string[];
  readonly imports: readonly Import[];
}

/** Reads the imports of all files in `main/` and `renderer/`. */
export function readHouse(root: string): House {
  const files = ["main", "renderer"].flatMap((folder) => filesIn(root, folder));
  return { root, files, imports: files.flatMap((file) => importsOf(root, file)) };
}

export const isIn = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);

/** Undefined for a file in no room. */
export function roomOf(file: string): Room | undefined {
  return ROOMS.find(({ folder }) => isIn(file, folder));
}

/** Files of `main/` and `renderer/` that belong to no room. */
export function homeless({ files }: House): string[] {
  return files.filter((file) => roomOf(file) === undefined);
}

/** Imports that the rooms do not allow, as `file -> target`. */
export function wrongArrows({ imports }: House): string[] {
  return imports.filter((each) => !isAllowed(each)).map(({ file, target }) => `${file} -> ${target}`);
}

function isAllowed({ file, target, isTypeOnly }: Import): boolean {
  const room = roomOf(file);
  if (room === undefined) return false;
  if (target.startsWith("node:")) return room.node;
  if (!/^(main|renderer)\//.test(target)) {
    return room.packages.some((name) => isIn(target, name));
  }
  if (room.typesOnly?.some((folder) => isIn(target, folder)) && !isTypeOnly) return false;
  return [room.folder, ...room.mayImport].some((folder) => isIn(target, folder));
}

/** Circular imports, including types: each as the list of files that reach one another. */
export function circles({ files, imports }: House): string[][] {
  const next = new Map(files.map((file) => [file, imports.filter((each) => each.file === file)]));
  const reached = new Map(files.map((file) => [file, reach(file, next)]));
  const found = new Map<string, string[]>();
  for (const file of files) {
    if (!reached.get(file)?.has(file)) continue;
    const circle = files.filter((other) => reached.get(file)?.has(other) && reached.get(other)?.has(file));
    found.set(circle.join(), circle);
  }
  return [...found.values()];
}

function reach(from: string, next: ReadonlyMap<string, readonly Import[]>): Set<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const { target } of next.get(file) ?? []) {
      if (seen.has(target) || !next.has(target)) continue;
      seen.add(target);
      open.push(target);
    }
  }
  return seen;
}

/** Packages of {@link IN_ONE_FILE} that several files import, or none. */
export function spreadPackages({ imports }: House): string[] {
  return IN_ONE_FILE.flatMap((name) => {
    const users = new Set(imports.filter(({ target }) => isIn(target, name)).map(({ file }) => file));
    return users.size === 1 ? [] : [`${name}: ${[...users].join(", ") || "no file"}`];
  });
}

/** Code that reads the machine: clock, randomness, process, time zone, language. */
const IMPURE = new RegExp(
  [
    /\bDate\.now|new Date\(\)|\bMath\.random|\bcrypto\.|\bprocess\./,
    /\bset(?:Timeout|Interval|Immediate)\(/,
    /\.(?:getTimezoneOffset|[gs]et(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds))\(/,
    /\bIntl\.DateTimeFormat\((?!.*\btimeZone\b)/,
    /\.to(?:DateString|TimeString)\(|\.toLocale\w+\(\)|\bIntl\.\w+\((?:\)|undefined)/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

/** Lines of pure rooms that match {@link IMPURE}, as `file: line`. */
export function impureLines({ root, files }: House): string[] {
  return files
    .filter((file) => roomOf(file)?.pure)
    .flatMap((file) =>
      readFileSync(join(root, file), "utf8")
        .split("\n")
        .filter((line) => !/^\s*(\*|\/\*|\/\/)/.test(line) && IMPURE.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
}

/** Maximum number of lines in a file. */
export const LONGEST = 250;

/** Files over {@link LONGEST} lines, as `file: lines`. */
export function longFiles({ root, files }: House): string[] {
  return files
    .filter((file) => linesOf(root, file) > LONGEST)
    .map((file) => `${file}: ${linesOf(root, file)}`);
}

export function linesOf(root: string, file: string): number {
  return readFileSync(join(root, file), "utf8").split("\n").length - 1;
}
