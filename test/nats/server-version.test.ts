import { expect, test } from "vitest";
import { isOlder, isTooOldForCluster, mayAcceptRivals } from "../../main/nats/server-version.ts";

test.each([
  ["2.9.10", true],
  ["2.9.99", true],
  ["1.12.0", true],
  ["2.10.0", false],
  ["v2.11.0-beta", false],
  ["3.0.0", false],
  ["", true],
  ["dev", true],
])("server version - %j is older than 2.10: %j", (version, isBelow) => {
  expect(isOlder(version, 2, 10)).toBe(isBelow);
  expect(isTooOldForCluster(version)).toBe(isBelow);
});

test("server version - only an old one in a cluster may accept rivals", () => {
  expect(mayAcceptRivals({ version: "2.9.10", cluster: "alrimi" })).toBe(true);
  expect(mayAcceptRivals({ version: "2.9.10" })).toBe(false);
  expect(mayAcceptRivals({ version: "2.10.0", cluster: "alrimi" })).toBe(false);
});
