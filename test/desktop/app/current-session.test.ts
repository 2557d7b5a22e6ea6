import { expect, test } from "vitest";
import type { Command } from "../../../main/core/command.ts";
import type { Problem } from "../../../main/core/problem.ts";
import { type Called, createCurrentSession } from "../../../main/desktop/app/current-session.ts";

const TOGGLE: Command = { kind: "toggle-board", by: "shortcut" };
const NO_TRAY: Problem = { key: "no-tray", args: [] };
const AWAY = { isLocked: true, isPresenting: false };

/** A session that records its calls. */
const UPDATE = { version: "0.2.0", kind: "newer" } as const;
function fakeSession(): Called & { readonly calls: unknown[] } {
  const calls: unknown[] = [];
  const remember =
    (call: string) =>
    (...args: unknown[]): void =>
      void calls.push([call, ...args]);
  return {
    calls,
    hub: {
      command: remember("command"),
      tell: remember("tell"),
      untell: remember("untell"),
      presenceChanged: remember("presence"),
      noticeClosed: remember("closed"),
      clockChanged: remember("clock"),
      offer: remember("offer"),
      refreshBoard: remember("refresh"),
    },
    check: remember("check"),
  };
}

function app() {
  const log: string[] = [];
  return { log, current: createCurrentSession({ info: (line) => log.push(line) }) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("current session - the last command before the first session is carried out by it", async () => {
  const { current, log } = app();
  current.command({ kind: "open-service", service: "hr-leave" });
  current.command(TOGGLE);
  const session = fakeSession();
  current.begun(session);
  await turn();
  expect(session.calls).toEqual([["command", TOGGLE]]);
  expect(log).toEqual(["open-service dropped: a later command came before there is a session"]);
});

test("current session - what the adapters told before is told to every session, and what is over to none", () => {
  const { current } = app();
  current.tell(NO_TRAY);
  current.tell({ key: "notifications-failed", args: ["busy"] });
  current.untell("notifications-failed");
  current.presenceChanged(AWAY);
  current.offer(UPDATE);
  for (const session of [fakeSession(), fakeSession()]) {
    current.begun(session);
    expect(session.calls).toEqual([
      ["tell", NO_TRAY],
      ["presence", AWAY],
      ["offer", UPDATE],
    ]);
  }
});

test("current session - a call that the first session has no use for is logged with the reason", async () => {
  const { current, log } = app();
  current.noticeClosed("overflow", false);
  current.clockChanged();
  current.check();
  current.refreshBoard();
  expect(log).toEqual(
    ["closed notice overflow", "changed clock", "check", "refresh of the board"].map(
      (call) => `${call} ignored: there is no session yet`,
    ),
  );
  const session = fakeSession();
  current.begun(session);
  await turn();
  expect(session.calls).toEqual([]);
});

test("current session - every call goes to the session that began last", () => {
  const { current, log } = app();
  const before = fakeSession();
  const session = fakeSession();
  current.begun(before);
  current.begun(session);
  current.command(TOGGLE);
  current.tell(NO_TRAY);
  current.tell(NO_TRAY);
  current.untell("no-tray");
  current.untell("no-tray");
  current.presenceChanged(AWAY);
  current.noticeClosed("service:mail", false);
  current.clockChanged();
  current.check();
  current.refreshBoard();
  expect(session.calls).toEqual([
    ["command", TOGGLE],
    ["tell", NO_TRAY],
    ["tell", NO_TRAY],
    ["untell", "no-tray"],
    ["presence", AWAY],
    ["closed", "service:mail", false],
    ["clock"],
    ["check"],
    ["refresh"],
  ]);
  expect(current.get()).toBe(session);
  expect([before.calls, log]).toEqual([[], []]);
});

test("current session - there is none to read from before the first", () => {
  expect(() => app().current.get()).toThrow("no session yet");
});
