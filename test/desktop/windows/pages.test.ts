import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answer, isPageOf, PAGE_POLICY, pageUrl, readPages } from "../../../main/desktop/windows/pages.ts";

const root = join(import.meta.dirname, "../../..");
/** Names that are encoded differently by Node, by Chromium and by Windows. */
const NAMES = ["a^b", "a%b", "a%20b", "HONGGI~1", "[업무]", "a b", "a#b", "a?b"];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-pages-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function pagesIn(name: string): Promise<string> {
  const pages = join(folder, name);
  await mkdir(join(pages, "assets"), { recursive: true });
  await writeFile(join(folder, "secret.js"), "secret");
  await writeFile(join(pages, "board.html"), "<h1>");
  await writeFile(join(pages, "assets", "board-1.js"), "1");
  await writeFile(join(pages, "notes.txt"), "of no kind that is served");
  await symlink(join(folder, "secret.js"), join(pages, "assets", "link.js")).catch(() => {});
  await symlink(folder, join(pages, "out")).catch(() => {});
  return pages;
}

test.each(NAMES)("pages - in a folder named %s the same is served as in any other", async (name) => {
  const pages = await readPages(await pagesIn(name));
  expect([...pages.keys()].sort()).toEqual([
    "alrimi-page://pages/assets/board-1.js",
    "alrimi-page://pages/board.html",
  ]);
  const board = answer(pages, "GET", pageUrl("board"));
  expect(board.data.toString()).toBe("<h1>");
  expect(board.statusCode).toBe(200);
  expect(board.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(board.headers["content-security-policy"]).toBe(PAGE_POLICY);
});

test("pages - whatever else is asked for does not exist", async () => {
  const pages = await readPages(await pagesIn("pages"));
  const part = fc.constantFrom(
    "..",
    "%2e%2e",
    "secret.js",
    "assets",
    "link.js",
    "out",
    "",
    "board.html",
    "notes.txt",
  );
  const path = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 5 }).map((parts) => parts.join("/")),
  );
  fc.assert(
    fc.property(path, fc.constantFrom("GET", "POST", "HEAD"), (asked, method) => {
      fc.pre(method !== "GET" || asked !== "board.html");
      expect(answer(pages, method, `alrimi-page://pages/${asked}`).statusCode).toBe(404);
    }),
  );
});

test("pages - the policy of the header is the one in each page", async () => {
  for (const name of ["board", "settings", "account"]) {
    const html = await readFile(join(root, "renderer", `${name}.html`), "utf8");
    expect(/http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1]).toBe(PAGE_POLICY);
  }
});

test("pages - a sender is a window's page by what we serve, in that window alone", () => {
  const [contents, other] = [{}, {}];
  const window = { webContents: contents };
  expect(isPageOf(window, "board", contents, "alrimi-page://pages/board.html")).toBe(true);
  expect(isPageOf(window, "board", other, "alrimi-page://pages/board.html")).toBe(false);
  expect(isPageOf(undefined, "board", contents, "alrimi-page://pages/board.html")).toBe(false);
  for (const url of [
    "about:blank",
    "",
    "alrimi-page://pages/settings.html",
    "alrimi-page://other/board.html",
    "alrimi-page://pages/board.html?x",
    "file:///opt/alrimi/renderer/board.html",
  ]) {
    expect(isPageOf(window, "board", contents, url), url).toBe(false);
  }
});
