import type { NatsConnection } from "nats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KnownRevisions } from "../../main/publisher/known-revisions.ts";
import { type RealBroker, realBroker, until } from "../nats/real-broker.ts";

let real: RealBroker;
let connection: NatsConnection;
beforeAll(async () => {
  real = await realBroker();
  connection = await real.asWriter();
});
afterAll(() => real?.dispose());

const retained = (revision: number) => ({ revision, event: undefined });

test("known revisions - the one that was told of last is kept longest, and the oldest goes when there are too many", () => {
  const known = new KnownRevisions(2);
  known.set(connection, "a", retained(1));
  known.set(connection, "b", retained(2));
  known.set(connection, "a", retained(3));
  known.set(connection, "c", retained(4));
  expect(["a", "b", "c"].map((subject) => known.get(connection, subject)?.revision)).toEqual([
    3,
    undefined,
    4,
  ]);
  known.forget("a");
  expect(known.get(connection, "a")).toBeUndefined();
});

test("known revisions - after the connection was lost nothing is known any more, for the streams may be others", async () => {
  const known = new KnownRevisions();
  known.set(connection, "a", retained(1));
  known.set(connection, "b", retained(1));
  const before = connection.info?.client_id;
  await connection.reconnect();
  await until(() => connection.info !== undefined && connection.info.client_id !== before);
  expect(known.get(connection, "a")).toBeUndefined();
  known.set(connection, "a", retained(2));
  expect(known.get(connection, "a")).toEqual(retained(2));
  expect(known.get(connection, "b")).toBeUndefined();
});

test("known revisions - of two connections to one server each knows only its own", async () => {
  const known = new KnownRevisions();
  const other = await real.asWriter();
  known.set(connection, "a", retained(1));
  expect(known.get(other, "a")).toBeUndefined();
});
