import { afterEach, beforeEach, expect, test } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { defined } from "../../../main/contract/defined.ts";
import { FreedesktopNotifier } from "../../../main/desktop/notify/freedesktop-notifier.ts";
import type { NotifierPort } from "../../../main/desktop/notify/notifier.ts";
import type { StandingNotices } from "../../../main/desktop/notify/standing-notices.ts";
import type { NoticeView } from "../../../main/view/notice.ts";
import { type AppBus, startAppBus } from "../dbus/app-bus.ts";
import { forge } from "../dbus/forger.ts";
import { NotificationServer } from "./notification-server.ts";

const picture = { width: 1, height: 1, rgba: Buffer.from([1, 2, 3, 255]) };

let place: AppBus;
let server: NotificationServer;
let notifier: FreedesktopNotifier;
/** What the app was told, in order. */
let told: string[];
/** What the fallback was given. */
let fallback: string[];
/** What a run before left behind. */
let left: StandingNotices | undefined;
/** What would be left behind, in the order of its changes. */
let remembered: StandingNotices[];

beforeEach(async () => {
  place = await startAppBus();
  server = new NotificationServer(place.other());
  told = [];
  fallback = [];
  left = undefined;
  remembered = [];
});

afterEach(async () => {
  await notifier.dispose();
  await place.dispose();
});

function start(patience?: number): void {
  const port: NotifierPort = {
    show: ({ tag }) => fallback.push(`show ${tag}`),
    withdraw: (tag) => fallback.push(`withdraw ${tag}`),
    withdrawAll() {},
    async dispose() {},
  };
  notifier = new FreedesktopNotifier(place.bus, {
    sender: { appName: () => "알림이", picture: () => picture },
    sink: {
      click: ({ tag }) => told.push(`click ${tag}`),
      later: ({ tag }) => told.push(`later ${tag}`),
      closed: (tag) => told.push(`closed ${tag}`),
      failed: (failure) => told.push(failure.kind),
      shown: () => told.push("shown"),
    },
    fallback: port,
    memory: { read: () => left, write: (standing) => void remembered.push(standing) },
    ...defined({ patience }),
  });
}

function notice(fields: Partial<NoticeView> = {}): NoticeView {
  return {
    tag: "service:mail",
    title: "메일",
    body: "2건 대기",
    service: "mail",
    snoozes: ["mail"],
    isUrgent: false,
    isSilent: false,
    buttons: { open: "열기", later: "나중에" },
    ...fields,
  };
}

async function notified(count: number): Promise<NotificationServer["notified"]> {
  return waitFor(() => server.notified, {
    what: `${count} notifications`,
    until: (all) => all.length >= count,
  });
}

test("freedesktop notifier - title, body, buttons and hints are sent as the specification wants them", async () => {
  await server.appear();
  start();
  notifier.show(notice({ body: "1 < 2 & 3" }));
  const [sent] = await notified(1);
  expect(sent).toMatchObject({
    appName: "알림이",
    replaces: 0,
    summary: "메일",
    body: "1 &lt; 2 &amp; 3",
    actions: ["default", "열기", "open", "열기", "later", "나중에"],
    expires: -1,
  });
  expect(sent?.hints).toEqual({
    urgency: 1,
    category: "x-alrimi.approval",
    "desktop-entry": "com.alrimi.app",
    "image-data": [1, 1, 4, true, 8, 4, picture.rgba],
  });
});

test("freedesktop notifier - a server without actions or markup gets no buttons and plain text", async () => {
  server.capabilities = ["body", "sound"];
  await server.appear();
  start();
  notifier.show(notice({ body: "1 < 2" }));
  notifier.show(notice({ tag: "silent", isSilent: true, isUrgent: true }));
  const [plain, silent] = await notified(2);
  expect(plain).toMatchObject({ body: "1 < 2", actions: [], hints: { "sound-name": "message-new-instant" } });
  expect(silent).toMatchObject({ expires: 0, hints: { urgency: 2, "suppress-sound": true } });
  expect(silent?.hints).not.toHaveProperty("sound-name");
});

test("freedesktop notifier - with nothing to put off there is no such button", async () => {
  await server.appear();
  start();
  notifier.show(notice({ snoozes: [] }));
  expect((await notified(1))[0]?.actions).toEqual(["default", "열기", "open", "열기"]);
});

test("freedesktop notifier - the same tag is replaced in place; of several on their way only the last is sent", async () => {
  await server.appear();
  start();
  server.beforeAnswer = () => {
    server.beforeAnswer = () => {};
    notifier.show(notice({ body: "two" }));
    notifier.show(notice({ tag: "other" }));
    notifier.show(notice({ body: "three" }));
  };
  notifier.show(notice({ body: "one" }));
  await notified(3);
  expect(server.notified.map(({ id, replaces, body }) => `${id} ${replaces} ${body}`).sort()).toEqual([
    "1 0 one",
    "1 1 three",
    "2 0 2건 대기",
  ]);
});

