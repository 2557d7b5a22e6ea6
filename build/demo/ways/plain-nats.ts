import { connect } from "nats";
import { formatEvent } from "../../../main/contract/event.ts";
import type { Send } from "./repeat.ts";

export interface PlainLogin {
  readonly servers: string[];
  readonly user: string;
  readonly pass: string;
}

/** Connects for each event, and waits for the broker's acknowledgement. It uses nothing of Alrimi but the format. */
export function plainNatsSender(login: PlainLogin): Send {
  return async (event) => {
    const inboxPrefix = `_WRITER.${event.service}`;
    const connection = await connect({ ...login, inboxPrefix, reconnect: false, timeout: 2_000 });
    try {
      await connection.jetstream().publish(`intake.${event.service}`, formatEvent(event), { timeout: 2_000 });
    } finally {
      await connection.close();
    }
  };
}
