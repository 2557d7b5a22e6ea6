import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const page = join(root, "build/broker/THREATS.md");
const text = readFileSync(page, "utf8");

test("threats - every test that the page names is there", () => {
  const named = [...text.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, name = ""]) => name);
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((name) => !existsSync(join(root, "test", name)))).toEqual([]);
});

test("threats - every line of its tables on the way and on the PC names one", () => {
  const sections = text.split(/^## /m).filter((section) => /^On the /.test(section));
  expect(sections).toHaveLength(2);
  const rows = sections.flatMap((section) =>
    section.split("\n").filter((line) => /^\| (?!threat|-)/.test(line)),
  );
  expect(rows.length).toBeGreaterThan(12);
  expect(rows.filter((row) => !row.includes(".test.ts`"))).toEqual([]);
});

test("threats - the README and the page of the kit lead to it", () => {
  for (const file of ["README.md", "build/broker/README.md"]) {
    const links = [...readFileSync(join(root, file), "utf8").matchAll(/\]\(([^)#]*THREATS\.md)\)/g)];
    expect(links.map(([, link = ""]) => join(root, dirname(file), link))).toContain(page);
  }
});