test("freedesktop notifier - clicks and buttons are told, those of other programs are not", async () => {
  await server.appear();
  start();
  notifier.show(notice());
  await notified(1);
  await waitFor(() => told.filter((each) => each === "shown").length >= 2, { what: "it is taken" });
  told.length = 0;
  for (const [id, key] of [
    [1, "default"],
    [7, "default"],
    [1, "open"],
    [1, "later"],
    [1, "other"],
  ] as const) {
    server.invoke(id, key);
  }
  await waitFor(() => told.length >= 3, { what: "the clicks" });
  expect(told).toEqual(["click service:mail", "click service:mail", "later service:mail"]);
});

test("freedesktop notifier - the click counts also when the server tells of the closing first", async () => {
  await server.appear();
  start();
  notifier.show(notice());
  await notified(1);
  server.close(1, "dismissed");
  server.invoke(1, "default");
  await waitFor(() => told.includes("click service:mail"), { what: "the click" });
  expect(told.filter((each) => each !== "shown")).toEqual(["closed service:mail", "click service:mail"]);
});

test("freedesktop notifier - a closed notification is not replaced; one in the desktop's list goes when the next comes", async () => {
  await server.appear();
  start();
  notifier.show(notice());
  await notified(1);
  server.close(1, "expired");
  server.invoke(1, "default");
  await waitFor(() => told.includes("click service:mail"), { what: "the click in the list" });
  notifier.show(notice());
  expect((await notified(2))[1]).toMatchObject({ replaces: 0, id: 2 });
  await waitFor(() => server.closed.length === 1, { what: "the one in the list goes" });
  server.close(2, "dismissed");
  await waitFor(() => told.filter((each) => each === "closed service:mail").length === 2, { what: "told" });
  notifier.show(notice());
  expect((await notified(3))[2]).toMatchObject({ replaces: 0, id: 3 });
  expect(server.closed).toEqual([1]);
});

test("freedesktop notifier - one that has left the screen for the desktop's list is taken away all the same", async () => {
  await server.appear();
  start();
  notifier.show(notice());
  await notified(1);
  server.close(1, "expired");
  await waitFor(() => told.includes("closed service:mail"), { what: "it left the screen" });
  notifier.withdraw("service:mail");
  await waitFor(() => server.closed.length === 1, { what: "it is taken away" });
  expect(server.closed).toEqual([1]);
});

test("freedesktop notifier - withdrawing closes, also one that is on its way", async () => {
  await server.appear();
  start();
  notifier.show(notice());
  await notified(1);
  notifier.withdraw("service:mail");
  await waitFor(() => server.closed.length === 1, { what: "it is closed" });
  server.close(1, "dismissed"); // as servers do
  server.beforeAnswer = () => notifier.withdrawAll();
  notifier.show(notice());
  await waitFor(() => server.closed.length === 2, { what: "it is closed as soon as it is known" });
  expect(told).not.toContain("closed service:mail");
  expect(server.closed).toEqual([1, 2]);
});

test("freedesktop notifier - no server is told at once; what it missed is shown when it comes, unless taken back", async () => {
  start();
  await waitFor(() => told.includes("no-server"), { what: "told at the start" });
  notifier.show(notice({ tag: "kept" }));
  notifier.show(notice({ tag: "taken back" }));
  await waitFor(() => told.filter((each) => each === "no-server").length >= 3, { what: "both fail" });
  notifier.withdraw("taken back");
  expect(fallback.filter((each) => each.startsWith("show"))).toEqual([]);
  told.length = 0;
  await server.appear();
  await notified(1);
  await waitFor(() => told.length >= 2, { what: "shown" });
  expect(told.every((each) => each === "shown")).toBe(true);
  notifier.show(notice({ tag: "last" }));
  await notified(2);
  expect(server.notified.map(({ replaces }) => replaces)).toEqual([0, 0]);
});

test("freedesktop notifier - a server that dies is told, and its ids and abilities are forgotten", async () => {
  await server.appear();
  start();
  notifier.show(notice());
  await notified(1);
  await server.vanish();
  await waitFor(() => told.at(-1) === "no-server", { what: "it is told" });
  server.capabilities = ["body"];
  await server.appear();
  notifier.show(notice());
  expect((await notified(2))[1]).toMatchObject({ replaces: 0, actions: [] });
});

