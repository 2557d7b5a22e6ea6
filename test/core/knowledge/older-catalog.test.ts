import { expect, test } from "vitest";
import type { KnowledgeInput } from "../../../main/core/knowledge/knowledge.ts";
import { bytesOf, eventOf } from "../../contract/events.ts";
import { CATALOG, KnowledgeRun, live, messageOf } from "./knowledge-run.ts";

const WITHOUT_MAIL = { services: CATALOG.services.slice(0, 2) };
const read = (revision: number, document: unknown = CATALOG): KnowledgeInput => ({
  ...{ kind: "catalog", payload: bytesOf(document), revision },
});

/** Mail came with the second catalog, and was told. */
function knowing(): KnowledgeRun {
  const run = new KnowledgeRun().sync().take(read(1, WITHOUT_MAIL), read(2));
  return run.take(live(messageOf(eventOf({ service: "mail", count: 3 })))).pass(10_000);
}

test("catalog - an older one, of a copy that lags behind, takes nothing away, and is read once more", () => {
  const run = knowing().take(read(1, WITHOUT_MAIL));
  expect(run.last("found")).toEqual([{ kind: "found", found: "older" }]);
  expect(run.state.ledger.has("mail")).toBe(true);
  run.pass(15_000).take(read(2));
  expect(run.state.catalog).toHaveLength(3);
  expect(run.pass(60_000).told).toHaveLength(1);
});

test("catalog - one that is still older after a while is taken: the broker may have been set up anew", () => {
  const run = knowing().take(read(1, WITHOUT_MAIL)).pass(1_000).take(read(1, WITHOUT_MAIL));
  expect(run.state.catalog).toHaveLength(3);
  run.pass(10_000).take(read(1, WITHOUT_MAIL));
  expect(run.state.catalog).toHaveLength(2);
  expect(run.take(read(2)).state.catalog).toHaveLength(3);
});

test("catalog - the same one under a lower number is believed as late, and changes nothing", () => {
  const run = knowing().take(read(1)).pass(10_000).take(read(1));
  expect(run.state.catalog).toHaveLength(3);
  expect(run.take(read(2, WITHOUT_MAIL)).state.catalog).toHaveLength(2);
});
