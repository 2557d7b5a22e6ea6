import { KEEPER_INBOX } from "../../main/nats/permissions.ts";
import { startParts } from "../../main/server/parts.ts";

/**
 * `portal-process.ts <url> <secretFile> <sessionKeyFile> <streams>`: the portal of `alrimi server`, until SIGTERM. Prints its
 * address. Nobody signs on: the pages have their sessions already.
 */
const [, , url = "", secretFile = "", sessionKeyFile = "", streams = ""] = process.argv;
const parts = await startParts({
  broker: { servers: [url], username: "keeper", password: "keeper-password", inboxPrefix: KEEPER_INBOX },
  parts: {
    keeper: false,
    web: {
      ...{ url: "http://127.0.0.1", host: "127.0.0.1", port: 0 },
      signOn: {
        oidc: {
          ...{ issuer: "https://login.example.com", clientId: "alrimi", clientSecretFile: secretFile },
          ...{ sessionKeyFile, claim: "preferred_username", scopes: ["openid"], sessionHours: 8 },
        },
      },
      portal: {
        credentials: { username: "portal", password: "portal-password" },
        ...{ allowedOrigins: [], linkOrigins: [], timeZone: "Asia/Seoul" },
        ...{ maxStreams: Number(streams), maxStreamsPerPerson: 8 },
      },
    },
  },
  log: (line) => console.error(line),
});
console.log(parts.web?.url);
process.once("SIGTERM", () => void parts.stop().then(() => process.exit()));
