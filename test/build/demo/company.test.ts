import { expect, test } from "vitest";
import { nextArrival } from "../../../build/demo/arrivals.ts";
import { decide, eventOf, newQueue, type Queue, receive } from "../../../build/demo/company.ts";
import { drawRequest } from "../../../build/demo/requests.ts";
import { SERVICES } from "../../../build/demo/services.ts";
import { leave, NOW, serviceOf } from "./requests.ts";

test("demo company - a request raises count and sequence by one, and so does nothing else", () => {
  const empty = newQueue(NOW);
  const one = receive(empty, leave, "HR", NOW + 1);
  expect(eventOf("hong.gd", "hr-leave", one)).toEqual({
    user: "hong.gd",
    service: "hr-leave",
    count: 1,
    occurredAt: NOW + 1,
    sequence: 1n,
    epoch: NOW / 1000,
  });
  expect(empty.items).toEqual([]);
});

test("demo company - a decision lowers the count by a newer event", () => {
  const two = receive(receive(newQueue(NOW), leave, "HR", NOW), leave, "HR", NOW);
  const one = decide(two, "HR-1", NOW + 5);
  expect(one?.items.map(({ id }) => id)).toEqual(["HR-2"]);
  expect(one?.sequence).toBe(3);
  expect(one?.changedAt).toBe(NOW + 5);
});

test("demo company - deciding twice changes nothing the second time", () => {
  const one = receive(newQueue(NOW), leave, "HR", NOW);
  expect(decide(decide(one, "HR-1", NOW) as Queue, "HR-1", NOW)).toBeUndefined();
});

test("demo company - the event carries the earliest deadline", () => {
  const later = receive(newQueue(NOW), { ...leave, dueAt: NOW + 9 }, "HR", NOW);
  const both = receive(later, { ...leave, dueAt: NOW + 4 }, "HR", NOW);
  expect(eventOf("u", "s", receive(both, leave, "HR", NOW)).dueAt).toBe(NOW + 4);
});

test("demo company - a queue that starts afresh is newer than the one that was lost", () => {
  expect(newQueue(NOW + 1000).epoch).toBeGreaterThan(newQueue(NOW).epoch);
});

test("demo company - every service draws requests that are complete in both languages", () => {
  for (const { id } of SERVICES) {
    for (const value of [0, 0.3, 0.6, 0.999]) {
      const { requester, team, title, detail } = drawRequest(id, () => value, NOW);
      for (const text of [requester, team, title, detail]) {
        expect(text.ko).not.toMatch(/^$|undefined|NaN/);
        expect(text.en).not.toMatch(/^$|undefined|NaN|[가-힣]/);
      }
    }
  }
});

test("demo company - arrivals keep to half and one and a half of a service's own pace", () => {
  const mail = serviceOf("mail");
  expect(nextArrival(mail, "normal", () => 0)).toBe(10_000);
  expect(nextArrival(mail, "normal", () => 1)).toBe(30_000);
  expect(nextArrival(mail, "slow", () => 0)).toBeGreaterThan(nextArrival(mail, "fast", () => 1));
});
