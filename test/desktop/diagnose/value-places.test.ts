import { mkdir, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { settingsSource } from "../../../main/desktop/account/settings-file.ts";
import { valuePlaces } from "../../../main/desktop/diagnose/value-places.ts";
import { readManaged } from "../../../main/desktop/policy/read-managed.ts";
import { makePlaces, type TestPlaces } from "../policy/places.ts";

let places: TestPlaces;
beforeEach(async () => {
  places = await makePlaces();
  await mkdir(places.at(""), { recursive: true, mode: 0o755 });
});
afterEach(() => places[Symbol.asyncDispose]());

function found(policyFile?: string) {
  const given = { policyFile, userDataDir: undefined, problem: undefined, places };
  const managed = readManaged(given, { loginName: "hong.gd", env: {} });
  return valuePlaces(settingsSource(given, managed, places.at("")), managed);
}

test("value places - of several policies each value names its own file and line", async () => {
  const base = await places.put("policy.json", { servers: ["tls://a"], user: "kim.ys", fleet: false });
  const one = await places.put("policy.d/10.json", {
    credentials: { credsFile: "a.creds" },
    user: "hong.gd",
  });
  const two = await places.put("policy.d/20.json", {
    tls: { caFile: "ca.pem" },
    linkOrigins: ["http://intra"],
    updates: { url: null },
  });
  expect(found()).toEqual({
    servers: `${base}:2`,
    user: `${one}:5`,
    credentials: `${one}:2`,
    tls: `${two}:2`,
    linkOrigins: `${two}:5`,
    updates: `${two}:8`,
    fleet: `${base}:6`,
  });
});

test("value places - a policy of the command line, and the person's own file below a policy", async () => {
  const named = await places.put("named.json", { servers: ["tls://a"], tls: { caFile: "ca.pem" } });
  expect(found(named)).toEqual({ servers: named, tls: named });
  const own = places.at("settings.json");
  await writeFile(own, JSON.stringify({ servers: ["tls://a"], fleet: true, linkOrigins: [] }));
  expect(found()).toEqual({ servers: own, linkOrigins: own });
  const policy = await places.put("policy.json", { linkOrigins: ["http://intra"] });
  expect(found()).toEqual({ servers: own, linkOrigins: `${policy}:2` });
});
