import { expect, test } from "vitest";
import { aboutCatalog, readStream } from "../../../main/admin/check/check-streams.ts";
import { STREAMS } from "../../../main/contract/streams.ts";
import { codes } from "./codes.ts";

test("broker check - a stream's copies, lag and settings are told one by one", () => {
  const [approvals] = STREAMS;
  if (approvals === undefined) throw new Error("no streams");
  const config = { ...approvals, num_replicas: 3 };
  const current = { name: "n2", current: true, lag: 0 };
  const replicas = [current, { name: "n3", current: false, lag: 7 }];
  const state = { messages: 5, bytes: 2 * 1024 ** 2 };
  const expected = { replicas: 3, fullAt: 80 };
  const good = { config, state, cluster: { leader: "n1", replicas: [current, { ...current, name: "n3" }] } };
  expect(codes(readStream(approvals, good, expected))).toEqual(["ok stream-ok"]);
  expect(codes(readStream(approvals, { ...good, cluster: { leader: "n1", replicas } }, expected))).toEqual([
    "warning stream-out-of-sync",
  ]);
  const alone = { level: "bad", code: "stream-copies-missing", stream: "APPROVALS", is: 1, should: 3 };
  // As a server of its own says it from 2.10 on, and before.
  expect(readStream(approvals, { ...good, cluster: { leader: "n1" } }, expected)).toEqual([alone]);
  expect(readStream(approvals, { config, state }, expected)).toEqual([alone]);
  const leaderless = { ...good.cluster, leader: "" };
  expect(codes(readStream(approvals, { ...good, cluster: leaderless }, expected))).toEqual([
    "bad stream-no-leader",
  ]);
  expect(codes(readStream(approvals, { ...good, config: { ...config, num_replicas: 1 } }, expected))).toEqual(
    ["bad stream-replicas"],
  );
  const several = { ...config, max_msgs_per_subject: 5, republish: undefined };
  expect(codes(readStream(approvals, { ...good, config: several }, expected))).toEqual([
    "bad stream-setting",
    "bad stream-setting",
  ]);
});

test("broker check - the catalog's finding names the first problem, or counts the services", () => {
  const problem = { ok: false, reason: "bad-id", detail: "services[0].id" } as const;
  expect(aboutCatalog({ kind: "none" })).toEqual({ level: "warning", code: "catalog-none" });
  expect(aboutCatalog({ kind: "unreadable", problem, revision: 1 })).toMatchObject({
    level: "bad",
    detail: "services[0].id",
  });
  expect(
    aboutCatalog({ kind: "read", catalog: [], problems: [problem], generations: new Map(), revision: 1 }),
  ).toMatchObject({
    level: "warning",
    code: "catalog-bad",
  });
  expect(
    aboutCatalog({
      kind: "read",
      catalog: [{ id: "mail", name: { en: "Mail" } }],
      problems: [],
      generations: new Map(),
      revision: 1,
    }),
  ).toEqual({ level: "ok", code: "catalog-ok", services: 1 });
});
