import { join } from "node:path";
import { expect, test } from "vitest";
import { startsPrograms } from "./projects.ts";

const reaches = (file: string): boolean => startsPrograms(join(import.meta.dirname, file));

test("projects - a test starts programs by itself, by a helper, or by a file of the app", () => {
  expect(reaches("view/toast.test.ts")).toBe(true);
  expect(reaches("desktop/dbus/dbus.test.ts")).toBe(true);
  expect(reaches("desktop/system/linux/xdg-open.test.ts")).toBe(true);
});

test("projects - a type, and what the app itself imports further on, start nothing", () => {
  expect(reaches("desktop/notify/notifier-model.test.ts")).toBe(false);
  expect(reaches("desktop/app/hub.test.ts")).toBe(false);
});
