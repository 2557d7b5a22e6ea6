import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedBroker, startBroker } from "../../main/admin/embedded-broker.ts";
import { Answers, newestOf } from "../../main/nats/answers.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { directGetSubject } from "../../main/nats/jetstream-api.ts";

const [STREAM, SUBJECT] = ["CATALOG", "catalog"];
const MS = 30_000;

let folder: string;
let broker: EmbeddedBroker;
let connection: NatsConnection;
let answers: Answers;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-answers-"));
  broker = await startBroker({ dataDir: folder, config: "port: -1" }); // no streams: this test answers in their place
  connection = await connectBroker({ servers: [broker.url] });
  answers = new Answers(connection, "_INBOX");
});
afterAll(async () => {
  await connection.close();
  await broker.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Counts what is asked on a subject, and answers the given one of it. */
function answering(subject: string, answered: number): { readonly asked: () => number } {
  let asked = 0;
  connection.subscribe(subject, {
    callback: (_error, message) => {
      if (++asked === answered) message.respond("3");
    },
  });
  return { asked: () => asked };
}

test("answers - a reading that was lost is asked once more, and its first answer counts", async () => {
  const { asked } = answering("reading", 3);
  const { data } = await answers.read("reading", "", MS);
  expect(Buffer.from(data).toString()).toBe("3");
  expect(asked()).toBe(3);
});

test("answers - the newest message of a stream is such a reading", async () => {
  const { asked } = answering(directGetSubject(STREAM, SUBJECT), 2);
  await newestOf(answers, STREAM, SUBJECT, MS).catch(() => {}); // the answer is no stored message
  expect(asked()).toBe(2);
});

test("answers - what may not be done twice is asked once", async () => {
  const { asked } = answering("writing", 2);
  await expect(answers.ask("writing", "", 2_500)).rejects.toMatchObject({ reason: "timeout" });
  expect(asked()).toBe(1);
});
