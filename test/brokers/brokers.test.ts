import { expect, test } from "vitest";
import { archiveIn } from "./debian-archive.ts";
import { tableOf } from "./table.ts";

test("brokers - Debian's own archive is found in what apt says, and no other", () => {
  const security = "Debian|Debian-Security|main|http://a.example/security/";
  const other = "Ubuntu|Ubuntu|main|http://b.example/ubuntu/";
  const own = "Debian|Debian|main|http://c.example/debian/";
  expect(archiveIn(`${other}\n${security}\n${own}\n`)).toEqual({ address: "http://c.example/debian/" });
  expect(archiveIn(`${other}\n${security}\n`)).toBeUndefined();
  expect(archiveIn("")).toBeUndefined();
});

test("brokers - the table says what passed, what failed, and what could not be had", () => {
  const good = { passed: 1125, failed: 0, skipped: 0, failures: [] };
  const bad = { passed: 6, failed: 1, skipped: 3, failures: ["a"] };
  expect(
    tableOf([
      { version: "2.10.27", origin: "Debian 13", broker: good, chaos: bad, seconds: 330 },
      { origin: "npm", missing: "no network | here\nat all" },
    ]),
  ).toBe(
    [
      "| nats-server | from | broker tests | clusters broken | minutes |",
      "|---|---|---|---|---|",
      "| 2.10.27 | Debian 13 | 1,125 passed | 6 passed, **1 failed**, 3 skipped | 5.5 |",
      "| – | npm | not run: no network / here | | |",
    ].join("\n"),
  );
});
