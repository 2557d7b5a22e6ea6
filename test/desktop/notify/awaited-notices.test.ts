import { expect, test } from "vitest";
import { createAwaitedNotices, type Shown } from "../../../main/desktop/notify/awaited-notices.ts";
import { testNotice } from "../../../main/view/test-notice.ts";
import { FakeClock, settle } from "../fake-clock.ts";

const notice = testNotice("ko", { sound: true });

function scene() {
  const clock = new FakeClock();
  const awaited = createAwaitedNotices(clock);
  const calls: string[] = [];
  const notifier = {
    show: () => void calls.push("show"),
    withdraw: (tag: string) => void calls.push(`withdraw ${tag}`),
    withdrawAll() {},
    dispose: async () => {},
  };
  const results: Shown[] = [];
  const show = (): void => void awaited.show(notifier, notice, 1_000).then((shown) => results.push(shown));
  return { clock, awaited, calls, results, show };
}

test("awaited notices - the answer of the desktop for this notice is the result", async () => {
  const { awaited, calls, results, show, clock } = scene();
  show();
  awaited.answered(undefined, { kind: "no-server" });
  awaited.answered("another", { kind: "no-server" });
  await settle();
  expect(results).toEqual([]);
  awaited.answered(notice.tag, { kind: "shown" });
  await clock.pass(5_000);
  expect(results).toEqual([{ kind: "shown" }]);
  expect(calls).toEqual(["show"]);
});

test("awaited notices - one that is not shown in time, or not at all, is withdrawn", async () => {
  const { awaited, calls, results, show, clock } = scene();
  show();
  await clock.pass(1_000);
  show();
  awaited.answered(notice.tag, { kind: "not-taken", detail: "full" });
  awaited.answered(notice.tag, { kind: "shown" });
  await settle();
  expect(results).toEqual([{ kind: "no-answer" }, { kind: "not-taken", detail: "full" }]);
  expect(calls).toEqual(["show", "withdraw fleet-test", "show", "withdraw fleet-test"]);
});
