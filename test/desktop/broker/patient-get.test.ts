import { expect, test } from "vitest";
import { patientGet } from "../../../main/desktop/broker/patient-get.ts";
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
  void patientGet(link, "APPROVALS", "approvals.a.b", TIMEOUT, (delay, callback) =>
    clock.after(delay, callback),
  ).then((it) => {
    reply = it;
  });
  return { clock, reply: () => reply, asked: () => asked };
}

test("patient get - one that is answered is asked once", async () => {
  const { clock, reply, asked } = asking([200]);
  await clock.pass(10_000);
  expect(reply()).toEqual(NONE);
  expect(asked()).toBe(1);
});

test("patient get - one that is lost is asked again, and the first answer wins", async () => {
  const { clock, reply, asked } = asking([undefined, undefined, 10]);
  await clock.pass(2_100);
  expect(reply()).toEqual(NONE);
  expect(asked()).toBe(3);
});

test("patient get - a late answer is taken all the same", async () => {
  const { clock, reply } = asking([3_000]);
  await clock.pass(3_000);
  expect(reply()).toEqual(NONE);
});

test("patient get - a server that does not answer a ping either is not given more to do", async () => {
  const { clock, reply, asked } = asking([undefined], false);
  await clock.pass(TIMEOUT);
  expect(reply()).toEqual({ kind: "unavailable" });
  expect(asked()).toBe(1);
});

test("patient get - when nobody answers it ends", async () => {
  const { clock, reply, asked } = asking([]);
  await clock.pass(3_000 + TIMEOUT);
  expect(reply()).toEqual({ kind: "unavailable" });
  expect(asked()).toBe(4);
});
