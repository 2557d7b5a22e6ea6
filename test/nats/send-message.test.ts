import { afterAll, beforeAll, expect, test } from "vitest";
import { Answers, newestOf, storeBy } from "../../main/nats/answers.ts";
import { BrokerError } from "../../main/nats/broker-error.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { KEEPER_INBOX } from "../../main/nats/permissions.ts";
import { sendMessage } from "../../main/nats/send-message.ts";
import { type RealBroker, realBroker } from "./real-broker.ts";

const SUBJECT = "approvals.someone.hr-leave";
const MS = 5_000;

let real: RealBroker;
let keeper: NatsConnection;
let answers: Answers;

beforeAll(async () => {
  real = await realBroker({ withoutKeeper: true });
  keeper = await real.asKeeper();
  answers = new Answers(keeper, KEEPER_INBOX);
});
afterAll(() => real.dispose());

test("message - a text of any language and bytes of any value arrive as they are", async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (const payload of ["결재 3건\r\nPUB x 0\r\n\r\n", "", "\u{1f4e8}", bytes]) {
    await storeBy(answers, SUBJECT, payload, MS);
    const newest = await newestOf(answers, "APPROVALS", SUBJECT, MS);
    expect(Buffer.from(newest?.data ?? [])).toEqual(Buffer.from(payload as string));
  }
});

test("message - its condition holds for one writer only", async () => {
  const revision = await storeBy(answers, SUBJECT, "first", MS);
  const both = await Promise.all(
    ["결재", new Uint8Array([0, 13, 10])].map((payload) => storeBy(answers, SUBJECT, payload, MS, revision)),
  );
  expect(both.filter((stored) => stored === undefined)).toHaveLength(1);
});

test("message - on a closed connection it is refused", async () => {
  const closed = await real.asKeeper();
  const open = new Answers(closed, KEEPER_INBOX);
  await closed.close();
  expect(() => sendMessage(closed, SUBJECT, "late")).toThrow();
  await expect(open.ask(SUBJECT, "late", MS)).rejects.toThrow(BrokerError);
});
