import { expect, test } from "vitest";
import type { Reply } from "../../../main/contract/connection.ts";
import { LEADER_SUBJECTS } from "../../../main/contract/leader.ts";
import { type Answer, SimulatedFeed, SimulatedServer } from "./simulated-feed.ts";

const TIMEOUT = 20_000;
const NONE: Reply = { kind: "none" };
const OWN = "approvals.hong%2Egd.hr-leave";
const subjects = (...services: string[]): string[] =>
  services.map((service) => `approvals.hong%2Egd.${service}`);

/** A snapshot whose n-th get of the only service is answered after so many milliseconds; by default never. */
function asking(answers: readonly (number | undefined)[], isAnsweringPings = true) {
  const server = new SimulatedServer();
  server.isClustered = false;
  server.isAnswering = isAnsweringPings;
  server.denied.add(LEADER_SUBJECTS); // as on a broker of an earlier version
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
  feed.pass(3_100);
  expect(answeredAt).toEqual([3_010]); // asked again after 1 s, and after 2 s more
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
  feed.pass(TIMEOUT - 1 + 17_000);
  expect(feed.kinds).toEqual(["connected"]);
  feed.pass(1);
  expect(feed.kinds).toEqual(["connected", "doubted"]);
  expect(asked()).toBe(10); // after 0, 1, 3, 5 … 17 s
});

