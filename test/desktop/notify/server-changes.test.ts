import { afterEach, beforeEach, expect, test } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { forge } from "../dbus/forger.ts";
import { NotifierScene, notice } from "./notifier-scene.ts";

/** Servers that appear, die or are replaced, and the notifications left on them. */

let scene: NotifierScene;
beforeEach(async () => {
  scene = await NotifierScene.begin();
});
afterEach(() => scene.end());

test("freedesktop notifier - no server is told at once; what it missed is shown when it comes, unless taken back", async () => {
  scene.start();
  await waitFor(() => scene.told.includes("no-server"), { what: "told at the start" });
  scene.notifier.show(notice({ tag: "kept" }));
  scene.notifier.show(notice({ tag: "taken back" }));
  await waitFor(() => scene.told.filter((each) => each === "no-server").length >= 3, { what: "both fail" });
  scene.notifier.withdraw("taken back");
  expect(scene.fallback.filter((each) => each.startsWith("show"))).toEqual([]);
  scene.told.length = 0;
  await scene.server.appear();
  await scene.notified(1);
  await waitFor(() => scene.told.length >= 2, { what: "shown" });
  expect(scene.told.every((each) => each === "shown")).toBe(true);
  scene.notifier.show(notice({ tag: "last" }));
  await scene.notified(2);
  expect(scene.server.notified.map(({ replaces }) => replaces)).toEqual([0, 0]);
});

test("freedesktop notifier - a server that dies is told, and its ids and abilities are forgotten", async () => {
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice());
  await scene.notified(1);
  await scene.server.vanish();
  await waitFor(() => scene.told.at(-1) === "no-server", { what: "it is told" });
  scene.server.capabilities = ["body"];
  await scene.server.appear();
  scene.notifier.show(notice());
  expect((await scene.notified(2))[1]).toMatchObject({ replaces: 0, actions: [] });
});

test("freedesktop notifier - what a killed run left behind is taken away, where the same server still runs", async () => {
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice());
  scene.notifier.show(notice({ tag: "other" }));
  await scene.notified(2);
  await waitFor(() => scene.remembered.at(-1)?.ids.length === 2, { what: "both are remembered" });
  scene.left = scene.remembered.at(-1); // killed here
  scene.start();
  await waitFor(() => scene.server.closed.length === 2, { what: "they are taken away" });
  expect(scene.server.closed.toSorted()).toEqual([1, 2]);
  await waitFor(() => scene.remembered.at(-1)?.ids.length === 0, { what: "it is done" });
  scene.notifier.show(notice());
  expect((await scene.notified(3))[2]).toMatchObject({ replaces: 0 });
  await waitFor(() => scene.remembered.at(-1)?.ids.length === 1, { what: "the new one is remembered" });
  scene.notifier.withdraw("service:mail");
  await waitFor(() => scene.remembered.at(-1)?.ids.length === 0, { what: "and then it is not" });
});

test("freedesktop notifier - another server, or another bus, knows nothing of a killed run's ids", async () => {
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice());
  await waitFor(() => scene.remembered.at(-1)?.ids.length === 1, { what: "it is remembered" });
  const standing = scene.remembered.at(-1);
  if (standing === undefined) throw new Error("nothing was remembered");
  await scene.notifier.dispose();
  const before = scene.server.closed.length;
  for (const other of [
    { ...standing, bus: "another" },
    { ...standing, server: ":1.4711" },
  ]) {
    scene.left = { ...other, ids: [7] };
    scene.start();
    scene.notifier.show(notice());
    await waitFor(() => scene.remembered.at(-1)?.ids.length === 1 && scene.told.at(-1) === "shown", {
      what: "it begins",
    });
    await scene.notifier.dispose();
  }
  expect(scene.server.closed.slice(before)).not.toContain(7);
});

test("freedesktop notifier - the end takes away what no click could reach any more", async () => {
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice());
  scene.notifier.show(notice({ tag: "other" }));
  await scene.notified(2);
  await scene.notifier.dispose();
  expect(scene.server.closed.sort()).toEqual([1, 2]);
});

test("freedesktop notifier - a bus that dies is a desktop without a server", async () => {
  await scene.server.appear();
  scene.start();
  await waitFor(() => scene.told.includes("shown"), { what: "the server is found" });
  await scene.place.kill();
  await waitFor(() => scene.told.at(-1) === "no-server", { what: "it is told" });
  scene.notifier.show(notice());
  await waitFor(() => scene.told.filter((each) => each === "no-server").length >= 2, { what: "it fails" });
});

test("freedesktop notifier - a click or a closing counts when the server says so, and nobody else", async () => {
  await scene.server.appear();
  scene.start();
  scene.notifier.show(notice());
  const [sent] = await scene.notified(1);
  const id = sent?.id ?? 0;
  await waitFor(() => scene.told.includes("shown"), { what: "it is shown" });
  const forger = scene.place.other();
  const object = { path: "/org/freedesktop/Notifications", interface: "org.freedesktop.Notifications" };
  for (const key of ["default", "open", "later"]) {
    await forge(forger, { ...object, member: "ActionInvoked", signature: "us", body: [id, key] });
  }
  await forge(forger, { ...object, member: "NotificationClosed", signature: "uu", body: [id, 2] });
  scene.server.invoke(id, "later");
  scene.server.close(id, "dismissed");
  await waitFor(() => scene.told.includes("closed service:mail"), { what: "the server is heard" });
  expect(scene.told.filter((each) => each !== "shown")).toEqual([
    "later service:mail hour",
    "closed service:mail",
  ]);
});
