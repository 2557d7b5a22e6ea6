import { rename, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ManagedPolicy } from "../../../main/core/policy/managed-policy.ts";
import { type Clock, systemClock } from "../../../main/desktop/clock.ts";
import { type FollowedPolicies, followPolicies } from "../../../main/desktop/policy/follow-policies.ts";
import { foldersOf } from "../../../main/desktop/policy/policy-places.ts";
import { readManaged } from "../../../main/desktop/policy/read-managed.ts";
import { makePlaces, type TestPlaces } from "./places.ts";

const servers = ["tls://a.example.com:4222"];
const none = { policyFile: undefined, userDataDir: undefined, problem: undefined };
const variables = { loginName: "hong.gd", env: {} };

let places: TestPlaces;
let followed: FollowedPolicies;
let reads = 0;
let happened: string[] = [];
let log: string[] = [];
beforeEach(async () => {
  places = await makePlaces();
  [reads, happened, log] = [0, [], []];
});
afterEach(async () => {
  followed.stop();
  await places[Symbol.asyncDispose]();
});

function follow(folders = foldersOf(places), clock: Pick<Clock, "after"> = systemClock): void {
  const line = (text: string): void => void log.push(text);
  followed = followPolicies({
    read(): ManagedPolicy {
      reads++;
      return readManaged({ ...none, places }, variables);
    },
    folders,
    clock,
    log: { info: line, warn: line, error: line },
    tell: ({ key, args }) => void happened.push(`tell ${key} ${args.at(-1)}`),
    untell: (key) => void happened.push(`untell ${key}`),
    preferencesChanged: ({ layers }) => void happened.push(JSON.stringify(layers.map((each) => each.locked))),
    connectionChanged: () => void happened.push("connection"),
  });
  happened = happened.filter((each) => each !== "untell policy-partly-refused");
}

const soon = { interval: 20 };

test("policies - a changed preference applies without a restart, and several writes are one change", async () => {
  await places.put("policy.json", { servers });
  await places.put("policy.d/10.json", { preferences: { sound: true } });
  let due: (() => void) | undefined;
  follow(foldersOf(places), {
    after(_delay, callback) {
      due = callback;
      return () => {
        due = undefined;
      };
    },
  });
  for (let round = 0; round < 5; round++) {
    await places.put("policy.d/10.json", { preferences: { sound: false } });
    await places.put("policy.d/20.json", { preferences: { remindAfter: 10 + round } });
  }
  await expect.poll(() => due, soon).toBeDefined();
  due?.();
  await expect.poll(() => happened, soon).toEqual(['[{},{"sound":false},{"remindAfter":14}]']);
  expect(reads).toBe(2);
});

test("policies - other servers, credentials or links begin another session", async () => {
  await places.put("policy.json", { servers });
  follow();
  await places.put("policy.json", { servers, credentials: { credsFile: "a.creds" } });
  await expect.poll(() => happened, soon).toEqual(["connection"]);
  await places.put("policy.json", {
    servers,
    linkOrigins: ["http://x"],
    credentials: { credsFile: "a.creds" },
  });
  await expect.poll(() => happened, soon).toEqual(["connection", "connection"]);
  await rm(places.file);
  await expect.poll(() => happened, soon).toEqual(["connection", "connection", "connection"]);
});

test("policies - a wrong entry is told with its line while it is there, and logged once", async () => {
  await places.put("policy.json", { servers, preferences: { theme: "blue", sound: false } });
  follow();
  expect(happened).toEqual(["tell policy-partly-refused 0"]);
  followed.look();
  followed.take();
  expect(log.filter((line) => line.includes(`${places.file}:6: preferences: theme`))).toHaveLength(1);
  await places.put("policy.json", { servers, preferences: { theme: "dark", sound: false } });
  await expect
    .poll(() => happened.slice(1), soon)
    .toEqual(["untell policy-partly-refused", '[{"theme":"dark","sound":false}]']);
});

test("policies - a folder that appears later is found by the next look, and watched from then on", async () => {
  follow();
  await places.put("policy.d/10.json", { preferences: { sound: false } });
  followed.look();
  expect(happened).toEqual(['[{"sound":false}]']);
  await places.put("policy.d/10.json", { preferences: { sound: true } });
  await expect.poll(() => happened.slice(1), soon).toEqual(['[{"sound":true}]']);
});

test("policies - a folder that another one replaces is watched again", async () => {
  await places.put("policy.d/10.json", { preferences: { sound: false } });
  await places.put("next.d/10.json", { preferences: { remindAfter: 5 } });
  follow();
  await rename(places.folder, places.at("old.d"));
  await rename(places.at("next.d"), places.folder);
  await expect.poll(() => happened.at(-1), soon).toBe('[{"remindAfter":5}]');
  await places.put("policy.d/10.json", { preferences: { remindAfter: 6 } });
  await expect.poll(() => happened.at(-1), soon).toBe('[{"remindAfter":6}]');
});

test("policies - a look that finds nothing new does nothing, and after the end nothing is read", async () => {
  await places.put("policy.json", { servers });
  follow();
  followed.look();
  expect(happened).toEqual([]);
  followed.stop();
  const before = reads;
  await places.put("policy.json", {});
  await sleep(500);
  expect(reads).toBe(before);
});

test("policies - one that the command line names is not watched", async () => {
  await places.put("policy.json", { servers });
  follow([]);
  await places.put("policy.json", {});
  followed.look();
  expect(happened).toEqual([]);
  expect(followed.take().connection.kind).toBe("none"); // a new session reads it
});
