import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusals } from "../../../main/admin/check/attempt.ts";
import { forgetPerson } from "../../../main/admin/forget.ts";
import type { Holder } from "../../../main/admin/kit/users.ts";
import { provision } from "../../../main/admin/provision.ts";
import { addReader, listReaders, removeReader } from "../../../main/admin/readers/readers.ts";
import { type ReadEvent, readNext } from "../../../main/admin/readers/reading.ts";
import type { Trial } from "../../../main/admin/trial/trial.ts";
import { createPublisher } from "../../../main/publisher/publish.ts";
import {
  ADMINISTRATOR,
  connectFile,
  connectTo,
  mintFile,
  OTHER_SERVICE,
  SERVICE,
  trialOn,
} from "../kit/ways.ts";

const READER: Holder = { role: "reader", id: "archive" };
const OTHER: Holder = { role: "reader", id: "report" };
const ME = "hong.gd";

describe.each(["nkey", "jwt"] as const)("with %s credentials", (credentials) => {
  let folder: string;
  let trial: Trial;
  let administrator: NatsConnection;
  let reader: NatsConnection;
  let other: NatsConnection;
  let sequence = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "alrimi-readers-"));
    const holders = [
      ...[SERVICE, OTHER_SERVICE].map((id) => ({ role: "writer", id }) as const),
      { role: "app", id: ME } as const,
    ];
    trial = await trialOn(folder, { credentials, holders });
    administrator = await connectTo(trial, ADMINISTRATOR);
    await addReader(administrator, { name: READER.id, services: "all" });
    await addReader(administrator, { name: OTHER.id, services: [SERVICE] });
    // The first reader makes the account of readers, by a reload.
    reader = await connectFile(trial, READER, await mintFile(trial, READER));
    other = await connectFile(trial, OTHER, await mintFile(trial, OTHER));
  });
  afterAll(async () => {
    await Promise.all([administrator, reader, other].map((connection) => connection?.close()));
    await trial?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function send(count: number, service = SERVICE): Promise<void> {
    const writer = await connectTo(trial, { role: "writer", id: service });
    const publisher = createPublisher(writer, { outcomeMs: 60_000 });
    for (let sent = 0; sent < count; sent += 1) {
      sequence += 1;
      const outcome = await publisher.publish({ user: ME, service, count: sequence, sequence });
      expect(outcome.outcome).toBe("kept");
    }
    await writer.close();
  }
  const countsOf = (events: readonly ReadEvent[]): readonly number[] =>
    events.map(({ event }) => event.count);

  test("readers - each one gets every kept event of its services, once it acknowledged only", async () => {
    await send(3);
    await send(2, OTHER_SERVICE);
    const first = await readNext(reader, READER.id);
    expect(countsOf(first.events)).toEqual([1, 2, 3, 4, 5]);
    expect(first.events.map(({ previous, revision }) => previous < revision)).not.toContain(false);
    const [one, two, three] = first.events;
    expect([one?.previous, two?.previous, three?.previous]).toEqual([0, one?.revision, two?.revision]);
    await first.acknowledge();
    expect((await readNext(reader, READER.id)).events).toEqual([]);
    const own = await readNext(other, OTHER.id);
    expect(countsOf(own.events)).toEqual([1, 2, 3]);
    await own.acknowledge();
    expect(await listReaders(administrator)).toEqual([
      { name: READER.id, services: "all", waiting: 0 },
      { name: OTHER.id, services: [SERVICE], waiting: 0 },
    ]);
  });

  test.each([
    ...["$JS.API.CONSUMER.MSG.NEXT.EVENTS.report", "$JS.ACK.EVENTS.report.1.1.1.1.0"],
    ...["$JS.API.CONSUMER.CREATE.EVENTS.spy", "$JS.API.CONSUMER.CREATE.EVENTS.archive.stored.*.*"],
    ...["$JS.API.CONSUMER.DELETE.EVENTS.archive", "$JS.API.CONSUMER.INFO.EVENTS.archive"],
    ...["$JS.API.STREAM.INFO.EVENTS", "$JS.API.STREAM.MSG.GET.EVENTS", "$JS.API.DIRECT.GET.EVENTS"],
    ...[
      "$JS.API.DIRECT.GET.APPROVALS.approvals.hong%2Egd.hr-leave",
      "$JS.API.CONSUMER.MSG.NEXT.INTAKE.KEEPER",
    ],
    ...["$JS.ACK.INTAKE.KEEPER.1.1.1.1.0", "intake.hr-leave", "intake.HR", "approvals.hong%2Egd.hr-leave"],
    ...[
      "stored.hong%2Egd.hr-leave",
      "catalog.services",
      "outcome.hr-leave",
      "alrimi.keeper",
      "people.directory",
    ],
  ])("readers - a reader may not publish %s", async (subject) => {
    expect(await refusals(reader, () => reader.publish(subject, "{}"))).toEqual([subject]);
  });

  test.each(["stored.>", "approvals.>", "_READER.report.>", "_READER.>", "$JS.>", "outcome.*", ">"])(
    "readers - a reader may not listen to %s",
    async (subject) => {
      expect(await refusals(reader, () => reader.subscribe(subject, { callback: () => {} }))).toEqual([
        subject,
      ]);
    },
  );

  test("readers - what another reader has sent to the inbox is not taken", async () => {
    await send(2);
    const taken = readNext(reader, READER.id);
    // The other one's messages arrive in an inbox whose name it has seen somehow.
    const inboxes: string[] = [];
    const { subscribe } = reader;
    reader.subscribe = (subject, options) => {
      inboxes.push(subject);
      return subscribe.call(reader, subject, options);
    };
    const next = readNext(reader, READER.id).catch(() => undefined);
    reader.subscribe = subscribe;
    const request = JSON.stringify({ batch: 2, expires: 500e6 });
    other.publish("$JS.API.CONSUMER.MSG.NEXT.EVENTS.report", request, { reply: inboxes[0] ?? "" });
    await other.flush();
    const all = [...(await taken).events, ...((await next)?.events ?? [])];
    expect(countsOf(all)).toEqual([6, 7]);
    await (await taken).acknowledge();
  });

  test("readers - an answer cannot be directed to what apps, services or the keeper take", async () => {
    await send(1);
    const info = async (stream: string): Promise<unknown> => {
      const answer = await administrator.request(`$JS.API.STREAM.INFO.${stream}`);
      return answer.json<{ state: { last_seq: number } }>().state.last_seq;
    };
    const before = await Promise.all(["APPROVALS", "INTAKE", "CATALOG", "EVENTS"].map(info));
    for (const reply of [
      ...["approvals.hong%2Egd.hr-leave", "intake.hr-leave", "stored.hong%2Egd.hr-leave", "catalog.services"],
      ...["$JS.API.STREAM.DELETE.EVENTS", "$JS.API.CONSUMER.DELETE.EVENTS.report", "people.directory"],
    ]) {
      reader.publish("$JS.API.CONSUMER.MSG.NEXT.EVENTS.archive", '{"batch":1,"expires":200000000}', {
        reply,
      });
      reader.publish("$JS.ACK.EVENTS.archive.1.1.1.1.0", "+ACK", { reply });
    }
    await reader.flush();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await Promise.all(["APPROVALS", "INTAKE", "CATALOG", "EVENTS"].map(info))).toEqual(before);
    expect(await listReaders(administrator)).toHaveLength(2);
  });

  test.each(["INTAKE.KEEPER", "EVENTS.archive"])(
    "readers - what acknowledges a reader's events in the longer form asks %s for nothing",
    async (consumer) => {
      const heard: string[] = [];
      const inbox = "_READER.report.spy";
      const spy = other.subscribe(inbox, { callback: (_error, { data }) => heard.push(String(data)) });
      const subjects = [
        `$JS.ACK.${consumer}.EVENTS.report.1.1.1`,
        `$JS.ACK.EVENTS.report.${consumer}.1.1.1.1.0`,
        `$JS.ACK.EVENTS.report.${consumer}.1.1.1.1.0.x`,
      ];
      const refused = await refusals(other, () => {
        for (const subject of subjects) other.publish(subject, "+NXT", { reply: inbox });
      });
      await send(1, OTHER_SERVICE);
      await expect.poll(async () => countsOf((await readNext(reader, READER.id)).events)).toContain(sequence);
      spy.unsubscribe();
      expect(heard).toEqual([]);
      expect(refused).toEqual(subjects);
    },
  );

  test("readers - an app and a service reach none of it", async () => {
    const app = await connectTo(trial, { role: "app", id: ME });
    const writer = await connectTo(trial, { role: "writer", id: SERVICE });
    for (const connection of [app, writer]) {
      for (const subject of ["$JS.API.CONSUMER.MSG.NEXT.EVENTS.archive", "$JS.API.STREAM.INFO.EVENTS"]) {
        expect(await refusals(connection, () => connection.publish(subject, "{}"))).toEqual([subject]);
      }
      await connection.close();
    }
  });

  test("readers - who is forgotten is forgotten there, too, and provisioning leaves the readers alone", async () => {
    await send(1);
    await forgetPerson(administrator, ME);
    await provision(administrator);
    const answer = await administrator.request("$JS.API.STREAM.INFO.EVENTS");
    expect(answer.json()).toMatchObject({ state: { messages: 0 } });
    expect(await listReaders(administrator)).toHaveLength(2);
  });

  test("readers - with the last one goes the stream, and services go on", async () => {
    await removeReader(administrator, READER.id);
    await removeReader(administrator, READER.id);
    expect(await listReaders(administrator)).toEqual([expect.objectContaining({ name: OTHER.id })]);
    await removeReader(administrator, OTHER.id);
    const answer = await administrator.request("$JS.API.STREAM.INFO.EVENTS");
    expect(answer.json()).toMatchObject({ error: { err_code: 10059 } });
    await send(1);
    await forgetPerson(administrator, ME);
  });
});

test("readers - several services need filters that the server knows, else nothing is made", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-readers-"));
  const trial = await trialOn(folder, { credentials: "nkey", holders: [] });
  try {
    const administrator = await connectTo(trial, ADMINISTRATOR);
    const services = [SERVICE, OTHER_SERVICE];
    const made = await addReader(administrator, { name: "two", services }).catch(
      (error: Error) => error.message,
    );
    const [, minor = 0] = (administrator.info?.version ?? "").split(".").map(Number);
    if (minor >= 10)
      expect(await listReaders(administrator)).toEqual([{ name: "two", services, waiting: 0 }]);
    else {
      expect(made).toContain("2.10");
      expect(await listReaders(administrator)).toEqual([]);
    }
    await administrator.close();
  } finally {
    await trial.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
