import { expect, test } from "vitest";
import { type Hinted, hiddenIcon, hintAtOverflow } from "../../../main/desktop/tray/overflow-hint.ts";

/** Starts of one installation: what one saves the next one loads. */
function starts(platform: NodeJS.Platform, release: string) {
  const state = { saved: {} as unknown, said: 0, opened: 0 };
  const start = (): void => {
    let pending: (() => Hinted) | undefined;
    hintAtOverflow({
      platform,
      release,
      store() {
        state.opened++;
        return {
          loaded: state.saved,
          saveSoon: (take) => {
            pending = take;
          },
          flush: () => {
            state.saved = pending?.();
          },
        };
      },
      show: () => state.said++,
    });
  };
  return { state, start };
}

test("overflow - on Windows 11 the first start says where the icon is, and no later one", () => {
  const { state, start } = starts("win32", "10.0.22631");
  start();
  start();
  start();
  expect(state.said).toBe(1);
});

test.each([
  ["win32", "10.0.19045"],
  ["linux", "6.1.0-25-amd64"],
  ["darwin", "24.1.0"],
] as const)("overflow - on %s %s nothing is said and no file is made", (platform, release) => {
  const { state, start } = starts(platform, release);
  start();
  expect(state).toMatchObject({ said: 0, opened: 0 });
});

test("overflow - a damaged note of it is none", () => {
  const { state, start } = starts("win32", "10.0.26100");
  state.saved = { overflow: "yes" };
  start();
  expect(state).toMatchObject({ said: 1, saved: { overflow: true } });
});

test("overflow hint - the icon is hidden by Windows 11, and by GNOME without a tray", () => {
  const noTray = [{ key: "no-tray", args: [] }] as const;
  const gnome = { XDG_CURRENT_DESKTOP: "ubuntu:GNOME" };
  expect(hiddenIcon("win32", "10.0.22631", {}, [])).toBe("windows-overflow");
  expect(hiddenIcon("win32", "10.0.19045", {}, [])).toBeUndefined();
  expect(hiddenIcon("linux", "6.1.0", gnome, noTray)).toBe("gnome-extension");
  expect(hiddenIcon("linux", "6.1.0", gnome, [])).toBeUndefined();
  expect(hiddenIcon("linux", "6.1.0", { XDG_CURRENT_DESKTOP: "KDE" }, noTray)).toBeUndefined();
});
