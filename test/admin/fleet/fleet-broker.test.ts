import { headers, type NatsConnection } from "nats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusals } from "../../../main/admin/check/attempt.ts";
import { messageOf } from "../../../main/nats/message.ts";
import { readFleet } from "../../../main/nats/read-fleet.ts";
import { GET } from "../kit/attempts.ts";
import { ADMINISTRATOR, type Broker, fill, ME, OTHER, OTHER_SERVICE, WAYS } from "../kit/ways.ts";

const MINE = "fleet.hong%2Egd";
const OTHERS = "fleet.kim%2Eys";

describe.each(Object.entries(WAYS))("with %s credentials", (_way, start) => {
  let broker: Broker;
  let administrator: NatsConnection;
  let app: NatsConnection;
  let other: NatsConnection;
  let writer: NatsConnection;

  beforeAll(async () => {
    broker = await start();
    await fill(broker);
    administrator = await broker.connect(ADMINISTRATOR);
    app = await broker.connect({ role: "app", id: ME });
    other = await broker.connect({ role: "app", id: OTHER });
    writer = await broker.connect({ role: "writer", id: OTHER_SERVICE });
  });
  afterAll(async () => {
    await Promise.all([administrator, app, other, writer].map((connection) => connection?.close()));
    await broker?.dispose();
  });

  const read = async (filter = "fleet.*"): Promise<string[]> =>
    (await readFleet(administrator, filter)).map(
      ({ subject, data }) => `${subject} ${new TextDecoder().decode(data)}`,
    );
  /** What arrives at a subject while somebody acts. */
  const heard = async (
    connection: NatsConnection,
    subject: string,
    act: () => Promise<void>,
  ): Promise<{ data: string; hasHeaders: boolean }[]> => {
    const messages: { data: string; hasHeaders: boolean }[] = [];
    const subscription = connection.subscribe(subject, {
      callback: (error, message) => {
        if (error === null)
          messages.push({ data: message.string(), hasHeaders: messageOf(message).hasHeaders });
      },
    });
    await connection.flush();
    await act();
    for (let round = 0; round < 5; round++) await connection.flush();
    subscription.unsubscribe();
    return messages;
  };
  /** Everything that an app may ask the broker for, answered at `reply`. */
  const askForAnswersAt = async (asking: NatsConnection, reply: string): Promise<void> => {
    const mine = `approvals.kim%2Eys.${OTHER_SERVICE}`;
    for (const asked of [
      `${GET}.${mine}`,
      `${GET}.approvals.kim%2Eys.nothing`,
      "$JS.API.DIRECT.GET.CATALOG.catalog.services",
      OTHERS,
    ]) {
      for (const payload of ["", "{}", "x".repeat(2_000)]) asking.publish(asked, payload, { reply });
    }
    await asking.request(`${GET}.${mine}`); // answered last
  };

  test("fleet broker - the administrator reads what apps report, with the time of the broker", async () => {
    app.publish(MINE, "one");
    other.publish(OTHERS, "two");
    app.publish(MINE, "three");
    await expect.poll(() => read(MINE)).toEqual([`${MINE} one`, `${MINE} three`]);
    await expect.poll(async () => (await read()).length).toBe(3);
    expect(await read(OTHERS)).toEqual([`${OTHERS} two`]);
    const [first] = await readFleet(administrator, MINE);
    expect(first).toMatchObject({ hasHeaders: false });
    expect(Math.abs((first?.storedAt ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test("fleet broker - one person's flood pushes out no report of another, and the newest of its own stay", async () => {
    const before = await read(OTHERS);
    for (let number = 0; number < 5_000; number++) app.publish(MINE, `flood ${number}`);
    await app.flush();
    await expect
      .poll(() => read(MINE))
      .toEqual(Array.from({ length: 8 }, (_, at) => `${MINE} flood ${4_992 + at}`));
    expect(await read(OTHERS)).toEqual(before);
  });

  test("fleet broker - a report is answered to nobody, not even a refused one", async () => {
    const answers = await heard(app, "alrimi.test.hong%2Egd", async () => {
      const refusedBySequence = headers();
      refusedBySequence.set("Nats-Expected-Last-Subject-Sequence", "999999999");
      other.publish(OTHERS, "small", { reply: "alrimi.test.hong%2Egd" });
      other.publish(OTHERS, "x".repeat(2_000), { reply: "alrimi.test.hong%2Egd" });
      other.publish(OTHERS, "{}", { reply: "alrimi.test.hong%2Egd", headers: refusedBySequence });
      await other.flush();
      await read(OTHERS);
    });
    expect(answers).toEqual([]);
  });

  test("fleet broker - nobody reports in another person's name, not even with an answer of the broker", async () => {
    const before = await read(MINE);
    expect(await refusals(other, () => other.publish(MINE, "forged"))).toEqual([MINE]);
    expect(await refusals(writer, () => writer.publish(MINE, "forged"))).toEqual([MINE]);
    for (const reply of [MINE, "fleet.nobody"]) {
      const arrived = await heard(administrator, reply, () => askForAnswersAt(other, reply));
      expect(arrived).toEqual([]);
    }
    expect(await read("fleet.nobody")).toEqual([]);
    expect(await read(MINE)).toEqual(before);
  });

  test("fleet broker - only the administrator sends a test notice; an answer of the broker always has headers", async () => {
    const target = "alrimi.test.hong%2Egd";
    for (const [connection, subject] of [
      [other, target],
      [app, target],
      [writer, target],
    ] as const) {
      expect(await refusals(connection, () => connection.publish(subject, "{}"))).toEqual([subject]);
    }
    const forged = await heard(app, target, () => askForAnswersAt(other, target));
    expect(forged.length).toBeGreaterThan(0);
    expect(forged.filter(({ hasHeaders }) => !hasHeaders)).toEqual([]);
    const sent = await heard(app, target, async () => {
      administrator.publish(target, "test");
      await administrator.flush();
    });
    expect(sent).toEqual([{ data: "test", hasHeaders: false }]);
  });

  test("fleet broker - many reports are read, also with headers that look like an end, and in two readings at once", async () => {
    const looksLikeAnEnd = headers(404, "No Messages");
    looksLikeAnEnd.set("X", "y"); // 2.15.1 does not keep a status alone
    other.publish(OTHERS, "", { headers: looksLikeAnEnd });
    await other.flush();
    await expect
      .poll(async () => (await readFleet(administrator, OTHERS)).at(-1))
      .toMatchObject({ hasHeaders: true });
    const people = await Promise.all([read(), read()]);
    expect(people[0]).toEqual(people[1]);
    expect(people[0]).toHaveLength(16);
  });
});
