import { afterEach, beforeEach, expect, test } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { NotifierScene, notice, picture } from "./notifier-scene.ts";

let scene: NotifierScene;
beforeEach(async () => {
  scene = await NotifierScene.begin();
});
afterEach(() => scene.end());

test("freedesktop notifier - title, body, buttons and hints are sent as the specification wants them", async () => {
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice({ body: "1 < 2 & 3" }));
  const [sent] = await scene.notified(1);
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
  scene.server.capabilities = ["body", "sound"];
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice({ body: "1 < 2" }));
  scene.notifier.show(notice({ tag: "silent", isSilent: true, isUrgent: true }));
  const [plain, silent] = await scene.notified(2);
  expect(plain).toMatchObject({ body: "1 < 2", actions: [], hints: { "sound-name": "message-new-instant" } });
  expect(silent).toMatchObject({ expires: 0, hints: { urgency: 2, "suppress-sound": true } });
  expect(silent?.hints).not.toHaveProperty("sound-name");
});

test("freedesktop notifier - with nothing to put off there is no such button", async () => {
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice({ snoozes: [] }));
  expect((await scene.notified(1))[0]?.actions).toEqual(["default", "열기", "open", "열기"]);
});

test("freedesktop notifier - the same tag is replaced in place; of several on their way only the last is sent", async () => {
  await scene.server.appear();
  scene.start();
  scene.server.beforeAnswer = () => {
    scene.server.beforeAnswer = () => {};
    scene.notifier.show(notice({ body: "two" }));
    scene.notifier.show(notice({ tag: "other" }));
    scene.notifier.show(notice({ body: "three" }));
  };
  scene.notifier.show(notice({ body: "one" }));
  await scene.notified(3);
  expect(scene.server.notified.map(({ id, replaces, body }) => `${id} ${replaces} ${body}`).sort()).toEqual([
    "1 0 one",
    "1 1 three",
    "2 0 2건 대기",
  ]);
});

test("freedesktop notifier - clicks and buttons are told, those of other programs are not", async () => {
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice());
  await scene.notified(1);
  await waitFor(() => scene.told.filter((each) => each === "shown").length >= 2, { what: "it is taken" });
  scene.told.length = 0;
  for (const [id, key] of [
    [1, "default"],
    [7, "default"],
    [1, "open"],
    [1, "later"],
    [1, "tomorrow"],
    [1, "other"],
    [1, "toString"],
  ] as const) {
    scene.server.invoke(id, key);
  }
  await waitFor(() => scene.told.length >= 4, { what: "the clicks" });
  expect(scene.told).toEqual([
    "click service:mail",
    "click service:mail",
    "later service:mail hour",
    "later service:mail tomorrow",
  ]);
});

test("freedesktop notifier - the click counts also when the server tells of the closing first", async () => {
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice());
  await scene.notified(1);
  scene.server.close(1, "dismissed");
  scene.server.invoke(1, "default");
  await waitFor(() => scene.told.includes("click service:mail"), { what: "the click" });
  expect(scene.told.filter((each) => each !== "shown")).toEqual([
    "closed service:mail",
    "click service:mail",
  ]);
});

test("freedesktop notifier - a closed notification is not replaced; one in the desktop's list goes when the next comes", async () => {
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice());
  await scene.notified(1);
  scene.server.close(1, "expired");
  scene.server.invoke(1, "default");
  await waitFor(() => scene.told.includes("click service:mail"), { what: "the click in the list" });
  scene.notifier.show(notice());
  expect((await scene.notified(2))[1]).toMatchObject({ replaces: 0, id: 2 });
  await waitFor(() => scene.server.closed.length === 1, { what: "the one in the list goes" });
  scene.server.close(2, "dismissed");
  await waitFor(() => scene.told.filter((each) => each === "closed service:mail").length === 2, {
    what: "told",
  });
  scene.notifier.show(notice());
  expect((await scene.notified(3))[2]).toMatchObject({ replaces: 0, id: 3 });
  expect(scene.server.closed).toEqual([1]);
});

test("freedesktop notifier - one that has left the screen for the desktop's list is taken away all the same", async () => {
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice());
  await scene.notified(1);
  scene.server.close(1, "expired");
  await waitFor(() => scene.told.includes("closed service:mail"), { what: "it left the screen" });
  scene.notifier.withdraw("service:mail");
  await waitFor(() => scene.server.closed.length === 1, { what: "it is taken away" });
  expect(scene.server.closed).toEqual([1]);
});

test("freedesktop notifier - withdrawing closes, also one that is on its way", async () => {
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice());
  await scene.notified(1);
  scene.notifier.withdraw("service:mail");
  await waitFor(() => scene.server.closed.length === 1, { what: "it is closed" });
  scene.server.close(1, "dismissed"); // as servers do
  scene.server.beforeAnswer = () => scene.notifier.withdrawAll();
  scene.notifier.show(notice());
  await waitFor(() => scene.server.closed.length === 2, { what: "it is closed as soon as it is known" });
  expect(scene.told).not.toContain("closed service:mail");
  expect(scene.server.closed).toEqual([1, 2]);
});

test("freedesktop notifier - what a server answers with an error goes the other way", async () => {
  scene.server.refusal = "org.freedesktop.DBus.Error.InvalidArgs";
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice());
  await waitFor(() => scene.fallback.length > 0, { what: "the fallback" });
  expect(scene.fallback).toEqual(["show service:mail"]);
  expect(scene.told.at(-1)).toBe("not-taken");
  scene.notifier.withdraw("service:mail");
  await waitFor(() => scene.fallback.includes("withdraw service:mail"), { what: "it is taken away there" });
});

/** No report before the answer comes, one report afterwards. */
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
    scene.server.information = information;
    await scene.server.appear();
    scene.start();
    const before = scene.server.notified.length;
    scene.notifier.show(notice());
    expect((await scene.notified(before + 1)).at(-1)?.actions, String(information)).toEqual(actions);
    await scene.notifier.dispose();
    await scene.server.vanish();
  }
});
