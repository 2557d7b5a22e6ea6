import { beforeEach, expect, test } from "vitest";
import { createShortcut, type Shortcut, shortcutProblem } from "../../../main/desktop/system/shortcut.ts";

let held: Map<string, () => void>;
let others: Set<string>;
let told: (string | null)[];
let presses: number;
let shortcut: Shortcut;

beforeEach(() => {
  held = new Map();
  others = new Set();
  told = [];
  presses = 0;
  shortcut = createShortcut({
    keys: {
      register(accelerator, callback) {
        if (accelerator === "Control+F99") throw new TypeError("conversion failure");
        if (others.has(accelerator)) return false;
        held.set(accelerator, callback);
        return true;
      },
      unregister: (accelerator) => void held.delete(accelerator),
    },
    pressed: () => presses++,
    taken: (accelerator) => told.push(accelerator),
  });
});

test("shortcut - the keys call, and the ones before are let go", () => {
  shortcut.apply("Control+Alt+A");
  held.get("Control+Alt+A")?.();
  expect(presses).toBe(1);
  shortcut.apply("Control+Alt+B");
  expect([...held.keys()]).toEqual(["Control+Alt+B"]);
  shortcut.apply(null);
  expect([...held.keys()]).toEqual([]);
  expect(told).toEqual([null, null, null]);
});

test("shortcut - keys that somebody else holds are told, until others are chosen", () => {
  others.add("Control+Alt+A");
  shortcut.apply("Control+Alt+A");
  shortcut.apply("Control+Alt+A");
  expect(told).toEqual(["Control+Alt+A"]);
  shortcut.apply("Control+Alt+B");
  expect(told).toEqual(["Control+Alt+A", null]);
});

test("shortcut - keys that the system does not know count as taken", () => {
  shortcut.apply("Control+F99");
  expect(told).toEqual(["Control+F99"]);
});

test("shortcut - at the end its own keys are let go, and nobody else's", () => {
  shortcut.apply("Control+Alt+A");
  held.set("Control+X", () => {});
  shortcut.dispose();
  expect([...held.keys()]).toEqual(["Control+X"]);
});

test("shortcut - under Wayland it is the desktop that gives no keys, and no other program that has them", () => {
  const problem = (platform: NodeJS.Platform, session?: string) =>
    shortcutProblem("Control+Alt+A", platform, session);
  expect(problem("linux", "wayland")).toEqual({ key: "shortcut-wayland", args: ["Ctrl+Alt+A"] });
  expect(problem("linux", "x11")).toEqual({ key: "shortcut-taken", args: ["Ctrl+Alt+A"] });
  expect(problem("win32")).toEqual({ key: "shortcut-taken", args: ["Ctrl+Alt+A"] });
});
