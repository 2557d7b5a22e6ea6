import { once } from "node:events";
import { createServer } from "node:net";
import { codeOf } from "../../files/refused-file.ts";
import type { BrokerServer } from "../kit/plan.ts";
import { PortTaken } from "../server-process.ts";

/**
 * Looks before anything is made: nats-server would say it too, but only when the folder of the trial is there, with the
 * port in it.
 * @throws {PortTaken} for the first port that another program has
 */
export async function mustBeFree(servers: readonly BrokerServer[]): Promise<void> {
  for (const { listen, clientPort, clusterPort, monitorPort } of servers) {
    const ports = [clientPort, ...(servers.length > 1 ? [clusterPort] : []), monitorPort ?? []].flat();
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
    return; // what else is wrong with it is said by the check of the plan, or by nats-server
  }
  server.close();
  await once(server, "close");
}
