import { join } from "node:path";
import { expect, test } from "vitest";
import { dataFolder } from "../../../main/desktop/launch/data-folder.ts";

const folder = (
  env: NodeJS.ProcessEnv,
  home: string | undefined,
  { platform = "linux", userDataDir }: { platform?: NodeJS.Platform; userDataDir?: string } = {},
) => dataFolder({ userDataDir }, env, platform, home, "alrimi");

test("data folder - the command line's, else Electron's own choice where the environment knows a home", () => {
  expect(folder({}, undefined, { userDataDir: "/given" })).toBe("/given");
  expect(folder({ HOME: "/home/hong" }, "/home/hong")).toBeUndefined();
  expect(folder({ XDG_CONFIG_HOME: "/config" }, undefined)).toBeUndefined();
  expect(folder({}, undefined, { platform: "win32" })).toBeUndefined();
});

test("data folder - without HOME it is below the home that the user database knows, never one for temporary files", () => {
  expect(folder({}, "/home/hong")).toBe(join("/home/hong", ".config", "alrimi"));
  expect(folder({ HOME: "", XDG_CONFIG_HOME: "relative" }, "/home/hong")).toBe("/home/hong/.config/alrimi");
  expect(() => folder({}, undefined)).toThrow(
    expect.objectContaining({ problem: { key: "no-home", args: [] } }),
  );
});
