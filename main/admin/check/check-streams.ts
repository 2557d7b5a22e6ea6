import type { Finding } from "../../contract/findings.ts";
import { APPROVALS_STREAM, type StreamSettings } from "../../contract/streams.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { askJetStream } from "../../nats/jetstream.ts";
import { API_ADVISORY, isApiError, streamApi } from "../../nats/jetstream-api.ts";
import type { CatalogRead } from "../catalog.ts";
import { difference } from "../settings.ts";
import { readSpace, type StreamSpace, spaceOf } from "./check-space.ts";

/** Seconds. A smaller difference may come from the network and from rounding. */
const CLOCK_SECONDS = 5;

interface StreamInfo {
  readonly config: Readonly<Record<string, unknown>>;
  readonly state: StreamSpace;
  readonly cluster?: {
    readonly leader?: string;
    readonly replicas?: readonly {
      readonly name: string;
      readonly current: boolean;
      readonly offline?: boolean;
      readonly lag?: number;
    }[];
  };
}

/** What is expected of every stream. */
export interface StreamExpectations {
  readonly replicas: number;
  /** Percent from which on a stream counts as nearly full. */
  readonly fullAt: number;
}

/** Reads a stream's info and checks it. A failure is a finding. */
export async function aboutStream(
  connection: NatsConnection,
  settings: StreamSettings,
  expected: StreamExpectations,
  describe: (error: BrokerError) => string,
): Promise<readonly Finding[]> {
  const stream = settings.name;
  try {
    const [subject] = settings.subjects;
    const request = settings.discard_new_per_subject === true ? { subjects_filter: subject } : {};
    const answer = await askJetStream(connection, streamApi(stream).info, JSON.stringify(request));
    if (!answer.ok) {
      if (isApiError(answer.error, "no-stream")) return [{ level: "bad", code: "stream-missing", stream }];
      return [{ level: "bad", code: "stream-unreadable", stream, detail: answer.error.description ?? "" }];
    }
    const info = answer.fields as unknown as StreamInfo;
    return [
      ...readStream(settings, info, expected),
      ...readSpace(settings, info.state, Date.now(), expected.fullAt),
    ];
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    if (error.reason === "timeout") return [{ level: "bad", code: "stream-no-leader", stream }];
    return [{ level: "bad", code: "stream-unreadable", stream, detail: describe(error) }];
  }
}

/** The findings about one stream. Pure. */
export function readStream(
  settings: StreamSettings,
  info: StreamInfo,
  { replicas }: Pick<StreamExpectations, "replicas">,
): readonly Finding[] {
  const stream = settings.name;
  const findings: Finding[] = difference(info.config, { ...settings }).map(({ field, from, to }) => ({
    level: "bad",
    code: "stream-setting",
    stream,
    field,
    is: JSON.stringify(from) ?? "not set",
    should: JSON.stringify(to),
  }));
  const copies = Number(info.config["num_replicas"] ?? 1);
  if (copies !== replicas)
    findings.push({ level: "bad", code: "stream-replicas", stream, is: copies, should: replicas });
  // A standalone server accepts any number of replicas and keeps one. From 2.10 on it names itself as their leader.
  const kept = 1 + (info.cluster?.replicas?.length ?? 0);
  if (info.cluster !== undefined && !info.cluster.leader)
    findings.push({ level: "bad", code: "stream-no-leader", stream });
  else if (kept < copies)
    findings.push({ level: "bad", code: "stream-copies-missing", stream, is: kept, should: copies });
  for (const { name, current, offline, lag } of info.cluster?.replicas ?? []) {
    if (current && offline !== true) continue;
    findings.push({ level: "warning", code: "stream-out-of-sync", stream, replica: name, lag: lag ?? 0 });
  }
  if (findings.length > 0) return findings;
  const { messages, bytes = 0 } = info.state;
  const limit = spaceOf(settings) ?? settings.max_bytes ?? null;
  return [{ level: "ok", code: "stream-ok", stream, replicas: copies, messages, bytes, limit }];
}

/** The finding about the retained catalog. Pure. */
export function aboutCatalog(read: CatalogRead): Finding {
  if (read.kind === "none") return { level: "warning", code: "catalog-none" };
  if (read.kind === "unreadable") return { level: "bad", code: "catalog-bad", detail: read.problem.detail };
  const [problem] = read.problems;
  if (problem !== undefined) return { level: "warning", code: "catalog-bad", detail: problem.detail };
  return { level: "ok", code: "catalog-ok", services: read.catalog.length };
}

/** Compares the clocks. From 2.10 on an answer of the API has the time; before, only its advisory has. */
export async function aboutClock(connection: NatsConnection): Promise<Finding> {
  let advisory: string | undefined;
  const subscription = connection.subscribe(API_ADVISORY, {
    max: 1,
    callback: (error, message) => {
      if (!error) advisory = message.json<{ timestamp?: string }>().timestamp;
    },
  });
  await connection.flush();
  const sent = Date.now();
  const answer = await askJetStream(connection, streamApi(APPROVALS_STREAM).info, "").catch(() => undefined);
  const received = Date.now();
  await connection.flush(); // the advisory arrives before the PONG
  subscription.unsubscribe();
  const stamp =
    answer?.ok === true && typeof answer.fields["ts"] === "string" ? answer.fields["ts"] : advisory;
  const time = Date.parse(stamp ?? "");
  if (Number.isNaN(time)) return { level: "unknown", code: "clock-unknown" };
  const seconds = Math.round((time - (sent + received) / 2) / 100) / 10;
  if (Math.abs(seconds) > CLOCK_SECONDS) return { level: "bad", code: "clock-skewed", seconds };
  return { level: "ok", code: "clock-ok", seconds };
}
