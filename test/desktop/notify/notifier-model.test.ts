import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FreedesktopNotifier } from "../../../main/desktop/notify/freedesktop-notifier.ts";
import type { StandingNotices } from "../../../main/desktop/notify/standing-notices.ts";
import type { NoticeView } from "../../../main/view/notice.ts";
import { times } from "../../sample.ts";
import { type Held, SimulatedServer } from "./simulated-server.ts";

/** Any sequence of the app's requests and the server's events. */

const TAGS = ["mail", "leave", "digest"] as const;
const tag = fc.constantFrom(...TAGS);
const Step = fc.record({
  what: fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("show" as const), tag }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("withdraw" as const), tag }) },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constantFrom("withdraw all", "stop", "go on", "restart") }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("expires", "dismissed"), which: fc.nat(5) }) },
  ),
  /** Whether everything that can settle does, before the next. */
  settles: fc.boolean(),
});

async function settled(): Promise<void> {
  for (let round = 0; round < 20; round++) await turn();
}

test("notifier - whatever happens, the screen shows the newest of each tag at the end, its click is known, and nothing that is over", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { maxLength: 25 }), async (steps) => {
      const server = new SimulatedServer();
      const clicked: string[] = [];
      let standing: StandingNotices | undefined;
      const notifier = new FreedesktopNotifier(server, {
        sender: { appName: () => "알림이", picture: () => undefined },
        sink: {
          click: ({ title, body }) => clicked.push(`${title} ${body}`),
          later() {},
          closed() {},
          failed() {},
          shown() {},
        },
        fallback: { show: () => expect.unreachable(), withdraw() {}, withdrawAll() {}, async dispose() {} },
        memory: {
          read: () => undefined,
          write: (now) => {
            standing = now;
          },
        },
        patience: 1_000_000,
      });
      /** The body that was wanted last; whether it must be there is another matter: it was closed, or lost its server. */
      const wanted = new Map<string, { body: string; isGone: boolean }>();
      const gone = ({ summary, body }: Held): void => {
        const last = wanted.get(summary);
        if (last?.body === body) last.isGone = true;
      };
      let count = 0;
      for (const { what, settles } of steps) {
        const held = [...server.held.values()];
        if ("tag" in what) {
          if (what.kind === "show") {
            const body = String(++count);
            wanted.set(what.tag, { body, isGone: false });
            notifier.show(noticeOf(what.tag, body));
          } else {
            wanted.delete(what.tag);
            notifier.withdraw(what.tag);
          }
        } else if ("which" in what) {
          const one = held[what.which % (held.length || 1)];
          if (one !== undefined) {
            server.leaves(one.id, what.kind === "expires");
            if (what.kind === "dismissed") gone(one);
          }
        } else if (what.kind === "withdraw all") {
          wanted.clear();
          notifier.withdrawAll();
        } else if (what.kind === "stop") server.stop();
        else if (what.kind === "go on") server.goOn();
        else {
          for (const each of held) gone(each);
          server.restart();
        }
        if (settles) await settled();
      }
      await settled();
      server.goOn();
      await settled();

      for (const each of TAGS) {
        const held = [...server.held.values()].filter(({ summary }) => summary === each);
        const last = wanted.get(each);
        if (last === undefined) expect(held).toEqual([]);
        // Lost with its server in the same turn, it may have been sent to the next one.
        else if (held.length > 0 || !last.isGone) expect(held).toMatchObject([{ body: last.body }]);
      }
      const ids = [...server.held.keys()].sort();
      if (ids.length > 0) expect(standing?.ids.toSorted()).toEqual(ids);
      for (const { id, summary, body } of server.held.values()) {
        clicked.length = 0;
        server.invoke(id, "default");
        await turn();
        expect(clicked).toEqual([`${summary} ${body}`]);
      }
      await notifier.dispose();
      await settled();
      expect(server.held.size).toBe(0);
    }),
    { numRuns: times(150, 5_000) },
  );
});

function noticeOf(name: string, body: string): NoticeView {
  return {
    tag: name,
    title: name,
    body,
    service: name,
    snoozes: [],
    isUrgent: false,
    isSilent: false,
    buttons: { open: "열기", later: "나중에" },
  };
}
