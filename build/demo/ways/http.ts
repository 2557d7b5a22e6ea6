import { formatEvent } from "../../../main/contract/event.ts";
import { within } from "../../../main/server/bridge/within.ts";
import type { Send } from "./repeat.ts";

const TIMEOUT_MS = 5_000;

/**
 * One POST for each event.
 * @param url of `alrimi server`
 * @param token of the service
 */
export function httpSender(url: () => string, token: string): Send {
  return async (event, signal) => {
    await within(TIMEOUT_MS, signal, async (limit) => {
      const answer = await fetch(`${url()}/v1/events`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: formatEvent(event),
        signal: limit,
      });
      const body = await answer.text();
      if (answer.status !== 202) throw new Error(`HTTP ${answer.status}: ${body}`);
    });
  };
}
