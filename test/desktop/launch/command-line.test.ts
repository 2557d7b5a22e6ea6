import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parseCommandLine } from "../../../main/desktop/launch/command-line.ts";

test("command line - relative paths are those of the working directory", () => {
  const given = parseCommandLine(["--policy-file=policy.json", "--user-data-dir=a/../folder"]);
  expect(given).toEqual({
    policyFile: resolve("policy.json"),
    userDataDir: resolve("folder"),
    isHidden: false,
    problem: undefined,
  });
  expect(parseCommandLine(["--policy-file=/etc/alrimi.json"]).policyFile).toBe("/etc/alrimi.json");
  expect(parseCommandLine([]).userDataDir).toBeUndefined();
});

test("command line - a start at login is told from one that somebody asked for", () => {
  expect(parseCommandLine(["--hidden"]).isHidden).toBe(true);
  expect(parseCommandLine(["--hidden-board", "hidden"]).isHidden).toBe(false);
});

test("command line - a switch that is given twice, or without a path, is said", () => {
  const said = (...argv: string[]) => parseCommandLine(argv).problem;
  expect(said("--policy-file=/a", "--policy-file=/a")).toEqual({
    key: "argument-twice",
    args: ["--policy-file"],
  });
  for (const switched of ["--user-data-dir", "--user-data-dir="])
    expect(said(switched)).toEqual({ key: "argument-empty", args: ["--user-data-dir"] });
  expect(said("--policy-files=/a", "--ozone-platform=x11", "alrimi://open")).toBeUndefined();
});
