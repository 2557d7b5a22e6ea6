import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { SettingsPage } from "../../main/core/command.ts";
import { wordsIn } from "../../main/words/index.ts";
import { SERVICE_IDS } from "../demo/services.ts";
import { type Look, Scene } from "./scene.ts";

/**
 * `npm run screenshots [-- name …]`: takes the README's pictures of the real app on a virtual desktop, into
 * `build/pictures/`. With names, only those looks.
 */

const korean = { name: "light", language: "ko" } as const;
const LOOKS: readonly Look[] = [
  korean,
  { name: "dark", language: "ko", dark: true },
  { name: "english", language: "en" },
  { name: "contrast", language: "ko", contrast: true },
];

/** Last line of the tooltip when all counts are known. */
const UP_TO_DATE = /^(\d\d:\d\d 기준|as of \d\d:\d\d)$/m;

/** A working day: approvals arrive, the board is opened, the broker goes down. */
async function board(look: Look): Promise<void> {
  const scene = await Scene.open(look);
  const { notifications } = scene.desktop;
  try {
    await scene.trayThatSays(UP_TO_DATE);
    for (const service of SERVICE_IDS) await scene.publish(service, 0, 150);
    await (await scene.trayThatSays(/결재할 문서가 없습니다|No approvals/)).activate();
    const { connection } = wordsIn(look.language);
    await (await scene.page("board")).getByText(connection.fresh).waitFor(); // a keeper was heard
    await scene.board("empty");
    await (await scene.page("board")).keyboard.press("Escape");

    // Increases within two seconds are combined into one digest.
    await scene.publish("hr-leave", 2, 130, 90);
    await scene.publish("finance-card", 5, 12);
    await scene.publish("e-approval", 1, 26 * 60);
    await scene.publish("mail", 1, 47, 27 * 60);
    await scene.noticeShown();
    await scene.notice("digest");
    await notifications.closeAll();
    await scene.publish("visitor-access", 3, 0);
    await scene.noticeShown();
    await scene.notice("notification");
    await notifications.closeAll();
    await (await scene.trayThatSays(/\b12\b|12건/)).activate();
    await scene.board("board");
    await (await scene.page("board")).keyboard.press("Escape");

    const tray = await scene.trayThatSays(/./);
    await tray.clickMenu((row) => /^(1시간 동안|for an hour)$/.test(row.label));
    await (await scene.trayThatSays(/꺼짐|paused/)).activate();
    await scene.board("paused");
    await (await scene.page("board")).keyboard.press("Escape");
    await (await scene.trayThatSays(/./)).clickMenu((row) => /다시 켜기|Resume/.test(row.label));

    await (await scene.trayThatSays(/./)).activate();
    await scene.broker.kill();
    await scene.trayThatSays(/연결 끊김|Not connected/);
    await scene.board("stale");
  } finally {
    await scene.close();
  }
}

/** Some counts are unknown: one service sends an unreadable event, and two never sent any. */
async function unknown(look: Look): Promise<void> {
  const scene = await Scene.open(look);
  try {
    await scene.trayThatSays(UP_TO_DATE);
    await scene.publish("hr-leave", 2, 130, 90);
    await scene.publish("finance-card", 5, 12);
    await scene.publish("mail", 0, 47);
    await scene.noticeShown();
    await scene.desktop.notifications.closeAll();
    await scene.publishBytes("finance-card", "{count:6");
    await (await scene.trayThatSays(/미확인|not confirmed/)).activate();
    await scene.page("board");
    await scene.board("unknown");
  } finally {
    await scene.close();
  }
}

/** The settings in the middle of a working day. The history contains every kind of decision. */
async function settings(look: Look, pages: readonly SettingsPage[]): Promise<void> {
  const quietHours = { from: "22:00", to: "07:45" };
  const scene = await Scene.open({ ...look, preferences: { quietHours }, startsAt: "07:40" });
  const told = async (): Promise<void> => {
    await scene.noticeShown();
    await scene.desktop.notifications.closeAll();
  };
  try {
    await scene.trayThatSays(UP_TO_DATE);
    await scene.publish("finance-card", 4, 3);
    await scene.trayThatSays(/\b4\b|4건/);
    await scene.goTo("07:45"); // the quiet hours end
    await told();
    await scene.goTo("09:00"); // the morning digest
    await told();
    await scene.publish("hr-leave", 2, 0, 6.5 * 60);
    await told();
    await scene.goTo("11:01"); // two hours later
    await told();
    await scene.goTo("13:40"); // the deadline is near
    await told();
    await (await scene.trayThatSays(/\b6\b|6건/)).clickMenu((row) => /^(설정…|Settings…)$/.test(row.label));
    const page = await scene.page("settings");
    const ask = (command: object) => page.evaluate(`alrimi.send(${JSON.stringify(command)})`);
    await ask({ kind: "set", key: "quietHours", value: null });
    await ask({ kind: "snooze", services: ["mail"], choice: "hour" });
    await ask({ kind: "deliver", service: "e-approval", delivery: "off" });
    await scene.publish("e-approval", 1, 0);
    await scene.publish("mail", 3, 0);
    await scene.trayThatSays(/\b10\b|10건/);
    await scene.goTo("14:05");
    for (const name of pages) {
      await ask({ kind: "page", page: name });
      if (name === "history") await scene.stretch("settings", 700);
      await scene.window("settings", `settings-${name}`);
    }
  } finally {
    await scene.close();
  }
}

/** The first start, without a policy. */
async function firstRun(look: Look): Promise<void> {
  const scene = await Scene.open({ ...look, hasPolicy: false });
  try {
    await scene.window("account", "first-run");
  } finally {
    await scene.close();
  }
}

await mkdir(join(import.meta.dirname, "../pictures"), { recursive: true });
const wanted = process.argv.slice(2);
for (const look of LOOKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  await board(look);
  await unknown(look);
  await settings(
    look,
    look === korean
      ? ["notifications", "hours", "services", "general", "account", "policy", "history"]
      : ["notifications", "history"],
  );
  await firstRun(look);
}
