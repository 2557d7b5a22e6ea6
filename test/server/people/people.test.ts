import { expect, test } from "vitest";
import {
  formatHead,
  formatParts,
  PEOPLE_SUBJECT,
  type Person,
  partSubject,
} from "../../../main/contract/people.ts";
import { PEOPLE_STREAM } from "../../../main/contract/streams.ts";
import type { Answers } from "../../../main/nats/answers.ts";
import type { NatsConnection } from "../../../main/nats/connection.ts";
import { directGetSubject } from "../../../main/nats/jetstream-api.ts";
import { People } from "../../../main/server/people/people.ts";

/** A broker whose messages the test writes. */
function brokerWith() {
  const stored = new Map<string, { revision: number; data: Uint8Array }>();
  let hear: () => void = () => {};
  let close: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const connection = {
    subscribe: (_: string, { callback }: { callback: () => void }) => {
      hear = callback;
      return { unsubscribe: () => {} };
    },
    closed: () => closed,
    isClosed: () => false,
  } as unknown as NatsConnection;
  const answers = {
    async read(subject: string) {
      const { revision, data } = stored.get(subject) ?? { revision: undefined, data: new Uint8Array() };
      return { revision, data, hasStatus: (status: number) => status === 404, status: "404" };
    },
  } as unknown as Answers;
  const at = (subject: string): string => directGetSubject(PEOPLE_STREAM, subject);
  const put = (edition: string, revision: number, people: readonly Person[], without = -1): void => {
    const parts = formatParts(people);
    for (const [part, data] of parts.entries()) {
      if (part !== without) stored.set(at(partSubject(edition, part)), { revision, data });
    }
    const head = formatHead({ edition, parts: parts.length, people: people.length, writtenAt: 0, covers: 0 });
    stored.set(at(PEOPLE_SUBJECT), { revision, data: Buffer.from(head) });
    hear();
  };
  return { connection, answers, put, close: () => close() };
}

const HONG = { id: "hong.gd", aliases: ["100234"] };
const KIM = { id: "kim.ys", aliases: [] };

function following() {
  const broker = brokerWith();
  const lines: string[] = [];
  let now = 0;
  const people = new People({ now: () => now, log: (line) => lines.push(line) });
  const follow = () => people.follow(broker.connection, broker.answers);
  return { ...broker, people, lines, follow, later: (ms: number) => (now += ms) };
}

test("people - before the first reading nothing is known, and then whether there is a directory", async () => {
  const { people, follow, put, close, lines } = following();
  expect(people.isRead).toBe(false);
  await follow();
  expect([people.isRead, people.idOf("anybody").ok]).toEqual([true, true]);
  put("a", 1, [HONG, KIM]);
  await expect.poll(() => people.idOf("anybody").ok).toBe(false);
  expect(people.idOf("100234")).toEqual({ ok: true, value: "hong.gd" });
  expect(lines).toEqual(["people: 2 in the directory"]);
  close();
});

test("people - an older head of a replica that is behind, and a part that is missing, change nothing", async () => {
  const { people, follow, put, close, lines } = following();
  put("b", 5, [HONG, KIM]);
  await follow();
  put("a", 4, [KIM]);
  put("c", 6, [KIM], 0);
  await expect.poll(() => lines.join()).toContain("part 0 is missing");
  expect(people.idOf("hong.gd").ok).toBe(true);
  close();
});

test("people - of many unknown names in one second only some get a nearest id", async () => {
  const { people, follow, put, close, later } = following();
  put("a", 1, [HONG, KIM]);
  await follow();
  const named = (): number =>
    Array.from({ length: 100 }, () => people.idOf("hong.gdd")).filter(
      (person) => !person.ok && person.detail.includes('the nearest id is "hong.gd"'),
    ).length;
  expect(named()).toBe(10);
  later(500);
  expect(named()).toBe(0);
  later(501);
  expect(named()).toBe(10);
  close();
});
