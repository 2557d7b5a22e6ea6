import { expect, test } from "vitest";
import { parsePreference } from "../../main/core/preferences/preferences.ts";
import { acceleratorOf, type Pressed } from "../../renderer/settings/accelerator.ts";
import { isWholeTime, readTime, stepTime } from "../../renderer/time-text.ts";

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

test.each([
  ["9", "09:00"],
  ["23", "23:00"],
  ["930", "09:30"],
  ["0930", "09:30"],
  ["9:05", "09:05"],
  ["18.30", "18:30"],
  ["18 30", "18:30"],
  [" 18 : 30 ", "18:30"],
  ["１８：３０", "18:30"],
  ["00:00", "00:00"],
])("time - %j is read as %s", (typed, time) => {
  expect(readTime(typed)).toBe(time);
});

test("time - what is none is not guessed at", () => {
  for (const typed of ["", "24:00", "24", "9:60", "9:5", "960", "12345", "-1", "9pm", "1e1", "９시"]) {
    expect(readTime(typed), typed).toBeUndefined();
  }
});

test("time - only a whole one is taken while somebody may still type", () => {
  expect(["09:30", "0930", "09.30"].filter((typed) => !isWholeTime(typed))).toEqual([]);
  expect(["1", "19", "193", "19:3", "9:30", "2500"].filter(isWholeTime)).toEqual([]);
});

test("time - a step goes to the next quarter or hour, and round at midnight", () => {
  expect(stepTime("09:00", 15)).toBe("09:15");
  expect(stepTime("09:07", 15)).toBe("09:15");
  expect(stepTime("09:07", -15)).toBe("09:00");
  expect(stepTime("09:00", -60)).toBe("08:00");
  expect(stepTime("23:50", 15)).toBe("00:00");
  expect(stepTime("00:00", -15)).toBe("23:45");
});