test("freedesktop notifier - what a server answers with an error goes the other way", async () => {
  server.refusal = "org.freedesktop.DBus.Error.InvalidArgs";
  await server.appear();
  start();
  notifier.show(notice());
  await waitFor(() => fallback.length > 0, { what: "the fallback" });
  expect(fallback).toEqual(["show service:mail"]);
  expect(told.at(-1)).toBe("not-taken");
  notifier.withdraw("service:mail");
  await waitFor(() => fallback.includes("withdraw service:mail"), { what: "it is taken away there" });
});

/** Nothing is told of an answer that is not there yet, and then it is. */
async function toldLate(): Promise<void> {
  await waitFor(() => told.at(-1) === "no-server", { what: "it is told" });
}

test("freedesktop notifier - a notice that was never sent is sent when the server answers again, and only the newest", async () => {
  await server.appear();
  start(50);
  await waitFor(() => told.includes("shown"), { what: "the server is found" });
  server.freeze();
  notifier.show(notice({ body: "two" }));
  await toldLate();
  expect(server.unread).toEqual(["GetCapabilities"]);
  notifier.show(notice({ body: "three" }));
  notifier.show(notice({ tag: "taken back" }));
  notifier.withdraw("taken back");
  await server.thaw();
  await waitFor(() => told.at(-1) === "shown", { what: "it is over" });
  notifier.show(notice({ tag: "last" }));
  await notified(2);
  expect(server.notified.map(({ body }) => body)).toEqual(["three", "2건 대기"]);
});

test("freedesktop notifier - an answer that comes late is taken: its notification is clicked, replaced and closed", async () => {
  await server.appear();
  start(50);
  notifier.show(notice({ body: "one" }));
  await notified(1);
  server.freeze();
  notifier.show(notice({ body: "two" }));
  await toldLate();
  await server.thaw();
  await waitFor(() => told.at(-1) === "shown", { what: "it is over" });
  server.invoke(1, "default");
  await waitFor(() => told.includes("click service:mail"), { what: "the click" });
  server.freeze();
  notifier.show(notice({ body: "three" }));
  notifier.show(notice({ tag: "other" }));
  await toldLate();
  notifier.withdraw("service:mail"); // the count is 0 before the answer is there
  await server.thaw();
  await notified(4);
  expect(server.notified.map(({ body, replaces }) => `${replaces} ${body}`)).toEqual([
    "0 one",
    "1 two",
    "1 three",
    "0 2건 대기",
  ]);
  await waitFor(() => server.closed.length === 1, { what: "it is closed" });
  expect(server.closed).toEqual([1]);
});

test("freedesktop notifier - a server that forgets to answer one call holds up no other; late is not twice", async () => {
  let answer = (): void => {};
  server.beforeAnswer = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  await server.appear();
  start(50);
  notifier.show(notice());
  await waitFor(() => told.includes("not-taken"), { what: "it is told" });
  const late = answer;
  notifier.show(notice({ body: "newer" }));
  await waitFor(() => told.filter((each) => each === "not-taken").length === 2, {
    what: "also not answered",
  });
  const later = answer;
  server.beforeAnswer = () => {};
  notifier.show(notice({ tag: "other" }));
  await notified(1);
  late(); // a newer one is on its way: only that is wanted
  await waitFor(() => server.closed.length === 1, { what: "the older one is closed" });
  later();
  await waitFor(() => remembered.at(-1)?.ids.includes(3), { what: "the newer one is taken" });
  server.invoke(3, "default");
  await waitFor(() => told.includes("click service:mail"), { what: "the click on the newer" });
  notifier.withdraw("service:mail");
  await waitFor(() => server.closed.length === 2, { what: "the newer one is closed" });
  expect(server.closed).toEqual([2, 3]);
  expect(fallback.filter((each) => each.startsWith("show"))).toEqual([]);
});

test("freedesktop notifier - the late answer to a notice that was withdrawn meanwhile shows that the server answers", async () => {
  let answer = (): void => {};
  server.beforeAnswer = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  await server.appear();
  start(50);
  notifier.show(notice());
  await waitFor(() => told.at(-1) === "not-taken", { what: "it is told" });
  notifier.withdraw("service:mail");
  await waitFor(() => fallback.includes("withdraw service:mail"), { what: "it is withdrawn" });
  answer();
  await waitFor(() => server.closed.length === 1, { what: "it is closed" });
  await waitFor(() => told.at(-1) === "shown", { what: "the server works again" });
});

