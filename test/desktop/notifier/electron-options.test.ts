import { expect, test } from "vitest";
import type { NoticeView } from "../../../main/core/view/notice.ts";
import { toastXml } from "../../../main/core/view/toast.ts";
import { electronNotice } from "../../../main/desktop/notifier/electron-options.ts";

const notice: NoticeView = {
  tag: "service:mail",
  title: "메일 & 문서",
  body: "1 < 2",
  service: "mail",
  snoozes: ["mail"],
  isUrgent: false,
  isSilent: false,
  buttons: { open: "열기", later: "나중에" },
};
const icon = "/icons/icon.png";
const laterLink = (services: readonly string[]): string => `alrimi://later?${services}`;

test("electron notice - on Windows an installed app sends a toast of links, and hears no events", () => {
  expect(electronNotice(notice, { platform: "win32", opensLinks: true, icon, laterLink })).toEqual({
    options: { title: notice.title, body: notice.body, toastXml: toastXml(notice, "alrimi://later?mail") },
    buttons: [],
    hasEvents: false,
  });
});

test("electron notice - on Windows an app that is merely run has no links, so its clicks are events", () => {
  const { options, hasEvents } = electronNotice(notice, {
    platform: "win32",
    opensLinks: false,
    icon,
    laterLink,
  });
  expect(hasEvents).toBe(true);
  expect(options).toEqual({ title: notice.title, body: notice.body, icon, silent: false });
});

test("electron notice - on macOS there are buttons, in the order of their meanings", () => {
  const { options, buttons } = electronNotice(
    { ...notice, isSilent: true },
    { platform: "darwin", opensLinks: true, icon, laterLink },
  );
  expect(options.actions?.map(({ text }) => text)).toEqual(["열기", "나중에"]);
  expect(buttons).toEqual(["open", "later"]);
  expect(options).toMatchObject({ body: "1 < 2", silent: true });
  const nothing = electronNotice(
    { ...notice, snoozes: [] },
    { platform: "darwin", opensLinks: true, icon, laterLink },
  );
  expect(nothing.buttons).toEqual(["open"]);
});

test("electron notice - on Linux the body is markup, and an urgent one stays", () => {
  const around = { platform: "linux", opensLinks: false, icon, laterLink } as const;
  expect(electronNotice(notice, around).options).toEqual({
    title: "메일 & 문서",
    body: "1 &lt; 2",
    icon,
    silent: false,
    urgency: "normal",
  });
  expect(electronNotice({ ...notice, isUrgent: true }, around).options).toMatchObject({
    urgency: "critical",
    timeoutType: "never",
  });
});
