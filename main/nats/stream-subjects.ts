import { BrokerError } from "./broker-error.ts";
import type { NatsConnection } from "./connection.ts";
import { askJetStream } from "./jetstream.ts";
import { streamApi } from "./jetstream-api.ts";

/** Milliseconds. */
const ANSWER_MS = 5_000;

/**
 * The subjects of a stream's messages, without their content. nats-server answers in one message, and does not answer at
 * all when that is larger than its `max_payload` (seen on 2.9.10: 15,000 subjects of 26 characters, but not 20,000).
 * @param filter such as `approvals.*.hr-leave`
 * @throws {BrokerError} (rejects)
 */
export async function subjectsIn(
  connection: NatsConnection,
  stream: string,
  filter: string,
): Promise<readonly string[]> {
  const request = JSON.stringify({ subjects_filter: filter });
  const answer = await askJetStream(connection, streamApi(stream).info, request, {
    timeoutMs: ANSWER_MS,
  }).catch((error: unknown) => {
    // A missing stream is an answer here.
    if (!(error instanceof BrokerError) || error.reason !== "no-stream") throw error;
    throw new BrokerError("timeout", `stream ${stream}`, error.detail, { cause: error });
  });
  if (!answer.ok) {
    throw new BrokerError("broker-refused", `stream ${stream}`, answer.error.description ?? "");
  }
  const { subjects } = answer.fields["state"] as { readonly subjects?: Readonly<Record<string, number>> };
  return Object.keys(subjects ?? {});
}
