import { expect, test } from "vitest";
import { acceleratorText } from "../../main/view/accelerator.ts";

test.each([
  ["Control+Alt+A", "linux", "Ctrl+Alt+A"],
  ["CommandOrControl+Shift+Space", "win32", "Ctrl+Shift+Space"],
  ["Super+F12", "linux", "Super+F12"],
  ["Meta+1", "win32", "Win+1"],
  ["CmdOrCtrl+Option+A", "darwin", "⌘⌥A"],
  ["Control+Shift+Up", "darwin", "⌃⇧↑"],
] as const)("accelerator - %s on %s is read as %s", (accelerator, platform, text) => {
  expect(acceleratorText(accelerator, platform)).toBe(text);
});
