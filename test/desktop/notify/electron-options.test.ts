import { expect, test } from "vitest";
import { electronNotice } from "../../../main/desktop/notify/electron-options.ts";
import type { NoticeView } from "../../../main/view/notice.ts";
import { toastXml } from "../../../main/view/toast.ts";

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
const common = { icon, laterLink, electronVersion: "41.9.9" };

test("electron notice - on Windows an installed app sends a toast of links, and hears no events", () => {
  expect(electronNotice(notice, { platform: "win32", opensLinks: true, ...common })).toEqual({
    options: { title: notice.title, body: notice.body, toastXml: toastXml(notice, "alrimi://later?mail") },
    buttons: [],
    hasEvents: false,
  });
});

test("electron notice - on Windows an app that is merely run has no links, so its clicks are events", () => {
  const { options, hasEvents } = electronNotice(notice, {
    platform: "win32",
    opensLinks: false,
    ...common,
  });
  expect(hasEvents).toBe(true);
  expect(options).toEqual({ title: notice.title, body: notice.body, icon, silent: false });
});

test("electron notice - on macOS there are buttons, in the order of their meanings", () => {
  const { options, buttons } = electronNotice(
    { ...notice, isSilent: true },
    { platform: "darwin", opensLinks: true, ...common },
  );
  expect(options.actions?.map(({ text }) => text)).toEqual(["열기", "나중에"]);
  expect(buttons).toEqual(["open", "later"]);
  const words = { ...notice.buttons, tomorrow: "내일" };
  const three = electronNotice(
    { ...notice, buttons: words },
    { platform: "darwin", opensLinks: true, ...common },
  );
  expect(three.buttons).toEqual(["open", "later", "tomorrow"]);
  expect(options).toMatchObject({ body: "1 < 2", silent: true });
  const nothing = electronNotice(
    { ...notice, snoozes: [] },
    { platform: "darwin", opensLinks: true, ...common },
  );
  expect(nothing.buttons).toEqual(["open"]);
});

test("electron notice - on Linux the body is markup, and an urgent one stays", () => {
  const around = { platform: "linux", opensLinks: false, ...common } as const;
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

test("electron notice - on Windows a toast has a stable id of its tag, from Electron 42 on", () => {
  const idOf = (
    tag: string,
    electronVersion: string,
    platform: NodeJS.Platform = "win32",
    opensLinks = true,
  ) => electronNotice({ ...notice, tag }, { ...common, platform, opensLinks, electronVersion }).options.id;
  const id = idOf("service:mail", "42.0.0");
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(idOf("service:mail", "45.4.1", "win32", false)).toBe(id);
  expect(idOf(`digest:${"hr-leave,".repeat(100)}`, "45.4.1")).toMatch(/^[0-9a-f]{32}$/);
  expect(idOf("service:hr-leave", "45.4.1")).not.toBe(id);
  expect(idOf("service:mail", "41.9.9")).toBeUndefined();
  for (const platform of ["darwin", "linux"] as const) {
    expect(idOf("service:mail", "45.4.1", platform)).toBeUndefined();
  }
});

test("electron notice - on Windows the brief body is shown, where there is one", () => {
  const digest = { ...notice, body: "1\n2\n3\n4\n5", brief: "1\n2\n3\n외 2개 서비스" };
  for (const opensLinks of [true, false]) {
    const { options } = electronNotice(digest, { ...common, platform: "win32", opensLinks });
    expect(options.body).toBe(digest.brief);
    if (opensLinks) expect(options.toastXml).toContain(`<text>${digest.brief}</text>`);
  }
  expect(electronNotice(digest, { ...common, platform: "darwin", opensLinks: true }).options.body).toBe(
    digest.body,
  );
});
