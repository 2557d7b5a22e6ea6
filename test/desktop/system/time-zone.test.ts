import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { followTimeZone } from "../../../main/desktop/system/time-zone.ts";

const given = process.env["TZ"];
let folder: string;
let file: string;
let changes = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alrimi-zone-"));
  file = join(folder, "localtime");
  changes = 0;
  process.env["TZ"] = "Asia/Seoul";
});
afterEach(() => {
  if (given === undefined) delete process.env["TZ"];
  else process.env["TZ"] = given;
  rmSync(folder, { recursive: true });
});

/** An environment without `TZ`; taking it out sets the process's, as the system's zone would be found by then. */
function environmentThatFinds(zone: () => string): NodeJS.ProcessEnv {
  return new Proxy<NodeJS.ProcessEnv>(
    {},
    {
      deleteProperty(_target, name) {
        if (name === "TZ") process.env["TZ"] = zone();
        return true;
      },
    },
  );
}

/** As `timedatectl` does it: a new link takes the place of the old one. */
function link(zone: string): void {
  for (const name of ["UTC", "Seoul", "New_York"]) writeFileSync(join(folder, name), name, { flag: "a" });
  symlinkSync(join(folder, zone), `${file}.new`);
  renameSync(`${file}.new`, file);
}

function follow(zone: () => string, platform: NodeJS.Platform = "linux", env = environmentThatFinds(zone)) {
  return followTimeZone({ platform, env, file, changed: () => changes++ });
}

test("time zone - a new link is noticed once, and the clock shows the new zone's time", () => {
  link("Seoul");
  const look = follow(() => "America/New_York");
  look();
  expect(changes).toBe(0);
  link("New_York");
  look();
  look();
  expect(changes).toBe(1);
  expect(new Date(Date.UTC(2026, 10, 22, 5)).getHours()).toBe(0);
});

test("time zone - a file of its own in place of a link is noticed too, and so is one that comes or goes", () => {
  const zones = ["America/New_York", "Europe/London", "Asia/Seoul"];
  const look = follow(() => zones.shift() ?? "");
  writeFileSync(file, "New York's rules");
  look();
  writeFileSync(`${file}.new`, "London's rules");
  renameSync(`${file}.new`, file);
  look();
  rmSync(file);
  look();
  look();
  expect(changes).toBe(3);
});

test("time zone - another link to the same times changes nothing", () => {
  link("Seoul");
  const look = follow(() => "Asia/Tokyo");
  link("UTC");
  look();
  expect(changes).toBe(0);
});

test("time zone - where the zone is in no file the system is asked each time", () => {
  const zones = ["Asia/Seoul", "Asia/Seoul", "America/New_York", "America/New_York"];
  const look = follow(() => zones.shift() ?? "", "win32");
  for (const expected of [0, 0, 1, 1]) {
    look();
    expect(changes).toBe(expected);
  }
});

test("time zone - one that was given in the environment stays", () => {
  const env = { TZ: "Asia/Seoul" };
  const look = follow(() => "America/New_York", "win32", env);
  look();
  expect(env).toEqual({ TZ: "Asia/Seoul" });
  expect(changes).toBe(0);
});
