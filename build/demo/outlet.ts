import { formatEvent } from "../../main/core/event.ts";
import { approvalsSubject } from "../../main/core/subject.ts";
import { connectBroker, createPublisher, writerInbox } from "../../main/service/index.ts";
import type { Outlet } from "./desk.ts";
import type { ServiceId } from "./services.ts";

export interface DemoOutlet extends Outlet {
  /** Called whenever the connection is back. */
  onReturn(callback: () => void): void;
  close(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 2000;

/** The way to the broker for one service, with its own login. Reconnects for ever. @throws when the broker is down */
export async function openOutlet(
  url: string,
  service: ServiceId,
  login: { readonly username: string; readonly password: string },
): Promise<DemoOutlet> {
  const connection = await connectBroker({
    servers: [url],
    ...login,
    inboxPrefix: writerInbox(service),
    name: `alrimi demo: ${service}`,
  });
  const publisher = createPublisher(connection, { deadlineMs: 3000, requestTimeoutMs: REQUEST_TIMEOUT_MS });
  return {
    async publish(event) {
      const outcome = await publisher.publish(event);
      if (outcome.kind === "refused") throw new Error(`${outcome.reason}: ${outcome.detail}`);
    },
    async publishBlindly(event) {
      const subject = approvalsSubject(event.user, event.service);
      if (!subject.ok) throw new Error(subject.detail);
      // A request, so that the stream's answer tells when it is stored.
      await connection.request(subject.value, formatEvent(event), { timeout: REQUEST_TIMEOUT_MS });
    },
    onReturn(callback) {
      void (async () => {
        for await (const { type } of connection.status()) if (type === "reconnect") callback();
      })();
    },
    close: () => connection.close(),
  };
}
