import { KEEPER_CONSUMER, STREAMS, type StreamSettings } from "../contract/streams.ts";
import { BrokerError } from "../nats/broker-error.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { askJetStream } from "../nats/jetstream.ts";
import { type ApiError, HEARTBEAT_CONSUMER, isApiError, streamApi } from "../nats/jetstream-api.ts";
import { isClustered } from "../nats/link.ts";
import { provisionHeartbeat } from "./heartbeat.ts";
import { provisionKeeper } from "./keeper-consumer.ts";
import { difference, type SettingChange } from "./settings.ts";

export interface ProvisionOptions {
  /**
   * Replicas of each stream: 1, or 3 or 5 in a cluster. By default an existing stream keeps its number, and a new one
   * gets 3 in a cluster, because a stream with fewer could be lost with a node.
   */
  readonly replicas?: number;
  /** Milliseconds between two heartbeats; default: the interval that apps expect. */
  readonly heartbeatInterval?: number;
}

/** The result for one stream, or for a consumer. */
export type Provisioned = ({ readonly stream: string } | { readonly consumer: string }) &
  (
    | { readonly kind: "created" | "unchanged" }
    | { readonly kind: "updated"; readonly changes: readonly SettingChange[] }
  );

/** Milliseconds. A cluster places and starts replicas before it answers. */
const API_TIMEOUT_MS = 10_000;
/** The settings that the server does not change in an existing stream. */
const FIXED: readonly (keyof StreamSettings)[] = ["retention", "storage"];

/**
 * Creates the streams and the heartbeat, or changes existing ones to the needed settings. Other settings of an existing
 * stream are kept. Repeating it changes nothing.
 * @throws {BrokerError} (rejects) `cannot-change`, before anything is changed, for a setting that cannot be changed in
 * place; `too-few-servers`; `broker-refused` with the broker's message, for instance for replicas on a standalone
 * server
 */
export async function provision(
  connection: NatsConnection,
  options: ProvisionOptions = {},
): Promise<readonly Provisioned[]> {
  const plans = [];
  for (const settings of STREAMS) {
    const { config: present, messages } = await streamIn(connection, settings.name);
    // A standalone server accepts the update but keeps one replica, so the data would not survive a lost disk.
    if (!isClustered(connection) && (options.replicas ?? 1) > 1) {
      throw new BrokerError("broker-refused", `stream ${settings.name}`, "replicas > 1 need a cluster");
    }
    const wanted =
      options.replicas === undefined ? { ...settings } : { ...settings, num_replicas: options.replicas };
    // At once over its new limit, a server of 2.15 would remove the oldest.
    const { name, max_msgs_per_subject: most = Number.POSITIVE_INFINITY } = settings;
    if (settings.discard === "new" && present?.["max_msgs_per_subject"] !== most && messages > most) {
      const why = `${messages} events wait; start the keepers, and try again when fewer than ${most} wait`;
      throw new BrokerError("broker-refused", `stream ${name}`, why);
    }
    plans.push({ wanted, present, changes: present === undefined ? [] : difference(present, wanted) });
  }
  for (const { wanted, changes } of plans) refuseFixed(wanted.name, changes);

  const done: Provisioned[] = [];
  for (const { wanted, present, changes } of plans) {
    const stream = wanted.name;
    if (present === undefined) {
      await create(connection, wanted);
      done.push({ stream, kind: "created" });
    } else if (changes.length > 0) {
      await ask(connection, "update", stream, { ...present, ...wanted });
      done.push({ stream, kind: "updated", changes });
    } else done.push({ stream, kind: "unchanged" });
  }
  const heartbeat = await provisionHeartbeat(connection, options.heartbeatInterval, API_TIMEOUT_MS);
  const keeper = await provisionKeeper(connection, API_TIMEOUT_MS);
  return [...done, { consumer: HEARTBEAT_CONSUMER, ...heartbeat }, { consumer: KEEPER_CONSUMER, ...keeper }];
}

interface PresentStream {
  /** Undefined if it does not exist. */
  readonly config: Record<string, unknown> | undefined;
  readonly messages: number;
}

async function streamIn(connection: NatsConnection, stream: string): Promise<PresentStream> {
  const subject = streamApi(stream).info;
  const answer = await askJetStream(connection, subject, "", { timeoutMs: API_TIMEOUT_MS }).catch(
    (error: unknown) => {
      // The API does not answer at all, so JetStream is off.
      if (error instanceof BrokerError && error.reason === "no-stream") {
        throw new BrokerError("no-jetstream", subject, error.detail, { cause: error });
      }
      throw error;
    },
  );
  if (answer.ok) {
    const { config, state } = answer.fields as {
      config: Record<string, unknown>;
      state: { messages: number };
    };
    return { config, messages: state.messages };
  }
  if (isApiError(answer.error, "no-stream")) return { config: undefined, messages: 0 };
  throw refusal(answer.error, stream);
}

async function create(connection: NatsConnection, wanted: StreamSettings): Promise<void> {
  await ask(connection, "create", wanted.name, { num_replicas: isClustered(connection) ? 3 : 1, ...wanted });
}

async function ask(
  connection: NatsConnection,
  verb: "create" | "update",
  stream: string,
  config: Readonly<Record<string, unknown>>,
): Promise<void> {
  const subject = streamApi(stream)[verb];
  const answer = await askJetStream(connection, subject, JSON.stringify(config), {
    timeoutMs: API_TIMEOUT_MS,
  });
  if (!answer.ok) throw refusal(answer.error, stream);
}

/**
 * The broker's error as a `BrokerError`. A cluster with enough servers may report too few as well. Of three new
 * servers of 2.10.27 that start at the same moment, the leader sometimes counts only itself and one other (size 2 in
 * `/raftz`, one start in 17 to 30). The third one follows it, and all three report that they are healthy. The error
 * stays until the third server is restarted. Neither a later start nor streams with fewer replicas help.
 */
function refusal(error: ApiError, stream: string): BrokerError {
  const detail = error.description ?? `error ${error.err_code}`;
  const about = `stream ${stream}`;
  for (const reason of ["no-jetstream", "too-few-servers"] as const) {
    if (isApiError(error, reason)) return new BrokerError(reason, about, detail);
  }
  // The changeable settings depend on the version: 2.9 cannot change `republish`, 2.10 can.
  const isFixed = /can not change|can not update/i.test(detail);
  return new BrokerError(isFixed ? "cannot-change" : "broker-refused", about, detail);
}

function refuseFixed(stream: string, changes: readonly SettingChange[]): void {
  const fixed = changes.filter(({ field }) => (FIXED as readonly string[]).includes(field));
  if (fixed.length === 0) return;
  const words = fixed.map(
    ({ field, from, to }) => `${field} (${JSON.stringify(from)} → ${JSON.stringify(to)})`,
  );
  throw new BrokerError("cannot-change", `stream ${stream}`, words.join(", "));
}
