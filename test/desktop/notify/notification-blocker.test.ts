import { expect, test } from "vitest";
import type { Problem } from "../../../main/core/problem.ts";
import {
  type BlockerPorts,
  notificationBlocker,
  watchNotificationBlocker,
} from "../../../main/desktop/notify/notification-blocker.ts";
import { FakeClock, settle } from "../fake-clock.ts";

const none = async (): Promise<undefined> => undefined;

/** A registry of Windows with these values. */
function windows(values: Readonly<Record<string, string>>): BlockerPorts {
  return {
    registry: async (key, name) => {
      const data = values[`${key.split("\\").at(-1)} ${name}`];
      return data === undefined ? undefined : { type: "REG_DWORD", data };
    },
    macSettings: none,
  };
}

test.each([
  ["nothing is set", {}, undefined],
  [
    "everything is on",
    { "PushNotifications ToastEnabled": "0x1", "com.alrimi.app Enabled": "0x1" },
    undefined,
  ],
  ["all are off", { "PushNotifications ToastEnabled": "0x0" }, "all"],
  ["the app's are off", { "com.alrimi.app Enabled": "0x0" }, "app"],
  ["the company's policy is set", { "PushNotifications NoToastApplicationNotification": "0x1" }, "company"],
  [
    "the company's policy is lifted",
    { "PushNotifications NoToastApplicationNotification": "0x0" },
    undefined,
  ],
])("blocked notifications - on Windows, %s", async (_what, values, blocker) => {
  expect(await notificationBlocker("win32", windows(values))).toBe(blocker);
});

const mac = (...apps: readonly [id: string, flags: number][]): BlockerPorts => ({
  registry: none,
  macSettings: async () =>
    `<plist version="1.0">\n<dict>\n<key>apps</key>\n<array>${apps
      .map(
        ([id, flags]) =>
          `<dict>\n\t<key>bundle-id</key>\n\t<string>${id}</string>\n\t<key>flags</key>\n\t<integer>${flags}</integer>\n</dict>`,
      )
      .join("\n")}</array>\n</dict>\n</plist>`,
});

test("blocked notifications - on macOS the app's entry says it, and without one it is unknown", async () => {
  const other: [string, number] = ["com.example.other", 1_351_102_785];
  expect(await notificationBlocker("darwin", mac(other, ["com.alrimi.app", 1_351_102_785]))).toBe("app");
  expect(await notificationBlocker("darwin", mac(other, ["com.alrimi.app", 1_384_657_225]))).toBeUndefined();
  expect(await notificationBlocker("darwin", mac(other))).toBe("unknown");
  expect(await notificationBlocker("darwin", { registry: none, macSettings: none })).toBe("unknown");
});

test("blocked notifications - a change is told once, within ten minutes", async () => {
  const clock = new FakeClock();
  const values: Record<string, string> = { "com.alrimi.app Enabled": "0x0" };
  const told: (Problem | undefined)[] = [];
  const stop = watchNotificationBlocker("win32", windows(values), clock, (problem) => told.push(problem));
  await settle();
  await clock.pass(10 * 60_000);
  values["com.alrimi.app Enabled"] = "0x1";
  await clock.pass(10 * 60_000);
  expect(told).toEqual([{ key: "notifications-off", args: ["app"] }, undefined]);
  stop();
  values["com.alrimi.app Enabled"] = "0x0";
  await clock.pass(60 * 60_000);
  expect(told).toHaveLength(2);
});
