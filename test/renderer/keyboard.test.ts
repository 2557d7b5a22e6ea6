import { expect, test } from "vitest";
import { actionOfKey, neighbour } from "../../renderer/board/keyboard.ts";

const plain = { code: "", ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, repeat: false };

test("board keyboard - a digit opens the row at its place, also while a Korean input method is on", () => {
  expect(actionOfKey({ ...plain, key: "3" })).toEqual({ kind: "open", index: 2 });
  expect(actionOfKey({ ...plain, key: "Process", code: "Digit3" })).toEqual({ kind: "open", index: 2 });
  expect(actionOfKey({ ...plain, key: "0" })).toBeUndefined();
});

test("board keyboard - without Num Lock the number pad moves, and opens nothing", () => {
  const pressed = (key: string, code: string) => actionOfKey({ ...plain, key, code });
  expect(pressed("ArrowDown", "Numpad2")).toEqual({ kind: "move", to: "next" });
  expect(pressed("ArrowUp", "Numpad8")).toEqual({ kind: "move", to: "previous" });
  expect(pressed("Home", "Numpad7")).toEqual({ kind: "move", to: "first" });
  expect(pressed("End", "Numpad1")).toEqual({ kind: "move", to: "last" });
  for (const [key, code] of [
    ["PageDown", "Numpad3"],
    ["ArrowLeft", "Numpad4"],
    ["Clear", "Numpad5"],
    ["ArrowRight", "Numpad6"],
    ["PageUp", "Numpad9"],
  ] as const) {
    expect(pressed(key, code), key).toBeUndefined();
  }
  expect(pressed("2", "Numpad2")).toEqual({ kind: "open", index: 1 });
  expect(pressed("Process", "Numpad2")).toEqual({ kind: "open", index: 1 });
});

test("board keyboard - the upper row counts by its place, as on keyboards whose digits need Shift", () => {
  expect(actionOfKey({ ...plain, key: "é", code: "Digit2" })).toEqual({ kind: "open", index: 1 });
});

test("board keyboard - a digit that is held down opens once", () => {
  expect(actionOfKey({ ...plain, key: "3", repeat: true })).toBeUndefined();
});

test("board keyboard - a comma asks for the settings, with and without Ctrl, and a question mark for the keys", () => {
  expect(actionOfKey({ ...plain, key: "," })).toEqual({ kind: "settings" });
  expect(actionOfKey({ ...plain, key: ",", ctrlKey: true })).toEqual({ kind: "settings" });
  expect(actionOfKey({ ...plain, key: "?", shiftKey: true })).toEqual({ kind: "help" });
  expect(actionOfKey({ ...plain, key: "Process", code: "Comma" })).toEqual({ kind: "settings" });
  expect(actionOfKey({ ...plain, key: "Process", code: "Slash", shiftKey: true })).toEqual({ kind: "help" });
  expect(actionOfKey({ ...plain, key: "Process", code: "Slash" })).toBeUndefined();
});

test("board keyboard - a held arrow key goes on", () => {
  expect(actionOfKey({ ...plain, key: "ArrowDown", repeat: true })).toEqual({ kind: "move", to: "next" });
});

test("board keyboard - with a modifier a key belongs to the system", () => {
  for (const modifier of ["ctrlKey", "altKey", "metaKey", "shiftKey"]) {
    expect(actionOfKey({ ...plain, key: "1", [modifier]: true }), modifier).toBeUndefined();
    expect(actionOfKey({ ...plain, key: "ArrowDown", [modifier]: true }), modifier).toBeUndefined();
  }
});

test("board keyboard - moving stops at the ends and enters the list from outside", () => {
  const items = ["a", "b", "c"];
  expect(neighbour(items, "a", "next")).toBe("b");
  expect(neighbour(items, "c", "next")).toBe("c");
  expect(neighbour(items, "a", "previous")).toBe("a");
  expect(neighbour(items, "b", "last")).toBe("c");
  expect(neighbour(items, "b", "first")).toBe("a");
  expect(neighbour(items, null, "next")).toBe("a");
  expect(neighbour(items, null, "previous")).toBe("c");
  expect(neighbour([], null, "next")).toBeUndefined();
});
