import { expect, test } from "vitest";
import { patientGets } from "../../../main/desktop/broker/patient-gets.ts";
import type { Link, Reply } from "../../../main/desktop/broker/transport.ts";
import { FakeClock } from "../fake-clock.ts";

const TIMEOUT = 5_000;
const NONE: Reply = { kind: "none" };

/** Asks a link whose n-th get is answered after so many milliseconds; never, when it is not given. */
function asking(answers: readonly (number | undefined)[], isAnsweringPings = true) {
  const clock = new FakeClock();
  let asked = 0;
  const link = {
    directGet: () => {
      const answer = answers[asked];
      asked += 1;
      return new Promise<Reply>((resolve) => {
        if (answer !== undefined) clock.after(answer, () => resolve(NONE));
        clock.after(TIMEOUT, () => resolve({ kind: "unavailable" }));
      });
    },
    ping: async () => isAnsweringPings,
  } as Partial<Link> as Link;
  let reply: Reply | undefined;
  const get = patientGets(link, (delay, callback) => clock.after(delay, callback));
  void get("APPROVALS", "approvals.a.b", TIMEOUT).then((it) => {
    reply = it;
  });
  return { clock, reply: () => reply, asked: () => asked };
}

test("patient gets - one that is answered is asked once", async () => {
  const { clock, reply, asked } = asking([200]);
  await clock.pass(10_000);
  expect(reply()).toEqual(NONE);
  expect(asked()).toBe(1);
});

test("patient gets - one that is lost is asked again, and the first answer wins", async () => {
  const { clock, reply, asked } = asking([undefined, undefined, 10]);
  await clock.pass(2_100);
  expect(reply()).toEqual(NONE);
  expect(asked()).toBe(3);
});

test("patient gets - a late answer is taken all the same", async () => {
  const { clock, reply } = asking([3_000]);
  await clock.pass(3_000);
  expect(reply()).toEqual(NONE);
});

test("patient gets - a server that does not answer a ping either is not given more to do", async () => {
  const { clock, reply, asked } = asking([undefined], false);
  await clock.pass(TIMEOUT);
  expect(reply()).toEqual({ kind: "unavailable" });
  expect(asked()).toBe(1);
});

test("patient gets - when nobody answers it ends", async () => {
  const { clock, reply, asked } = asking([]);
  await clock.pass(4_000 + TIMEOUT);
  expect(reply()).toEqual({ kind: "unavailable" });
  expect(asked()).toBe(5);
});

/** Two streams that answer nothing until somebody leads them: which subjects were asked, and when they were answered. */
function cluster(ledAt: Readonly<Record<string, number>>) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const answered: Record<string, number> = {};
  const link = {
    directGet: (stream: string, subject: string) => {
      asked.push(subject);
      return new Promise<Reply>((resolve) => {
        if (clock.elapsed >= (ledAt[stream] ?? Number.POSITIVE_INFINITY))
          clock.after(10, () => resolve(NONE));
        else clock.after(TIMEOUT, () => resolve({ kind: "unavailable" }));
      });
    },
    ping: async () => true,
  } as Partial<Link> as Link;
  const get = patientGets(link, (delay, callback) => clock.after(delay, callback));
  const ask = (stream: string, subject: string): void =>
    void get(stream, subject, TIMEOUT).then(({ kind }) => {
      if (kind === "none") answered[subject] = clock.elapsed;
    });
  return { clock, asked, answered, ask };
}

test("patient gets - while nobody serves a stream one goes ahead, and all others follow when it is answered", async () => {
  const { clock, asked, answered, ask } = cluster({ CATALOG: 1_500, APPROVALS: 3_500 });
  ask("CATALOG", "c");
  for (const subject of ["a1", "a2", "a3"]) ask("APPROVALS", subject);
  await clock.pass(3_499);
  expect(answered).toEqual({ c: 2_010 });
  expect(asked.filter((subject) => subject.startsWith("a"))).toEqual(["a1", "a2", "a3", "a1", "a1", "a1"]);
  await clock.pass(600);
  expect(answered).toEqual({ c: 2_010, a1: 4_010, a2: 4_020, a3: 4_020 });
  await clock.pass(20_000);
  const times = (subject: string): number => asked.filter((each) => each === subject).length;
  expect(["c", "a1", "a2", "a3"].map(times)).toEqual([3, 5, 2, 2]);
  expect(clock.pending).toBe(0);
});

test("patient gets - another goes ahead when the first has given up", async () => {
  const { clock, answered, ask } = cluster({ APPROVALS: 12_500 });
  ask("APPROVALS", "a1");
  await clock.pass(9_100); // asked for the last time after 4 s, and waited for until 9 s
  ask("APPROVALS", "a2");
  await clock.pass(5_000);
  expect(answered).toEqual({ a2: 13_110 });
});
