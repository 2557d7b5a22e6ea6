import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { provision } from "../../main/admin/provision.ts";
import { STREAMS } from "../../main/contract/streams.ts";
import { Answers } from "../../main/nats/answers.ts";
import { newBearerToken } from "../../main/nats/bearer-token.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { askJetStream, directGet } from "../../main/nats/jetstream.ts";
import { streamApi } from "../../main/nats/jetstream-api.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { Room } from "../../main/server/keeper/room.ts";
import { startParts } from "../../main/server/parts.ts";
import { bytesOf, wireOf } from "../contract/events.ts";
import { OTHER_SERVICE, type RealBroker, realBroker, SERVICE, USER } from "../nats/real-broker.ts";

let real: RealBroker;
let administrator: NatsConnection;

beforeEach(async () => {
  real = await realBroker({ withoutKeeper: true });
  administrator = await real.asAdministrator();
});
afterEach(() => real.dispose());

/** Changes settings of the intake as an administrator may. */
async function update(change: Readonly<Record<string, unknown>>): Promise<void> {
  const settings = STREAMS.find(({ name }) => name === "INTAKE");
  const config = JSON.stringify({ ...settings, ...change });
  expect(await askJetStream(administrator, streamApi("INTAKE").update, config)).toMatchObject({ ok: true });
}

const publishOf = async (service: string, sequence: number) => {
  const publisher = createPublisher(await real.asWriter(service), { deadlineMs: 1_000, outcomeMs: 0 });
  return publisher.publish({ user: USER, service, count: 1, sequence });
};

test("intake - a service that has used up its share is told, and the others go on", async () => {
  await update({ max_msgs_per_subject: 3 });
  for (const sequence of [1, 2, 3]) {
    expect(await publishOf(SERVICE, sequence)).toMatchObject({ outcome: "stored" });
  }
  await expect(publishOf(SERVICE, 4)).rejects.toMatchObject({
    reason: "full",
    message: expect.stringContaining("too many events of this service wait"),
  });
  expect(await publishOf(OTHER_SERVICE, 1)).toMatchObject({ outcome: "stored" });
  real.startKeeper();
  await expect
    .poll(() =>
      publishOf(SERVICE, 5).then(
        ({ outcome }) => outcome,
        () => undefined,
      ),
    )
    .toBe("stored");
});

test("intake - over HTTP a used up share is 429, and a stream without space 503", async () => {
  const { token, entry } = newBearerToken(SERVICE, "2026-11-28T00:00:00Z");
  const tokensFile = join(real.folder, "tokens.json");
  writeFileSync(tokensFile, JSON.stringify([entry]));
  const login = { username: "keeper", password: "keeper-password", inboxPrefix: "_KEEPER" };
  const server = await startParts({
    broker: { servers: [real.broker.url], ...login },
    parts: { keeper: false, http: { host: "127.0.0.1", port: 0, tokensFile, maxRequestsPerSecond: 1_000 } },
    log: () => {},
  });
  const post = async (sequence: number) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const body = JSON.stringify(wireOf({ sequence }));
    const answer = await fetch(`${server.http?.url}/v1/events`, { method: "POST", headers, body });
    const { type } = (await answer.json()) as { type?: string };
    return [answer.status, type, answer.headers.has("retry-after")];
  };
  try {
    await expect.poll(async () => (await fetch(`${server.http?.url}/readyz`)).status).toBe(200);
    await update({ max_msgs_per_subject: 1 });
    expect(await post(1)).toEqual([202, undefined, false]);
    expect(await post(2)).toEqual([429, "urn:alrimi:too-many-waiting", true]);
    await update({ max_msgs: 1 });
    expect(await post(3)).toEqual([503, "urn:alrimi:unavailable", true]);
  } finally {
    await server.stop();
  }
});

test("intake - an event of over 9 KiB is refused when it is published, a smaller one by the keeper with its reason", async () => {
  real.startKeeper();
  const writer = await real.asWriter();
  const send = (bytes: number) => askJetStream(writer, `intake.${SERVICE}`, "x".repeat(bytes));
  expect(await send(9 * 1024 + 1)).toMatchObject({ ok: false, error: { err_code: 10054 } });
  expect(await send(9 * 1024)).toMatchObject({ ok: true });
  const refused = async () =>
    Buffer.from((await directGet(writer, "REFUSED", `refused.${SERVICE}`))?.data ?? []).toString();
  await expect.poll(refused).toContain('"reason":"too-large"');
});

test("intake - as many events of the largest size as one service may have do not fill it", () => {
  const {
    max_bytes = 0,
    max_msgs_per_subject = 0,
    max_msg_size,
  } = STREAMS.find(({ name }) => name === "INTAKE") as (typeof STREAMS)[number];
  const record = 40 + 3 * 4 * 64 + "intake.".length; // what the server adds to a message, and the longest subject
  expect(max_msgs_per_subject * (max_msg_size + record)).toBeLessThanOrEqual(max_bytes);
});

test("provision - a share that would remove events that wait is not set before they are kept", async () => {
  await update({ max_msgs_per_subject: -1, discard_new_per_subject: false, max_msgs: -1 });
  const writer = await real.asWriter();
  const most = 50_000;
  const event = bytesOf(wireOf());
  const answers = new Answers(writer, `_WRITER.${SERVICE}`);
  const lane = async (): Promise<void> => {
    for (let sent = 0; sent < (most + 100) / 100; sent += 1)
      await answers.ask(`intake.${SERVICE}`, event, 60_000);
  };
  await Promise.all(Array.from({ length: 100 }, lane));
  await expect(provision(administrator)).rejects.toThrow(/start the keepers/);
  const info = await administrator.request(streamApi("INTAKE").info);
  expect(info.json()).toMatchObject({ state: { messages: most + 100 } });
  await administrator.request(streamApi("INTAKE").info);
  real.startKeeper();
  const isProvisioned = () =>
    provision(administrator).then(
      () => true,
      () => false,
    );
  await expect.poll(isProvisioned).toBe(true);
});

test("room - the keeper sees how much is retained", async () => {
  const answers = new Answers(await real.asKeeper(), "_KEEPER");
  const empty = new Room(answers, 100);
  try {
    const keeper = await real.asKeeper();
    expect(empty.isThere).toBe(true);
    await keeper.request(`approvals.hong%2Egd.${SERVICE}`, bytesOf(wireOf()));
    const room = new Room(answers, 100);
    await expect.poll(() => room.isThere).toBe(false);
    room.stop();
  } finally {
    empty.stop();
  }
});
