import { expect, test } from "vitest";
import { developerSwitches } from "../../../main/desktop/launch/developer-switches.ts";

test("developer switches - they are found in every form that Chromium takes, each once", () => {
  const args = [
    "--remote-debugging-port=9222",
    "-inspect",
    "/JS-Flags=--expose-gc",
    "--Inspect-Brk",
    "--inspect",
  ];
  expect(developerSwitches(args)).toEqual(["remote-debugging-port", "inspect", "js-flags", "inspect-brk"]);
});

test("developer switches - what belongs to a display or to the app is left alone", () => {
  const args = [
    "--policy-file=/inspect",
    "--hidden",
    "--ozone-platform=x11",
    "--inspector",
    "inspect",
    "alrimi://open",
  ];
  expect(developerSwitches(args)).toEqual([]);
});
