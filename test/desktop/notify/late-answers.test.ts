import { afterEach, beforeEach, expect, test } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { NotificationServer } from "./notification-server.ts";
import { NotifierScene, notice } from "./notifier-scene.ts";

/** What becomes of a notice while the server is busy, stopped, or answers too late. */

let scene: NotifierScene;
beforeEach(async () => {
  scene = await NotifierScene.begin();
});
afterEach(() => scene.end());

async function toldLate(): Promise<void> {
  await waitFor(() => scene.told.at(-1) === "no-server", { what: "it is told" });
}

/** From now on the server answers a call when the test says so: one function for each, in their order. */
function holdAnswers(): readonly (() => void)[] {
  const held: (() => void)[] = [];
  scene.server.beforeAnswer = () => new Promise((resolve) => held.push(resolve));
  return held;
}

test("freedesktop notifier - a notice that was never sent is sent when the server answers again, and only the newest", async () => {
  await scene.server.appear();
  scene.start(50);
  await waitFor(() => scene.told.includes("shown"), { what: "the server is found" });
  scene.server.freeze();
  scene.notifier.show(notice({ body: "two" }));
  await toldLate();
  expect(scene.server.unread).toEqual(["GetCapabilities"]);
  scene.notifier.show(notice({ body: "three" }));
  scene.notifier.show(notice({ tag: "taken back" }));
  scene.notifier.withdraw("taken back");
  await scene.server.thaw();
  await waitFor(() => scene.told.at(-1) === "shown", { what: "it is over" });
  scene.notifier.show(notice({ tag: "last" }));
  await scene.notified(2);
  expect(scene.server.notified.map(({ body }) => body)).toEqual(["three", "2건 대기"]);
});

test("freedesktop notifier - an answer that comes late is taken: its notification is clicked, replaced and closed", async () => {
  await scene.server.appear();
  scene.start(50);
  scene.notifier.show(notice({ body: "one" }));
  await scene.notified(1);
  scene.server.freeze();
  scene.notifier.show(notice({ body: "two" }));
  await toldLate();
  await scene.server.thaw();
  await waitFor(() => scene.told.at(-1) === "shown", { what: "it is over" });
  scene.server.invoke(1, "default");
  await waitFor(() => scene.told.includes("click service:mail"), { what: "the click" });
  scene.server.freeze();
  scene.notifier.show(notice({ body: "three" }));
  scene.notifier.show(notice({ tag: "other" }));
  await toldLate();
  scene.notifier.withdraw("service:mail"); // the count is 0 before the answer is there
  await scene.server.thaw();
  await scene.notified(4);
  expect(scene.server.notified.map(({ body, replaces }) => `${replaces} ${body}`)).toEqual([
    "0 one",
    "1 two",
    "1 three",
    "0 2건 대기",
  ]);
  await waitFor(() => scene.server.closed.length === 1, { what: "it is closed" });
  expect(scene.server.closed).toEqual([1]);
});

test("freedesktop notifier - a server that forgets to answer one call holds up no other; late is not twice", async () => {
  const held = holdAnswers();
  await scene.server.appear();
  scene.start(50);
  scene.notifier.show(notice());
  await waitFor(() => scene.told.includes("not-taken"), { what: "it is told" });
  scene.notifier.show(notice({ body: "newer" }));
  await waitFor(() => scene.told.filter((each) => each === "not-taken").length === 2, {
    what: "also not answered",
  });
  scene.server.beforeAnswer = () => {};
  scene.notifier.show(notice({ tag: "other" }));
  await scene.notified(1);
  held[0]?.(); // a newer one is on its way: only that is wanted
  await waitFor(() => scene.server.closed.length === 1, { what: "the older one is closed" });
  held[1]?.();
  await waitFor(() => scene.remembered.at(-1)?.ids.includes(3), { what: "the newer one is taken" });
  scene.server.invoke(3, "default");
  await waitFor(() => scene.told.includes("click service:mail"), { what: "the click on the newer" });
  scene.notifier.withdraw("service:mail");
  await waitFor(() => scene.server.closed.length === 2, { what: "the newer one is closed" });
  expect(scene.server.closed).toEqual([2, 3]);
  expect(scene.fallback.filter((each) => each.startsWith("show"))).toEqual([]);
});

test("freedesktop notifier - the late answer to a notice that was withdrawn meanwhile shows that the server answers", async () => {
  const held = holdAnswers();
  await scene.server.appear();
  scene.start(50);
  scene.notifier.show(notice());
  await waitFor(() => scene.told.at(-1) === "not-taken", { what: "it is told" });
  scene.notifier.withdraw("service:mail");
  await waitFor(() => scene.fallback.includes("withdraw service:mail"), { what: "it is withdrawn" });
  held[0]?.();
  await waitFor(() => scene.server.closed.length === 1, { what: "it is closed" });
  await waitFor(() => scene.told.at(-1) === "shown", { what: "the server works again" });
});

test("freedesktop notifier - what a server was sent and died of unanswered goes to the next one", async () => {
  await scene.server.appear();
  scene.start(50);
  scene.notifier.show(notice());
  await waitFor(() => scene.remembered.at(-1)?.ids.length === 1, { what: "the server knows one" });
  scene.server.freeze();
  scene.notifier.show(notice({ body: "two" }));
  await waitFor(() => scene.server.unread.includes("Notify"), { what: "it was sent the next" });
  const next = new NotificationServer(scene.place.other());
  await scene.server.vanish();
  await next.appear();
  await waitFor(() => next.notified.length === 1, { what: "the next one shows it" });
  expect(next.notified).toMatchObject([{ body: "two", replaces: 0 }]);
});
