import { afterEach, expect, test } from "vitest";
import type { Reply } from "../../../main/contract/connection.ts";
import { formatEvent } from "../../../main/contract/event.ts";
import { Boards } from "../../../main/server/portal/boards.ts";
import { eventOf } from "../../contract/events.ts";
import { seoul } from "../../core/attention/seoul.ts";

const USER = "hong.gd";
const MINUTE = 60_000;
const catalog = ["hr-leave", "mail"].map((id) => ({ id, name: { en: id } }));
let now = Date.UTC(2026, 10, 28, 3);
/** What the broker holds, by subject. */
const retained = new Map<string, Reply>();
const asked: string[] = [];
afterEach(() => {
  retained.clear();
  asked.length = 0;
});

function start(): Boards {
  return new Boards({
    calendar: seoul,
    linkOrigins: [],
    now: () => now,
    async get(subject) {
      asked.push(subject);
      return retained.get(subject) ?? { kind: "none" };
    },
  });
}

async function connected(): Promise<Boards> {
  const boards = start();
  boards.signal({ kind: "connected" });
  boards.catalog(catalog);
  boards.signal({ kind: "synced" });
  await boards.read(USER);
  return boards;
}

const subject = (service: string, user = "hong%2Egd") => `approvals.${user}.${service}`;
const bytes = (service: string, count: number, sequence: number, user = USER) =>
  Buffer.from(formatEvent(eventOf({ user, service, count, sequence: BigInt(sequence) })));
const stored = (service: string, count: number, sequence: number, origin = subject(service)): Reply => ({
  ...{ kind: "message", origin, payload: bytes(service, count, sequence) },
});
const counts = (boards: Boards) =>
  Object.fromEntries(
    boards.view(USER, "en").services.map(({ id, count, certainty }) => [id, [count, certainty]]),
  );

test("boards - a board is what is retained, and changes with what is stored later", async () => {
  retained.set(subject("hr-leave"), stored("hr-leave", 3, 1));
  const boards = await connected();
  expect(counts(boards)).toEqual({ "hr-leave": [3, "sure"], mail: [null, "unheard"] });
  boards.event(subject("hr-leave"), bytes("hr-leave", 2, 3));
  boards.event(subject("hr-leave"), bytes("hr-leave", 9, 2)); // late
  expect(counts(boards)).toMatchObject({ "hr-leave": [2, "sure"] });
});

test("boards - an answer that was stored for somebody else, and an event of another subject, are not taken", async () => {
  retained.set(subject("hr-leave"), stored("hr-leave", 3, 1, subject("hr-leave", "kim%2Eys")));
  const boards = await connected();
  expect(counts(boards)).toMatchObject({ "hr-leave": [null, "unsure"] });
  boards.event(subject("mail", "kim%2Eys"), bytes("mail", 5, 1));
  boards.event(subject("mail"), bytes("mail", 5, 1, "kim.ys"));
  expect(counts(boards)).toMatchObject({ mail: [null, "unsure"] });
});

test("boards - a service that cannot be read is not sure, and what is known stays", async () => {
  retained.set(subject("hr-leave"), { kind: "unavailable" });
  const boards = await connected();
  expect(counts(boards)).toMatchObject({ "hr-leave": [null, "unsure"] });
  boards.event(subject("hr-leave"), bytes("hr-leave", 4, 1));
  expect(counts(boards)).toMatchObject({ "hr-leave": [4, "sure"] });
  boards.event(subject("hr-leave"), Buffer.from("{"));
  expect(counts(boards)).toMatchObject({ "hr-leave": [4, "unsure"] });
});

test("boards - after another connection nothing is current until everything was read again", async () => {
  retained.set(subject("hr-leave"), stored("hr-leave", 3, 1));
  const boards = await connected();
  boards.signal({ kind: "lost", cause: "disconnected" });
  expect(boards.view(USER, "en")).toMatchObject({ isFresh: false, status: { kind: "stale" } });
  retained.set(subject("hr-leave"), stored("hr-leave", 1, 2));
  boards.signal({ kind: "connected" });
  boards.signal({ kind: "synced" });
  expect(boards.view(USER, "en")).toMatchObject({ isFresh: false, status: { kind: "syncing" } });
  await boards.read(USER);
  expect(boards.view(USER, "en").isFresh).toBe(true);
  expect(counts(boards)).toMatchObject({ "hr-leave": [1, "sure"] });
});

test("boards - a broker that lost what is known makes it not sure, at the second reading", async () => {
  retained.set(subject("hr-leave"), stored("hr-leave", 3, 5));
  const boards = await connected();
  retained.delete(subject("hr-leave"));
  for (let reading = 0; reading < 2; reading += 1) {
    now += MINUTE;
    boards.signal({ kind: "connected" });
    boards.signal({ kind: "synced" });
    await boards.read(USER);
  }
  expect(counts(boards)).toMatchObject({ "hr-leave": [3, "unsure"] });
});

test("boards - a board that nobody looks at is given up after a minute, one that is watched is not", async () => {
  const boards = await connected();
  const unwatch = boards.watch(USER, () => {});
  now += 5 * MINUTE;
  boards.tick();
  expect(boards.size).toBe(1);
  unwatch();
  boards.tick();
  expect(boards.size).toBe(1);
  now += 2 * MINUTE;
  boards.tick();
  expect(boards.size).toBe(0);
});

test("boards - many events are one drawing, and only of those whose they are", async () => {
  const boards = await connected();
  const drawn = { mine: 0, others: 0 };
  boards.watch(USER, () => {
    drawn.mine += 1;
  });
  boards.watch("kim.ys", () => {
    drawn.others += 1;
  });
  await boards.read("kim.ys");
  await new Promise((resolve) => setImmediate(resolve));
  drawn.others = 0;
  for (let sequence = 1; sequence <= 50; sequence += 1) {
    boards.event(subject("hr-leave"), bytes("hr-leave", sequence, sequence));
  }
  await expect.poll(() => drawn).toEqual({ mine: 1, others: 0 });
});

test("boards - a change is drawn before the boards that are only drawn again", async () => {
  const boards = await connected();
  const drawn: string[] = [];
  const people = Array.from({ length: 200 }, (_, index) => `user-${index}`);
  for (const person of [...people, USER]) {
    boards.watch(person, () => drawn.push(person));
    await boards.read(person);
  }
  await expect.poll(() => new Set(drawn).size).toBe(200); // one was read before
  drawn.length = 0;
  boards.tick();
  boards.event(subject("hr-leave"), bytes("hr-leave", 1, 1));
  await expect.poll(() => new Set(drawn).size).toBe(201);
  expect(drawn[0]).toBe(USER);
});
