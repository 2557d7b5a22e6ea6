import { expect, test } from "vitest";
import { panelTheme, trayPicture, trayTitle } from "../../main/view/icon.ts";

test("icon - Windows gets an .ico, macOS a template without a number, Linux a picture for a 24 px panel", () => {
  const view = { badge: "99plus", mode: "stale" } as const;
  expect(trayPicture("win32", view, "dark")).toBe("16/tray-dark-stale-99plus.ico");
  expect(trayPicture("darwin", view, "dark")).toBe("16/trayTemplate-stale.png");
  expect(trayPicture("linux", view, "light")).toBe("24/tray-light-stale-99plus.png");
});

test("icon - on macOS the number stands beside the icon, and none when nothing waits; unknown is a dash", () => {
  expect(trayTitle("darwin", { badge: "3" })).toBe("3");
  expect(trayTitle("darwin", { badge: "99plus" })).toBe("99+");
  expect(trayTitle("darwin", { badge: "0" })).toBe("");
  expect(trayTitle("darwin", { badge: "unknown" })).toBe("–");
  expect(trayTitle("win32", { badge: "3" })).toBe("");
});

const light = { desktop: "", isSystemDark: false, isTaskbarDark: undefined };

test.each([
  ["Linux, light", "light", { ...light, platform: "linux", desktop: "XFCE" }],
  ["Linux, dark", "dark", { ...light, platform: "linux", desktop: "KDE", isSystemDark: true }],
  ["GNOME, whose bar is always black", "dark", { ...light, platform: "linux", desktop: "GNOME" }],
  ["Ubuntu, likewise", "dark", { ...light, platform: "linux", desktop: "ubuntu:GNOME" }],
  [
    "Windows with light windows and a dark taskbar",
    "dark",
    { ...light, platform: "win32", isTaskbarDark: true },
  ],
  [
    "Windows with dark windows and a light taskbar",
    "light",
    { ...light, platform: "win32", isSystemDark: true, isTaskbarDark: false },
  ],
  ["Windows that does not tell of its taskbar", "dark", { ...light, platform: "win32", isSystemDark: true }],
] as const)("icon - the panel's colour: %s", (_what, theme, hints) => {
  expect(panelTheme(hints)).toBe(theme);
});
