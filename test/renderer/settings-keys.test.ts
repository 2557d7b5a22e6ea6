import { expect, test } from "vitest";
import { parsePreference } from "../../main/core/preferences.ts";
import { acceleratorOf, type Pressed } from "../../renderer/settings/accelerator.ts";

const pressed = (code: string, held: Partial<Pressed> = {}): Pressed => ({
  code,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...held,
});

test.each([
  ["KeyA", { ctrlKey: true, altKey: true }, "Control+Alt+A"],
  ["Digit7", { altKey: true }, "Alt+7"],
  ["F12", { shiftKey: true }, "Shift+F12"],
  ["ArrowUp", { metaKey: true, shiftKey: true }, "Shift+Super+Up"],
  ["Space", { ctrlKey: true }, "Control+Space"],
  ["PageDown", { ctrlKey: true }, "Control+PageDown"],
])("shortcut keys - %s with %o is one that the app takes", (code, held, accelerator) => {
  expect(acceleratorOf(pressed(code, held))).toBe(accelerator);
  expect(parsePreference("shortcut", accelerator).ok).toBe(true);
});

test("shortcut keys - nothing is taken while only modifiers are held", () => {
  for (const code of ["ControlLeft", "AltRight", "ShiftLeft", "MetaLeft"]) {
    expect(acceleratorOf(pressed(code, { ctrlKey: true }))).toBeUndefined();
  }
});

test("shortcut keys - a key alone, or one that no shortcut can have, is for the app to refuse", () => {
  for (const press of [pressed("KeyA"), pressed("Backquote", { ctrlKey: true })]) {
    const accelerator = acceleratorOf(press);
    expect(accelerator).toBeDefined();
    expect(parsePreference("shortcut", accelerator).ok).toBe(false);
  }
});
