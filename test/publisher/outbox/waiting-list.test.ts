import { afterEach, expect, test, vi } from "vitest";
import { checkInput } from "../../../main/publisher/draft.ts";
import { encodePut } from "../../../main/publisher/outbox/record.ts";
import { WaitingList } from "../../../main/publisher/outbox/waiting-list.ts";

afterEach(() => vi.useRealTimers());

function draftOf(user: string, count = 1) {
  const draft = checkInput({ user, service: "mail", count, occurredAt: 1_000 }, 0);
  if (!draft.ok) throw new Error(draft.detail);
  return draft.value;
}

function put(list: WaitingList, id: number, user: string, count = 1): void {
  list.put(id, draftOf(user, count), encodePut(id, draftOf(user, count)));
}

test("waiting list - one event per person; a new one replaces the old one and goes to the end", () => {
  const list = new WaitingList();
  put(list, 1, "a");
  put(list, 2, "b");
  put(list, 3, "a", 7);
  expect(list.users()).toEqual(["b", "a"]);
  expect(list.get("a")?.draft.event.count).toBe(7);
  expect(list.size).toBe(2);
  expect([list.has(1), list.has(2)]).toEqual([false, true]);
});

test("waiting list - its size in bytes is that of its lines in UTF-8", () => {
  const list = new WaitingList();
  put(list, 1, "가나다");
  put(list, 2, "b");
  put(list, 3, "b", 10);
  expect(list.bytes).toBe(Buffer.byteLength(list.lines().join("")));
  list.remove("가나다");
  list.remove("b");
  list.remove("nobody");
  expect(list.bytes).toBe(0);
});

test("waiting list - the oldest one's age counts from when it was put or found", () => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ["Date", "performance"] });
  const list = new WaitingList();
  expect(list.oldestMs()).toBe(0);
  list.restore(2, draftOf("found"));
  vi.advanceTimersByTime(5_001);
  put(list, 3, "new");
  expect(list.oldestMs()).toBe(5_001);
});
