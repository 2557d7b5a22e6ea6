import { expect, test } from "vitest";
import { sessionDataFolder } from "../../../main/desktop/launch/session-data.ts";

const env = { LOCALAPPDATA: "C:\\Users\\Hong GD\\AppData\\Local" };

test("session data - on Windows it stays on the computer and does not roam", () => {
  expect(sessionDataFolder("win32", env, "alrimi", undefined)).toBe(
    "C:\\Users\\Hong GD\\AppData\\Local\\alrimi",
  );
});

test("session data - elsewhere, in a given folder, and without a local one it is the app's folder", () => {
  expect(sessionDataFolder("linux", env, "alrimi", undefined)).toBeUndefined();
  expect(sessionDataFolder("darwin", env, "alrimi", undefined)).toBeUndefined();
  expect(sessionDataFolder("win32", env, "alrimi", "D:\\alrimi")).toBeUndefined();
  expect(sessionDataFolder("win32", {}, "alrimi", undefined)).toBeUndefined();
  expect(sessionDataFolder("win32", { LOCALAPPDATA: "Local" }, "alrimi", undefined)).toBeUndefined();
});