test("freedesktop notifier - what a server was sent and died of unanswered goes to the next one", async () => {
  await server.appear();
  start(50);
  notifier.show(notice());
  await waitFor(() => remembered.at(-1)?.ids.length === 1, { what: "the server knows one" });
  server.freeze();
  notifier.show(notice({ body: "two" }));
  await waitFor(() => server.unread.includes("Notify"), { what: "it was sent the next" });
  const next = new NotificationServer(place.other());
  await server.vanish();
  await next.appear();
  await waitFor(() => next.notified.length === 1, { what: "the next one shows it" });
  expect(next.notified).toMatchObject([{ body: "two", replaces: 0 }]);
});

test("freedesktop notifier - a server that draws the click as a button is given no second one to open", async () => {
  for (const [information, actions] of [
    [
      ["Xfce Notify Daemon", "Xfce"],
      ["default", "열기", "later", "나중에"],
    ],
    [
      ["lxqt-notificationd", "lxqt.org"],
      ["default", "열기", "later", "나중에"],
    ],
    [
      ["dunst", "knopwob"],
      ["default", "열기", "open", "열기", "later", "나중에"],
    ],
    [undefined, ["default", "열기", "open", "열기", "later", "나중에"]],
  ] as const) {
    server.information = information;
    await server.appear();
    start();
    const before = server.notified.length;
    notifier.show(notice());
    expect((await notified(before + 1)).at(-1)?.actions, String(information)).toEqual(actions);
    await notifier.dispose();
    await server.vanish();
  }
});

test("freedesktop notifier - what a killed run left behind is taken away, where the same server still runs", async () => {
  await server.appear();
  start();
  notifier.show(notice());
  notifier.show(notice({ tag: "other" }));
  await notified(2);
  await waitFor(() => remembered.at(-1)?.ids.length === 2, { what: "both are remembered" });
  left = remembered.at(-1); // killed here
  start();
  await waitFor(() => server.closed.length === 2, { what: "they are taken away" });
  expect(server.closed.toSorted()).toEqual([1, 2]);
  await waitFor(() => remembered.at(-1)?.ids.length === 0, { what: "it is done" });
  notifier.show(notice());
  expect((await notified(3))[2]).toMatchObject({ replaces: 0 });
  await waitFor(() => remembered.at(-1)?.ids.length === 1, { what: "the new one is remembered" });
  notifier.withdraw("service:mail");
  await waitFor(() => remembered.at(-1)?.ids.length === 0, { what: "and then it is not" });
});

test("freedesktop notifier - another server, or another bus, knows nothing of a killed run's ids", async () => {
  await server.appear();
  start();
  notifier.show(notice());
  await waitFor(() => remembered.at(-1)?.ids.length === 1, { what: "it is remembered" });
  const standing = remembered.at(-1);
  if (standing === undefined) throw new Error("nothing was remembered");
  await notifier.dispose();
  const before = server.closed.length;
  for (const other of [
    { ...standing, bus: "another" },
    { ...standing, server: ":1.4711" },
  ]) {
    left = { ...other, ids: [7] };
    start();
    notifier.show(notice());
    await waitFor(() => remembered.at(-1)?.ids.length === 1 && told.at(-1) === "shown", {
      what: "it begins",
    });
    await notifier.dispose();
  }
  expect(server.closed.slice(before)).not.toContain(7);
});

test("freedesktop notifier - the end takes away what no click could reach any more", async () => {
  await server.appear();
  start();
  notifier.show(notice());
  notifier.show(notice({ tag: "other" }));
  await notified(2);
  await notifier.dispose();
  expect(server.closed.sort()).toEqual([1, 2]);
});

test("freedesktop notifier - a bus that dies is a desktop without a server", async () => {
  await server.appear();
  start();
  await waitFor(() => told.includes("shown"), { what: "the server is found" });
  await place.kill();
  await waitFor(() => told.at(-1) === "no-server", { what: "it is told" });
  notifier.show(notice());
  await waitFor(() => told.filter((each) => each === "no-server").length >= 2, { what: "it fails" });
});

test("freedesktop notifier - a click or a closing counts when the server says so, and nobody else", async () => {
  await server.appear();
  start();
  notifier.show(notice());
  const [sent] = await notified(1);
  const id = sent?.id ?? 0;
  await waitFor(() => told.includes("shown"), { what: "it is shown" });
  const forger = place.other();
  const object = { path: "/org/freedesktop/Notifications", interface: "org.freedesktop.Notifications" };
  for (const key of ["default", "open", "later"]) {
    await forge(forger, { ...object, member: "ActionInvoked", signature: "us", body: [id, key] });
  }
  await forge(forger, { ...object, member: "NotificationClosed", signature: "uu", body: [id, 2] });
  server.invoke(id, "later");
  server.close(id, "dismissed");
  await waitFor(() => told.includes("closed service:mail"), { what: "the server is heard" });
  expect(told.filter((each) => each !== "shown")).toEqual(["later service:mail", "closed service:mail"]);
});
