import { afterEach, expect, test, vi } from "vitest";
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
