import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { PORTAL_INBOX } from "../../main/nats/permissions.ts";

/**
 * `bare-stream-process.ts <url>`: the least that sends a person's events to their pages: Node's own server, a subscription, and the
 * message as it comes. It trusts everybody, reads nothing that is retained, and draws nothing. Prints its address.
 */
const [, , url = ""] = process.argv;
const pages = new Map<string, ServerResponse>();
const connection = await connectBroker({
  ...{ servers: [url], username: "portal", password: "portal-password", inboxPrefix: PORTAL_INBOX },
});
connection.subscribe("approvals.*.*", {
  callback: (_error, { subject, data }) => {
    const [, user = ""] = subject.split(".");
    pages.get(user)?.write(`event: board\ndata: ${Buffer.from(data).toString()}\n\n`);
  },
});
await connection.flush();
const server = createServer((request, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write("event: alive\ndata: 1\n\n");
  pages.set(String(request.headers["x-user"]), response);
});
server.listen(0, "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
