import { get } from "node:http";
import { afterEach, expect, test } from "vitest";
import type { EnrolmentAnswer } from "../../../main/contract/enrolment.ts";
import type { EnrolmentState } from "../../../main/core/account/enrolment.ts";
import type { Asked } from "../../../main/core/account/enrolment-answer.ts";
import { EnrolmentRun } from "../../../main/desktop/enrolment/enrolment.ts";
import type { Greeting } from "../../../main/desktop/enrolment/enrolment-server.ts";
import { publicOf } from "../../../main/nats/nkeys.ts";
import { FakeClock } from "../fake-clock.ts";

const ANSWER: EnrolmentAnswer = {
  ...{ user: "hong.gd", jwt: "eyJ0.eyJ1.c2ln", expiresAt: 2_000_000_000, lifetime: 604_800 },
  servers: ["tls://broker.example.com:4222"],
};
const CODE = "0123-4567-89AB-CDEF";

let run: EnrolmentRun | undefined;
afterEach(() => run?.take({ kind: "cancel" }));

/** A run whose server answers when the test says so. */
function begin() {
  const greetings: ((greeting: Greeting) => void)[] = [];
  const asked: { readonly key: string; readonly how: string; readonly answer: (asked: Asked) => void }[] = [];
  const opened: string[] = [];
  const saved: string[] = [];
  const states: EnrolmentState["kind"][] = [];
  const ask = (key: string, how: string) =>
    new Promise<Asked>((answer) => {
      asked.push({ key, how, answer });
    });
  run = new EnrolmentRun({
    clock: new FakeClock(),
    log: { info: () => {}, warn: () => {}, error: () => {} } as never,
    server: () => ({
      url: "https://alrimi.example.com",
      greet: () => new Promise((resolve) => greetings.push(resolve)),
      bySignOn: (pair, grant) => ask(pair.getPublicKey(), grant),
      byCode: (pair, code) => ask(pair.getPublicKey(), code),
    }),
    async open(url) {
      opened.push(url);
      return true;
    },
    says: ({ kind }) => kind,
    save: (_answer, seed) => saved.push(publicOf(seed)),
    changed: ({ kind }) => states.push(kind),
  });
  return { run, greetings, asked, opened, saved, states };
}

const GREETING = { nonce: "n", hasSignOn: true };

test("enrolment run - the key whose address was opened is the key that asks, and the key that is saved", async () => {
  const { run, greetings, asked, opened, saved, states } = begin();
  run.take({ kind: "sign-on" });
  greetings[0]?.(GREETING);
  await expect.poll(() => opened).toHaveLength(1);
  const { searchParams } = new URL(opened[0] ?? "");
  const back = `http://127.0.0.1:${searchParams.get("port")}/enrolled?state=${searchParams.get("state")}&code=grant`;
  get(back, (response) => response.resume());
  await expect.poll(() => asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ key: searchParams.get("key"), how: "grant" });
  asked[0]?.answer({ kind: "answered", answer: ANSWER });
  await expect.poll(() => saved).toEqual([searchParams.get("key")]);
  expect(states.at(-1)).toBe("saved");
});

test("enrolment run - a sign-on that was cancelled while the server was asked changes nothing of the code that follows", async () => {
  const { run, greetings, asked, opened, saved } = begin();
  run.take({ kind: "sign-on" });
  run.take({ kind: "cancel" });
  run.take({ kind: "code", code: CODE });
  await expect.poll(() => asked).toHaveLength(1);
  greetings[0]?.(GREETING);
  await new Promise((resolve) => setTimeout(resolve, 50));
  asked[0]?.answer({ kind: "answered", answer: ANSWER });
  await expect.poll(() => saved).toEqual([asked[0]?.key]);
  expect(opened).toEqual([]);
});

test("enrolment run - a code that is asked again while the server is away is asked with the same key", async () => {
  const { run, asked } = begin();
  run.take({ kind: "code", code: CODE });
  asked[0]?.answer({ kind: "unreachable", detail: "ECONNREFUSED" });
  await expect.poll(() => run.state).toMatchObject({ kind: "working", away: { failures: 1 } });
  run.take({ kind: "due" });
  expect(asked.map(({ key, how }) => [key, how])).toEqual([
    [asked[0]?.key, CODE],
    [asked[0]?.key, CODE],
  ]);
});

test("enrolment run - an answer after the dialog was closed saves nothing", async () => {
  const { run, asked, saved } = begin();
  run.take({ kind: "code", code: CODE });
  run.take({ kind: "cancel" });
  asked[0]?.answer({ kind: "answered", answer: ANSWER });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(saved).toEqual([]);
  expect(run.state).toEqual({ kind: "ready" });
});
