import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { SettingsPage } from "../../main/core/command.ts";
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

/** A working day: something waits, something comes, the board is looked at, the broker is lost. */
async function board(look: Look): Promise<void> {
  const scene = await Scene.open(look);
  const { notifications } = scene.desktop;
  try {
    await scene.trayThatSays(/대기 중인 승인이 없습니다|No approvals/);
    await (await scene.trayThatSays(/./)).activate();
    await scene.page("board");
    await scene.board("empty");
    await (await scene.page("board")).keyboard.press("Escape");

    await scene.publish("hr-leave", 2, 130, 90);
    await scene.publish("e-approval", 1, 26 * 60);
    await scene.noticeShown();
    await scene.notice("digest");
    await notifications.closeAll();
    await scene.publish("visitor-access", 3, 0);
    await scene.noticeShown();
    await scene.notice("notification");
    await notifications.closeAll();
    await (await scene.trayThatSays(/\b6\b|6건/)).activate();
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

/** The settings, after something has been told and something was not. */
async function settings(look: Look, pages: readonly SettingsPage[]): Promise<void> {
  const scene = await Scene.open({ ...look, preferences: { mutedServices: ["mail"] } });
  try {
    await scene.trayThatSays(/대기 중인 승인이 없습니다|No approvals/);
    await scene.publish("mail", 12, 3);
    await scene.publish("hr-leave", 2, 130, 90);
    await scene.noticeShown();
    await scene.desktop.notifications.closeAll();
    await scene.publish("visitor-access", 3, 0);
    await scene.noticeShown();
    await scene.desktop.notifications.closeAll();
    await (await scene.trayThatSays(/17/)).clickMenu((row) => /^(설정…|Settings…)$/.test(row.label));
    const page = await scene.page("settings");
    for (const name of pages) {
      await page.evaluate(`window.alrimi.send({ kind: "page", page: ${JSON.stringify(name)} })`);
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
  await settings(
    look,
    look === korean
      ? ["notifications", "hours", "services", "general", "account", "history"]
      : ["notifications", "history"],
  );
  await firstRun(look);
}
