import { join, resolve } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { parseCommandLine } from "../../../main/desktop/launch/command-line.ts";
import { dataFolder } from "../../../main/desktop/launch/data-folder.ts";
import { homeFolder, loginName, withSomeHome } from "../../../main/desktop/launch/person.ts";

const os = vi.hoisted(() => ({ userInfo: vi.fn(), homedir: vi.fn() }));
vi.mock("node:os", async (original) => ({ ...(await original<typeof import("node:os")>()), ...os }));
const unknown = (): never => {
  throw new Error("ENOENT: no such entry");
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.clearAllMocks();
});

test("command line - relative paths are those of the working directory", () => {
  const given = parseCommandLine(["--policy-file=policy.json", "--user-data-dir=a/../folder"]);
  expect(given).toEqual({
    policyFile: resolve("policy.json"),
    userDataDir: resolve("folder"),
    problem: undefined,
  });
  expect(parseCommandLine(["--policy-file=/etc/alrimi.json"]).policyFile).toBe("/etc/alrimi.json");
  expect(parseCommandLine([]).userDataDir).toBeUndefined();
});

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

test("login name - that of the user database, else of the environment, else nobody's", () => {
  os.userInfo.mockReturnValue({ username: "hong.gd" });
  expect(loginName({ USER: "other" })).toBe("hong.gd");
  os.userInfo.mockImplementation(unknown);
  expect(loginName({ USER: "", LOGNAME: "kim.ys" })).toBe("kim.ys");
  expect(loginName({})).toBe("");
});

test("home - packages that ask for it while they are loaded get one, and nobody afterwards", async () => {
  vi.stubEnv("HOME", undefined);
  os.homedir.mockImplementation(unknown);
  expect(homeFolder()).toBeUndefined();
  expect(await withSomeHome("/data", async () => process.env["HOME"])).toBe("/data");
  expect(process.env["HOME"]).toBeUndefined();
  os.homedir.mockReturnValue("/home/hong");
  expect(await withSomeHome("/data", async () => process.env["HOME"])).toBeUndefined();
});
