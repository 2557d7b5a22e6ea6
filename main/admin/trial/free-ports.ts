import { once } from "node:events";
import { createServer } from "node:net";
import { codeOf } from "../../files/refused-file.ts";
import type { BrokerServer } from "../kit/plan.ts";
import { PortTaken } from "../server-process.ts";

/**
 * Checks that the ports of new servers are free, before anything is written. nats-server would notice it too, but only
 * after the trial's folder was made with the port in it.
 * @throws {PortTaken} (rejects) for the first port that another program uses
 */
export async function mustBeFree(servers: readonly BrokerServer[]): Promise<void> {
  for (const { listen, clientPort, clusterPort, monitorPort, mqttPort } of servers) {
    const ports = [
      clientPort,
      ...(servers.length > 1 ? [clusterPort] : []),
      ...[monitorPort, mqttPort].filter((port) => typeof port === "number"),
    ];
    for (const port of ports) await bindOnce(listen, port);
  }
}

async function bindOnce(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, "listening");
  } catch (error) {
    if (codeOf(error) === "EADDRINUSE") throw new PortTaken(port, `port ${port} is in use`);
    return; // the check of the plan or nats-server reports any other fault of the address
  }
  server.close();
  await once(server, "close");
}
