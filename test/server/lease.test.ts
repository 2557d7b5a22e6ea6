import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Answers } from "../../main/nats/answers.ts";
import { Lease } from "../../main/server/lease.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** The lease's subject in memory, whose answers can be held back. */
class LeaseSubject {
  holder = "";
  revision = 0;
  asked = 0;
  isAway = false;

  get answers(): Answers {
    const ask = async (_: string, payload: Uint8Array, __: number, expected?: number): Promise<unknown> => {
      this.asked += 1;
      if (this.isAway) throw new Error("away");
      if (expected === undefined) {
        const data = Buffer.from(JSON.stringify({ holder: this.holder }));
        const revision = this.revision === 0 ? undefined : this.revision;
        return { revision, data, status: "404", hasStatus: (status: number) => status === 404 };
      }
      if (expected !== this.revision) {
        return { data: Buffer.from(JSON.stringify({ error: { code: 400, err_code: 10071 } })) };
      }
      this.revision += 1;
      this.holder = (JSON.parse(Buffer.from(payload).toString()) as { holder: string }).holder;
      return { data: Buffer.from(JSON.stringify({ seq: this.revision })) };
    };
    return { ask, read: ask } as unknown as Answers;
  }
}

function keeper(subject: LeaseSubject, name: string) {
  const it = { isHeld: false };
  const lease = new Lease(subject.answers, {
    part: "keeper",
    holder: name,
    now: () => Date.now(),
    acquired: () => {
      it.isHeld = true;
    },
    lost: () => {
      it.isHeld = false;
    },
    log: () => {},
  });
  return { it, lease };
}

test("lease - one keeper holds it, and stops as soon as another one has it", async () => {
  const subject = new LeaseSubject();
  const one = keeper(subject, "one");
  await vi.advanceTimersByTimeAsync(10);
  const two = keeper(subject, "two");
  await vi.advanceTimersByTimeAsync(20_000);
  expect([one.it.isHeld, two.it.isHeld]).toEqual([true, false]);
  subject.holder = "three";
  subject.revision += 1;
  await vi.advanceTimersByTimeAsync(1_100);
  expect([one.it.isHeld, two.it.isHeld]).toEqual([false, false]);
  await vi.advanceTimersByTimeAsync(5_100); // it is not renewed
  expect([one, two].filter(({ it }) => it.isHeld)).toHaveLength(1);
});

test("lease - a keeper that gives it back lets the other one work within a second", async () => {
  const subject = new LeaseSubject();
  const one = keeper(subject, "one");
  await vi.advanceTimersByTimeAsync(10);
  const two = keeper(subject, "two");
  await vi.advanceTimersByTimeAsync(3_000);
  await one.lease.release();
  await vi.advanceTimersByTimeAsync(1_100);
  expect([subject.holder, two.it.isHeld]).toEqual(["two", true]);
});

test("lease - a keeper that was frozen gives up before it asks anybody", async () => {
  const subject = new LeaseSubject();
  const one = keeper(subject, "one");
  await vi.advanceTimersByTimeAsync(2_500);
  expect(one.it.isHeld).toBe(true);
  const asked = subject.asked;
  vi.setSystemTime(Date.now() + 10_000); // its timers did not run meanwhile
  vi.advanceTimersToNextTimer();
  expect([one.it.isHeld, subject.asked - asked]).toEqual([false, 1]);
});

test("lease - a keeper without an answer stops after three seconds, and goes on at once if nobody took its lease", async () => {
  const subject = new LeaseSubject();
  const one = keeper(subject, "one");
  await vi.advanceTimersByTimeAsync(1_500);
  subject.isAway = true;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(one.it.isHeld).toBe(false);
  subject.isAway = false;
  await vi.advanceTimersByTimeAsync(1_100);
  expect(one.it.isHeld).toBe(true);
});
