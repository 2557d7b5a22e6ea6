import { connectAsync, type MqttClient } from "mqtt";
import { formatEvent, type SentEvent } from "../../../main/contract/event.ts";
import { type Outcome, parseOutcome } from "../../../main/contract/intake.ts";
import type { Send } from "./repeat.ts";

export interface MqttLogin {
  /** `mqtt://127.0.0.1:<port>`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

const CONNECT_MS = 2_000;
const OUTCOME_MS = 3_000;

/**
 * Connects for each event, and waits for its outcome: the acknowledgement of MQTT does not say that the broker has stored
 * it.
 */
export function mqttSender({ url, ...login }: MqttLogin): Send {
  return async (event, signal) => {
    const options = { ...login, reconnectPeriod: 0, connectTimeout: CONNECT_MS };
    const client = await connectAsync(url, options, false);
    client.on("error", () => {}); // it is closed then
    const outcome = outcomeOf(client, event, signal);
    const send = async (): Promise<void> => {
      await client.subscribeAsync(`outcome/${event.service}`);
      await client.publishAsync(`intake/${event.service}`, formatEvent(event));
    };
    try {
      await Promise.all([outcome, send()]);
    } finally {
      await client.endAsync(true);
    }
  };
}

function outcomeOf(client: MqttClient, sent: SentEvent, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new Error("MQTT: no outcome"));
    signal.addEventListener("abort", end, { once: true });
    // Node 20 may collect a timeout that is a part of `AbortSignal.any`, and then nothing ends the wait.
    setTimeout(end, OUTCOME_MS).unref();
    client.on("close", () => reject(new Error("MQTT: the connection was closed")));
    client.on("message", (_topic, payload) => {
      const outcome = parseOutcome(payload);
      const event = outcome.ok ? outcome.value.event : undefined;
      if (!outcome.ok || event?.user !== sent.user) return; // another event of the service
      if (event.epoch === sent.epoch && event.sequence === sent.sequence) resolve(outcome.value);
    });
  });
}
