import { expect, test } from "vitest";
import {
  isNativeWayland,
  type OzoneHints,
  ozoneSwitches,
} from "../../../../main/desktop/system/linux/ozone.ts";

test.each([
  [{ DISPLAY: ":0" }, ["--ozone-platform=x11"]],
  [{ DISPLAY: ":0", WAYLAND_DISPLAY: "wayland-0" }, ["--ozone-platform=x11"]],
  [{ WAYLAND_DISPLAY: "wayland-0" }, ["--ozone-platform=wayland"]],
  [{ DISPLAY: "", WAYLAND_DISPLAY: "wayland-0" }, ["--ozone-platform=wayland"]],
  [{}, []],
])("ozone - with %o the app is started with %o", (env, switches) => {
  expect(ozoneSwitches(env)).toEqual(switches);
});

const session = { XDG_SESSION_TYPE: "wayland", WAYLAND_DISPLAY: "wayland-0", DISPLAY: ":0" };
const hints: OzoneHints = { platform: "linux", env: session, ozonePlatform: "", electron: "45.4.1" };
const isNative = (more: Partial<OzoneHints>): boolean => isNativeWayland({ ...hints, ...more });

test("ozone - a switch decides, whatever the session is", () => {
  expect(isNative({ ozonePlatform: "x11" })).toBe(false);
  expect(isNative({ ozonePlatform: "wayland", env: {}, electron: "33.2.1" })).toBe(true);
});

test("ozone - without a switch Electron chooses Wayland from 38 on, in a Wayland session", () => {
  expect(isNative({})).toBe(true);
  expect(isNative({ electron: "38.0.0" })).toBe(true);
  expect(isNative({ electron: "33.2.1" })).toBe(false);
  expect(isNative({ env: { ...session, XDG_SESSION_TYPE: "x11" } })).toBe(false);
  expect(isNative({ env: { XDG_SESSION_TYPE: "wayland" } })).toBe(false);
});

test("ozone - other systems have no Wayland", () => {
  expect(isNative({ platform: "win32", ozonePlatform: "wayland" })).toBe(false);
});
