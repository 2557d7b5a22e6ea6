import { KEEPER_INBOX } from "../../../main/nats/permissions.ts";
import { startParts } from "../../../main/server/parts.ts";

/**
 * `http-process.ts <url> <password> <tokensFile>`: the intake over HTTP of `alrimi server`, without a keeper, until SIGTERM.
 * Prints its address.
 */
const [, , url = "", password = "", tokensFile = ""] = process.argv;
const http = { host: "127.0.0.1", port: 0, tokensFile, maxRequestsPerSecond: 1_000_000 };
const parts = await startParts({
  broker: { servers: [url], username: "keeper", password, inboxPrefix: KEEPER_INBOX },
  parts: { keeper: false, http },
  log: (line) => console.error(line),
});
console.log(parts.http?.url);
process.once("SIGTERM", () => void parts.stop().then(() => process.exit()));
