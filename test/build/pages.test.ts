import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ROOMS } from "../../build/layers/rooms.ts";

const root = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const pages = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" }).trim().split("\n");
const scripts = (JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts;

/** The heading's address on a page, as GitHub makes it. */
function anchorOf(heading: string): string {
  const plain = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "");
  return plain.trim().replaceAll(" ", "-");
}

const anchorsOf = (page: string): readonly string[] =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

function isThere(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : join(dirname(page), decodeURIComponent(path));
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || anchorsOf(target).includes(decodeURIComponent(anchor));
}

test.each(pages)("pages - every relative link and picture of %s is there", (page) => {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  const relative = links.filter((link) => !/^[a-z]+:/.test(link));
  expect(relative.filter((link) => !isThere(page, link))).toEqual([]);
});

test.each(pages)("pages - every script that %s names is in package.json", (page) => {
  const named = [...read(page).matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(
    ([, script = "", short = ""]) => script || short,
  );
  expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
});

test.each(pages)("pages - every part of a test's path that %s names for npm test finds a file", (page) => {
  const named = [...read(page).matchAll(/\bnpm test -- ([\w/.-]*\/[\w/.-]*)/g)].map(([, path = ""]) => path);
  const tests = execFileSync("git", ["ls-files", "test/*.test.ts"], { cwd: root, encoding: "utf8" });
  expect(named.filter((path) => !tests.includes(path))).toEqual([]);
});

test("pages - the README fits on a few screens, and leads to every page", () => {
  const readme = read("README.md");
  expect(readme.split("\n").length).toBeLessThan(150);
  expect(pages.filter((page) => page !== "README.md" && !readme.includes(`](${page})`))).toEqual([]);
});

test("pages - the README's table of rooms is that of the rules", () => {
  const rows = [...read("README.md").matchAll(/^\| `((?:main|renderer)[\w/]*)\/` \| (.+) \|$/gm)];
  expect(rows.map(([, folder, holds]) => ({ folder, holds }))).toEqual(
    ROOMS.map(({ folder, holds }) => ({ folder, holds })),
  );
});
