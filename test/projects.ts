import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = join(import.meta.dirname, "..");
/** What starts a process; the compiler's interface does, too. */
const STARTERS = /^(node:child_process|playwright-core|typescript\/.*)$/;

/** Tests of single parts, below test/: the pure logic, and that of the shell. */
const parts = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((file) =>
    /^((contract|core|words|view|files|desktop|server\/(keeper|http|people|bridge|sign-on|portal))\/.*|server\/lease|[^/]*)\.test\.ts$/.test(
      file,
    ),
  )
  .filter((file) => !file.startsWith("desktop/broker/"));

/** Those that start programs; for all others five seconds are plenty on any machine. */
export const programTests: readonly string[] = parts.filter((file) =>
  startsPrograms(join(import.meta.dirname, file)),
);
export const unitTests: readonly string[] = parts.filter((file) => !programTests.includes(file));

/** Whether a test, a helper of it, or a file of the app that one of them names, imports what starts programs. */
export function startsPrograms(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const imported = importsOf(file);
  if (imported.some((name) => STARTERS.test(name))) return true;
  if (relative(root, file).startsWith("main/")) return false; // what it imports may be given to it by the test
  return imported
    .filter((name) => name.startsWith("."))
    .map((name) => resolve(dirname(file), name))
    .some((helper) => existsSync(helper) && startsPrograms(helper, seen));
}

/** The names of what is imported, types aside. */
function importsOf(file: string): string[] {
  const imports = readFileSync(file, "utf8").matchAll(
    /^(?:import|export)\b(?! type\b)[^"';]*["']([^"']+)["']/gm,
  );
  return [...imports].map(([, name]) => name ?? "");
}
