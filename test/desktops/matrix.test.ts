import { expect, test } from "vitest";
import { CHECKS } from "./checks.ts";
import { hasFailed, matrix, type Row } from "./matrix.ts";

const passed = { kind: "passed" } as const;
const all = (badge: Parameters<typeof outcome>[0]): Row => ({ title: "One 1.0", outcomes: outcome(badge) });

function outcome(badge: typeof passed | { kind: "failed" | "left out"; reason: string }) {
  return new Map(CHECKS.map((check) => [check, check === "badge" ? badge : passed]));
}

test("matrix - a row a desktop, with a sign a check", () => {
  const [head, , row] = matrix([all(passed)]).split("\n");
  expect(head).toContain("| badge |");
  expect(row).toBe(`| One 1.0 |${" yes |".repeat(CHECKS.length)}`);
});

test("matrix - what failed is named with the first line of its reason", () => {
  const table = matrix([all({ kind: "failed", reason: "not drawn\nat all" })]);
  expect(table).toContain("| One 1.0 | **no** | yes |");
  expect(table).toContain("- One 1.0, badge: not drawn\n");
});

test("matrix - a failed check and an app that does not start fail the run, what is left out or skipped does not", () => {
  expect(hasFailed(all({ kind: "failed", reason: "r" }))).toBe(true);
  expect(hasFailed({ title: "One", broken: "no tray icon" })).toBe(true);
  expect(hasFailed(all({ kind: "left out", reason: "r" }))).toBe(false);
  expect(hasFailed({ title: "One", skipped: "not installed: one" })).toBe(false);
});
