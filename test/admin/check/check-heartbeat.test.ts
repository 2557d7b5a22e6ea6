import { expect, test } from "vitest";
import { readHeartbeat } from "../../../main/admin/check/check-heartbeat.ts";
import { heartbeatSettings } from "../../../main/admin/heartbeat.ts";
import { codes } from "./codes.ts";

test("broker check - the heartbeat's settings, and that somebody sends it, are told", () => {
  const good = { config: { ...heartbeatSettings() }, cluster: { leader: "n1" } };
  expect(codes(readHeartbeat(good))).toEqual(["ok heartbeat-ok"]);
  expect(codes(readHeartbeat(undefined))).toEqual(["bad heartbeat-missing"]);
  expect(codes(readHeartbeat({ ...good, cluster: {} }))).toEqual(["bad heartbeat-no-leader"]);
  expect(readHeartbeat({ ...good, config: { ...heartbeatSettings(), num_replicas: 1 } })).toEqual([
    { level: "bad", code: "heartbeat-setting", field: "num_replicas", is: "1", should: "0" },
  ]);
});
