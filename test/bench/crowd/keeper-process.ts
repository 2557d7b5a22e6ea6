import { KEEPER_INBOX } from "../../../main/nats/permissions.ts";
import { startServer } from "../../../main/server/server.ts";

/** `keeper-process.ts <url>[,<url>…] <password>`: the keeper of `alrimi server` until SIGTERM. */
const [, , url = "", password = ""] = process.argv;
const server = startServer({
  broker: { servers: url.split(","), username: "keeper", password, inboxPrefix: KEEPER_INBOX },
  log: (line) => console.error(line),
});
process.once("SIGTERM", () => void server.stop().then(() => process.exit()));
