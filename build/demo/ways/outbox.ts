import type { BrokerOptions } from "../../../main/nats/connect-broker.ts";
import { createOutbox } from "../../../main/publisher/outbox/open-outbox.ts";
import type { Way, WayPorts } from "./way.ts";

/** @throws when the folder cannot be used */
export async function openOutbox(
  service: string,
  broker: BrokerOptions,
  directory: string,
  { stored, failed }: WayPorts,
): Promise<Way> {
  let hasDelivered = false;
  const outbox = await createOutbox({
    ...{ service, broker, directory, onError: failed },
    onDelivered(event) {
      hasDelivered = true;
      stored(event);
    },
  });
  return {
    submit(event) {
      outbox.submit(event);
      // The outbox may have reported the lost connection before this event.
      if (hasDelivered && !outbox.stats().isConnected) failed(new Error("the broker is not connected"));
    },
    close: () => outbox.close(),
  };
}
