import { expect, test } from "vitest";
import type { Reply } from "../../../main/contract/connection.ts";
import { type Answer, SimulatedFeed, SimulatedServer } from "./simulated-feed.ts";

const TIMEOUT = 8_000;
const NONE: Reply = { kind: "none" };
const OWN = "approvals.hong%2Egd.hr-leave";
const subjects = (...services: string[]): string[] =>
  services.map((service) => `approvals.hong%2Egd.${service}`);

/** A snapshot whose n-th get of the only service is answered after so many milliseconds; by default never. */
function asking(answers: readonly (number | undefined)[], isAnsweringPings = true) {
  const server = new SimulatedServer();
  server.isClustered = false;
  server.isAnswering = isAnsweringPings;
  const asked = (): number => server.gets.filter((subject) => subject === OWN).length;
  server.answer = (subject): Answer => {
    const after = subject === OWN ? answers[asked() - 1] : 0;
    return after === undefined ? undefined : { after, reply: NONE };
  };
  const feed = new SimulatedFeed([server], { hasCopies: true });
  const answeredAt: number[] = [];
  feed.find = () => {
    answeredAt.push(feed.elapsed);
    return "settled";
  };
  feed.start();
  return { feed, asked, answeredAt };
}

test("patient gets - one that is answered is asked once", () => {
  const { feed, answeredAt, asked } = asking([200]);
  feed.pass(9_000);
  expect(answeredAt).toEqual([200]);
  expect(asked()).toBe(1);
});

test("patient gets - one that is lost is asked again, and the first answer wins", () => {
  const { feed, answeredAt, asked } = asking([undefined, undefined, 10]);
  feed.pass(2_100);
  expect(answeredAt).toEqual([2_010]);
  expect(asked()).toBe(3);
});

test("patient gets - a late answer is taken all the same", () => {
  const { feed, answeredAt } = asking([3_000]);
  feed.pass(3_000);
  expect(answeredAt).toEqual([3_000]);
});

test("patient gets - a server that does not answer a ping either is not given more to do", () => {
  const { feed, answeredAt, asked } = asking([undefined], false);
  feed.pass(TIMEOUT);
  expect(answeredAt).toEqual([]);
  expect(feed.kinds).toEqual(["connected", "doubted"]);
  expect(asked()).toBe(1);
});

test("patient gets - when nobody answers it ends", () => {
  const { feed, asked } = asking([]);
  feed.pass(TIMEOUT - 1 + 7_000);
  expect(feed.kinds).toEqual(["connected"]);
  feed.pass(1);
  expect(feed.kinds).toEqual(["connected", "doubted"]);
  expect(asked()).toBe(8);
});

test("patient gets - where others were answered one is asked four times at the most", () => {
  const server = new SimulatedServer();
  server.answer = (subject) => (subject === OWN ? undefined : NONE);
  const feed = new SimulatedFeed([server], { hasCopies: true, services: ["hr-leave", "mail"] }).start();
  feed.pass(TIMEOUT + 2_999);
  expect(feed.kinds).toEqual(["connected"]);
  expect(server.gets.filter((subject) => subject === OWN)).toHaveLength(4);
  feed.pass(1);
  expect(feed.unanswered).toEqual(["hr-leave"]);
  expect(feed.kinds).toEqual(["connected", "synced"]);
});

test("patient gets - with one address, and so no other copy, each is asked once", () => {
  const server = new SimulatedServer();
  server.answer = () => undefined;
  const feed = new SimulatedFeed([server]).start();
  feed.pass(TIMEOUT);
  expect(server.gets).toEqual(["catalog.services", OWN]);
});

/** Two streams that do not answer until they have a leader. Records the requested subjects and their answers. */
function cluster(ledAt: Readonly<Record<string, number>>, services: string[]) {
  const server = new SimulatedServer();
  const answered: Record<string, number> = {};
  server.answer = (_subject, stream) =>
    feed.elapsed >= (ledAt[stream] ?? Number.POSITIVE_INFINITY) ? { after: 10, reply: NONE } : undefined;
  const feed = new SimulatedFeed([server], { hasCopies: true, services });
  feed.find = (service) => {
    answered[service] = feed.elapsed;
    return "settled";
  };
  feed.start();
  return { feed, server, answered };
}

test("patient gets - while nobody serves a stream one goes ahead, and all others follow when it is answered", () => {
  const { feed, server, answered } = cluster({ CATALOG: 1_500, APPROVALS: 3_500 }, ["a1", "a2", "a3"]);
  feed.pass(3_499);
  expect(answered).toEqual({});
  const own = (): string[] => server.gets.filter((subject) => subject.startsWith("approvals"));
  expect(own()).toEqual(subjects("a1", "a2", "a3", "a1", "a1", "a1"));
  feed.pass(600);
  expect(answered).toEqual({ a1: 4_010, a2: 4_020, a3: 4_020 });
  expect(feed.kinds.at(-1)).toBe("synced");
  feed.pass(5_000);
  const times = (subject: string): number => server.gets.filter((each) => each === subject).length;
  expect(["catalog.services", ...subjects("a1", "a2", "a3")].map(times)).toEqual([3, 5, 2, 2]);
  expect(feed.state.gets.size).toBe(0);
});

test("patient gets - another goes ahead when the first has given up", () => {
  const { feed, answered } = cluster({ CATALOG: 0, APPROVALS: 16_500 }, ["a1", "a2"]);
  feed.pass(15_000); // asked for the last time after 7 s, and waited for until 15 s
  expect(answered).toEqual({});
  feed.pass(10_000);
  expect(Object.keys(answered)).toEqual(["a1", "a2"]);
  expect(answered["a1"]).toBeLessThan(18_500);
});
