import { EVENTS_SETTINGS, EVENTS_STREAM } from "../../contract/streams.ts";
import { idOfToken } from "../../contract/subject.ts";
import { apiRefusal } from "../../nats/api-answer.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { askJetStream } from "../../nats/jetstream.ts";
import { isApiError, readerApi, streamApi } from "../../nats/jetstream-api.ts";
import { isClustered } from "../../nats/link.ts";
import { tokenOf } from "../../nats/permissions.ts";

const ANSWER_MS = 10_000;

/** A program that reads every kept event of some services, or of all. */
export interface Reader {
  /** Canonical id. */
  readonly name: string;
  /** Canonical ids. */
  readonly services: readonly string[] | "all";
}

/** A reader as the broker has it. */
export interface ListedReader extends Reader {
  /** Events that it has not read yet. */
  readonly waiting: number;
}

/**
 * Makes a reader's consumer, and before the first one the stream `EVENTS`. One that is there gets the services.
 * @throws {TypeError} for a bad id; {BrokerError} (rejects), `broker-refused` for several services before 2.10
 */
export async function addReader(connection: NatsConnection, { name, services }: Reader): Promise<void> {
  const replicas = { num_replicas: isClustered(connection) ? 3 : 1 };
  const { info, create } = streamApi(EVENTS_STREAM);
  if ((await ask(connection, info, {}, "no-stream")) === undefined) {
    await ask(connection, create, { ...replicas, ...EVENTS_SETTINGS });
  }
  const filters = services === "all" ? ["stored.*.*"] : services.map((id) => `stored.*.${tokenOf(id)}`);
  const [only, ...more] = filters;
  const token = tokenOf(name);
  const api = readerApi(token);
  const config = {
    ...{ name: token, durable_name: token, num_replicas: 0 },
    ...{ deliver_policy: "all", ack_policy: "all", ack_wait: 30e9, max_deliver: -1, max_ack_pending: 5_000 },
    ...(more.length === 0 ? { filter_subject: only } : { filter_subjects: filters }),
  };
  const subject = more.length === 0 ? `${api.create}.${only}` : api.create;
  const made = await ask(connection, subject, { stream_name: EVENTS_STREAM, config });
  const said = made?.["config"] as { readonly filter_subjects?: readonly string[] } | undefined;
  if (more.length > 0 && said?.filter_subjects?.length !== filters.length) {
    // An older server ignores the filters, and would deliver the events of all services.
    await ask(connection, api.remove, {});
    throw new BrokerError(
      "broker-refused",
      `consumer ${token}`,
      "several services need nats-server 2.10 or later",
    );
  }
}

/** Removes a reader's consumer, and with the last one the stream. @throws {BrokerError} (rejects) */
export async function removeReader(connection: NatsConnection, name: string): Promise<void> {
  await ask(connection, readerApi(tokenOf(name)).remove, {}, "no-consumer");
  if ((await listReaders(connection)).length === 0) {
    await ask(connection, streamApi(EVENTS_STREAM).remove, {}, "no-stream");
  }
}

/** @throws {BrokerError} (rejects) */
export async function listReaders(connection: NatsConnection): Promise<readonly ListedReader[]> {
  const found = await ask(connection, streamApi(EVENTS_STREAM).consumers, { offset: 0 }, "no-stream");
  return ((found?.["consumers"] ?? []) as readonly ConsumerInfo[]).map(({ name, config, num_pending }) => {
    const { filter_subject: one, filter_subjects: some = one === undefined ? [] : [one] } = config;
    const services = some.map((filter) => idOfToken(filter.split(".")[2] ?? ""));
    return {
      name: idOfToken(name) ?? name,
      services: services.includes(undefined) ? "all" : services.flatMap((id) => id ?? []),
      waiting: num_pending ?? 0,
    };
  });
}

interface ConsumerInfo {
  readonly name: string;
  readonly config: { readonly filter_subject?: string; readonly filter_subjects?: readonly string[] };
  readonly num_pending?: number;
}

/** @returns the answer's fields; undefined for the missing thing that may be missing */
async function ask(
  connection: NatsConnection,
  subject: string,
  request: object,
  missing?: "no-stream" | "no-consumer",
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const answer = await askJetStream(connection, subject, JSON.stringify(request), { timeoutMs: ANSWER_MS });
  if (answer.ok) return answer.fields;
  const mayBe =
    missing === "no-consumer" ? (["no-consumer", "no-stream"] as const) : (["no-stream"] as const);
  if (missing !== undefined && mayBe.some((kind) => isApiError(answer.error, kind))) return undefined;
  throw apiRefusal(subject, answer.error);
}
