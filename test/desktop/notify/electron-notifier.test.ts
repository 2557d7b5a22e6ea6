import { EventEmitter } from "node:events";
import type { Notification } from "electron";
import { beforeEach, expect, test } from "vitest";
import { createElectronNotifier } from "../../../main/desktop/notify/electron-notifier.ts";
import type { NotifierPort } from "../../../main/desktop/notify/notifier.ts";
import type { NoticeView } from "../../../main/view/notice.ts";

/** One of Electron's, as the platform in question behaves. */
class PlayedNotification extends EventEmitter {
  isShown = false;
  readonly #closesAtOnce: boolean;

  constructor(closesAtOnce: boolean) {
    super();
    this.#closesAtOnce = closesAtOnce;
  }

  show(): void {
    this.isShown = true;
    this.emit("show", {});
  }

  close(): void {
    this.isShown = false;
    if (this.#closesAtOnce) this.emit("close", {});
  }
}

let made: PlayedNotification[];
let told: string[];

beforeEach(() => {
  made = [];
  told = [];
});

function start(platform: NodeJS.Platform, opensLinks = false): NotifierPort {
  return createElectronNotifier(
    {
      isSupported: () => true,
      create() {
        const notification = new PlayedNotification(platform === "darwin");
        made.push(notification);
        return notification as unknown as Notification;
      },
    },
    { platform, electronVersion: "45.4.1", opensLinks, icon: "icon.png", laterLink: () => undefined },
    {
      click: ({ body }) => told.push(`click ${body}`),
      later: ({ body }) => told.push(`later ${body}`),
      closed: (tag) => told.push(`closed ${tag}`),
      failed: ({ kind }) => told.push(kind),
      shown() {},
    },
  );
}

const notice: NoticeView = {
  tag: "service:mail",
  title: "메일",
  body: "one",
  service: "mail",
  snoozes: ["mail"],
  isUrgent: false,
  isSilent: false,
  buttons: { open: "열기", later: "나중에" },
};

const standing = (): number => made.filter(({ isShown }) => isShown).length;

test("electron notifier - on macOS, where closing tells at once, a notice that is replaced does not take the new one along", () => {
  const notifier = start("darwin");
  notifier.show(notice);
  notifier.show({ ...notice, body: "two" });
  expect(told).toEqual([]);
  expect(standing()).toBe(1);
  notifier.withdraw(notice.tag);
  expect(standing()).toBe(0);
  notifier.show({ ...notice, body: "three" });
  made[2]?.emit("action", {}, 1);
  expect(told).toEqual(["later three"]);
});

test("electron notifier - a toast that slid into the Action Center has left the screen, and is taken from there", () => {
  for (const opensLinks of [true, false]) {
    made = [];
    told = [];
    const notifier = start("win32", opensLinks);
    notifier.show(notice);
    made[0]?.emit("close", { reason: "timedOut" });
    expect(told).toEqual(["closed service:mail"]);
    notifier.withdraw(notice.tag);
    expect(standing()).toBe(0);
    notifier.show(notice);
    made[1]?.emit("close", { reason: "timedOut" });
    notifier.withdrawAll();
    expect(standing()).toBe(0);
  }
});

test("electron notifier - an event of a notice that was replaced says nothing of the new one", () => {
  const notifier = start("win32");
  notifier.show(notice);
  notifier.show({ ...notice, body: "two" });
  made[0]?.emit("close", {});
  made[0]?.emit("failed", {}, "gone");
  expect(told).toEqual(["not-taken"]);
  notifier.withdraw(notice.tag);
  expect(standing()).toBe(0);
});

test("electron notifier - toasts of links outlive the app, others do not", async () => {
  const installed = start("win32", true);
  installed.show(notice);
  await installed.dispose();
  expect(standing()).toBe(1);
  made = [];
  const run = start("win32", false);
  run.show(notice);
  await run.dispose();
  expect(standing()).toBe(0);
});
