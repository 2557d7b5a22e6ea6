import { setTimeout as sleep } from "node:timers/promises";
import type { Finding } from "../../contract/findings.ts";
import { HEARTBEAT_SUBJECT } from "../../contract/heartbeat.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { type HeartbeatInfo, heartbeatInfo, heartbeatSettings } from "../heartbeat.ts";
import { difference } from "../settings.ts";

/** Milliseconds until a server has told the others about a new subscription. */
const TELLING = 2_000;

/** Checks that the heartbeat is sent, and that it reaches an app. Without it an app's counts are never sure. */
export async function aboutHeartbeat(
  administrator: NatsConnection,
  app: NatsConnection | undefined,
  describe: (error: BrokerError) => string,
): Promise<readonly Finding[]> {
  try {
    const info = await heartbeatInfo(administrator);
    const findings = readHeartbeat(info);
    if (app === undefined || info === undefined) return findings;
    return (await reaches(administrator, app)) ? findings : [{ level: "bad", code: "heartbeat-unheard" }];
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    if (error.reason === "timeout") return [{ level: "bad", code: "heartbeat-no-leader" }];
    return [{ level: "bad", code: "heartbeat-unreadable", detail: describe(error) }];
  }
}

/** The findings about the heartbeat consumer. Pure. */
export function readHeartbeat(info: HeartbeatInfo | undefined): readonly Finding[] {
  if (info === undefined) return [{ level: "bad", code: "heartbeat-missing" }];
  const wanted = heartbeatSettings();
  const findings: Finding[] = difference(info.config, { ...wanted }).map(({ field, from, to }) => ({
    level: "bad",
    code: "heartbeat-setting",
    field,
    is: JSON.stringify(from) ?? "not set",
    should: JSON.stringify(to),
  }));
  if (info.cluster !== undefined && !info.cluster.leader)
    findings.push({ level: "bad", code: "heartbeat-no-leader" });
  if (findings.length > 0) return findings;
  return [{ level: "ok", code: "heartbeat-ok", seconds: wanted.idle_heartbeat / 1e9 }];
}

/** Whether the app's subscription reaches the consumer (`push_bound`). No heartbeat has to be awaited. */
async function reaches(administrator: NatsConnection, app: NatsConnection): Promise<boolean> {
  const subscription = app.subscribe(HEARTBEAT_SUBJECT, { callback: () => {} });
  try {
    await app.flush();
    for (const deadline = Date.now() + TELLING; Date.now() < deadline; await sleep(50)) {
      if ((await heartbeatInfo(administrator))?.push_bound === true) return true;
    }
    return false;
  } finally {
    subscription.unsubscribe();
  }
}