test("patient gets - where others were answered one is asked four times at the most", () => {
  const server = new SimulatedServer();
  server.answer = (subject) => (subject === OWN ? undefined : NONE);
  const feed = new SimulatedFeed([server], { hasCopies: true, services: ["hr-leave", "mail"] }).start();
  feed.pass(TIMEOUT + 6_999);
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
function cluster(ledAt: Readonly<Record<string, number>>, services: string[], isHeard = false) {
  const server = new SimulatedServer();
  if (!isHeard) server.denied.add(LEADER_SUBJECTS);
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

test("patient gets - while nobody serves a stream they go ahead one by one, and all others follow when one is answered", () => {
  const { feed, server, answered } = cluster({ CATALOG: 1_500, APPROVALS: 3_500 }, ["a1", "a2", "a3"]);
  feed.pass(3_499);
  expect(answered).toEqual({});
  const own = (): string[] => server.gets.filter((subject) => subject.startsWith("approvals"));
  expect(own()).toEqual(subjects("a1", "a2", "a3"));
  feed.pass(1_600);
  expect(answered).toEqual({ a1: 5_020, a2: 5_020, a3: 5_010 });
  expect(feed.kinds.at(-1)).toBe("synced");
  feed.pass(5_000);
  const times = (subject: string): number => server.gets.filter((each) => each === subject).length;
  expect(["catalog.services", ...subjects("a1", "a2", "a3")].map(times)).toEqual([3, 2, 2, 2]);
  expect(feed.state.gets.size).toBe(0);
});

test("patient gets - another goes ahead when the first has given up", () => {
  const { feed, answered } = cluster({ CATALOG: 0, APPROVALS: 38_500 }, ["a1", "a2"]);
  feed.pass(38_000); // asked for the last time after 18 s, and waited for until 38 s
  expect(answered).toEqual({});
  feed.pass(10_000);
  expect(Object.keys(answered)).toEqual(["a1", "a2"]);
  expect(answered["a1"]).toBeLessThan(42_000);
});

test("patient gets - a stream that answers 503 costs one get at a time, however many services there are", () => {
  const server = new SimulatedServer();
  server.answer = (subject) => (subject === "catalog.services" ? NONE : { kind: "unavailable" });
  const services = Array.from({ length: 20 }, (_, index) => `s${index}`);
  const feed = new SimulatedFeed([server], { services }).start();
  feed.pass(1_000);
  const asked = server.gets.filter((subject) => subject.startsWith("approvals"));
  expect(asked.length).toBeLessThanOrEqual(4);
  expect(new Set(asked).size).toBe(asked.length); // another goes ahead each time
  server.answer = () => NONE;
  feed.pass(3_000);
  expect(feed.kinds.at(-1)).toBe("synced");
  expect(server.gets).toEqual(expect.arrayContaining(subjects(...services)));
});

test("patient gets - no more are open than the server answers: half as many after each that is not answered", () => {
  const server = new SimulatedServer();
  server.isClustered = false;
  const services = Array.from({ length: 100 }, (_, index) => `s${index}`);
  let isMute = true;
  server.answer = () => (isMute ? undefined : { after: 100, reply: NONE });
  const feed = new SimulatedFeed([server], { services }).start();
  const open = (): number => [...feed.state.gets.values()].filter(({ isHeld }) => !isHeld).length;
  expect(open()).toBe(32);
  feed.pass(TIMEOUT + 2_000);
  expect(feed.state.pace.window).toBe(1);
  expect(open()).toBe(1);
  isMute = false;
  feed.pass(60_000);
  expect(feed.state.pace.window).toBeGreaterThan(32);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("patient gets - a server that was slow to answer the dial is given four times as long for a get", () => {
  const server = new SimulatedServer();
  server.isClustered = false;
  server.whileDialled = () => feed.jump(10_000);
  server.answer = () => ({ after: 39_000, reply: NONE });
  const feed = new SimulatedFeed([server]);
  feed.start();
  feed.pass(39_000);
  expect(feed.kinds.at(-1)).toBe("synced");
  expect(server.gets).toEqual(["catalog.services", OWN]);
});

/** The server ends the connection, and is up again. What was asked before is not counted. */
function restart(feed: SimulatedFeed, server: SimulatedServer): void {
  feed.happens(server, { kind: "closed" });
  feed.pass(1_500);
  server.gets.length = 0;
}

test("patient gets - an app that hears of an election looks seldom, and asks within a second of it", () => {
  const ledAt = { CATALOG: 10_000, APPROVALS: 10_000 };
  const { feed, server, answered } = cluster(ledAt, ["a1", "a2", "a3"], true);
  restart(feed, server);
  feed.pass(8_500);
  expect(server.gets).toEqual([]); // the first of each stream is enough
  server.gets.length = 0;
  for (const stream of ["CATALOG", "APPROVALS"] as const)
    for (let times = 0; times < 3; times++) feed.tell({ kind: "leader", stream });
  feed.pass(1_000);
  expect(Object.keys(answered).sort()).toEqual(["a1", "a2", "a3"]);
  expect(feed.kinds.at(-1)).toBe("synced");
  expect(server.gets).toHaveLength(4); // however often it is said
});

test("patient gets - a stream that answers 503 is asked within a second of its election too", () => {
  const server = new SimulatedServer();
  server.answer = () => ({ kind: "unavailable" });
  const feed = new SimulatedFeed([server], { hasCopies: true, services: ["a1", "a2"] }).start();
  restart(feed, server);
  feed.pass(7_000);
  expect(server.gets.length).toBeLessThanOrEqual(6);
  server.answer = () => NONE;
  for (const stream of ["CATALOG", "APPROVALS"] as const) feed.tell({ kind: "leader", stream });
  feed.pass(1_000);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("patient gets - after a server that only fell silent no election is waited for, because gets are lost at it for long", () => {
  const silent = new SimulatedServer("one:4222");
  const other = new SimulatedServer("other:4222");
  const services = ["a1", "a2", "a3"];
  const feed = new SimulatedFeed([silent, other], { hasCopies: true, services }).start();
  feed.hear(silent, 60_000);
  let asked = 0;
  other.answer = () => (++asked <= 6 ? undefined : NONE); // three of each stream
  feed.happens(silent, { kind: "closed", isSilent: true });
  feed.pass(6_000);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("patient gets - a server that was dialled in vain before says nothing of how fast this one answers", () => {
  const silent = new SimulatedServer("one:4222");
  const other = new SimulatedServer("other:4222");
  silent.refuses = { kind: "lost", cause: "no-answer", detail: "" };
  silent.whileDialled = () => feed.jump(6_000);
  let asked = 0;
  other.answer = (_subject, stream) => (stream === "APPROVALS" && ++asked === 2 ? undefined : NONE);
  const feed = new SimulatedFeed([silent, other], { hasCopies: true, services: ["a1", "a2"] });
  feed.start();
  feed.pass(1_500);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("patient gets - a leader that is said while nothing waits for it, as an employee could have it said, is asked nothing", () => {
  const server = new SimulatedServer();
  const feed = new SimulatedFeed([server], { hasCopies: true }).start();
  server.gets.length = 0;
  for (let times = 0; times < 9; times++) {
    feed.tell({ kind: "leader", stream: "APPROVALS" });
    feed.pass(1_000);
  }
  expect(server.gets).toEqual([]);
});
