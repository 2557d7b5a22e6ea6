import type { DemoService } from "../services.ts";
import { commandSender } from "./command.ts";
import { httpSender } from "./http.ts";
import { mqttSender } from "./mqtt.ts";
import { openOutbox } from "./outbox.ts";
import { plainNatsSender } from "./plain-nats.ts";
import { repeatNewest } from "./repeat.ts";
import type { Way, WayPorts } from "./way.ts";

/** What the administrator gives to a service. */
export interface Access {
  readonly brokerUrl: string;
  readonly username: string;
  readonly password: string;
  /** Of `alrimi server`, with the service's token. */
  readonly http: { readonly url: () => string; readonly token: string };
  /** Of the broker, with the service's login there. */
  readonly mqtt: { readonly url: string; readonly username: string };
  /** Folder for an outbox. */
  readonly directory: string;
}

/**
 * Opens the service's way of sending.
 * @throws when the folder of an outbox cannot be used
 */
export async function openWay({ id, way }: DemoService, access: Access, ports: WayPorts): Promise<Way> {
  const { brokerUrl, username, password, http, mqtt, directory } = access;
  switch (way) {
    case "outbox":
      return openOutbox(
        id,
        { servers: [brokerUrl], username, password, name: `alrimi demo: ${id}` },
        directory,
        ports,
      );
    case "http":
      return repeatNewest(httpSender(http.url, http.token), ports);
    case "nats":
      return repeatNewest(plainNatsSender({ servers: [brokerUrl], user: username, pass: password }), ports);
    case "mqtt":
      return repeatNewest(mqttSender({ ...mqtt, password }), ports);
    case "command":
      return repeatNewest(commandSender({ server: brokerUrl, username, password }), ports);
  }
}
