import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileIfNeeded } from "../../build/compile.ts";
import { CATALOG_SUBJECT } from "../../main/contract/subject.ts";
import { createPublisher, type Publisher } from "../../main/publisher/publish.ts";
import { type RunningParts, startParts } from "../../main/server/parts.ts";
import { BACK } from "../../main/server/sign-on/oidc-sign-on.ts";
import type { WebPart } from "../../main/server/web/config.ts";
import { OTHER_SERVICE, type RealBroker, realBroker, SERVICE } from "../nats/real-broker.ts";
import { CLIENT, type CompanySignOn, companySignOn } from "./sign-on/company-sign-on.ts";
import { freePort } from "./sign-on/free-port.ts";

/** A link is one that `alrimi catalog` would refuse. */
export const CATALOG = [
  { id: SERVICE, name: { ko: "휴가·출장", en: "Leave & travel" }, url: "https://hr.example.com/approvals" },
  { id: OTHER_SERVICE, name: { ko: "법인카드", en: "Company card" }, url: "javascript:alert(1)" },
  { id: "mail", name: { ko: "메일", en: "Mail" } },
];

/** A company with a broker, a sign-on, and `alrimi server` with the portal. */
export interface Site extends AsyncDisposable {
  readonly real: RealBroker;
  readonly company: CompanySignOn;
  readonly server: RunningParts;
  /** How browsers reach the server. */
  readonly url: string;
  readonly lines: readonly string[];
  /** Writes past the checks of the command. */
  putCatalog(services: readonly unknown[]): Promise<void>;
  publish(event: Parameters<Publisher["publish"]>[0]): Promise<unknown>;
}

export async function startSite(portal: Partial<NonNullable<WebPart["portal"]>> = {}): Promise<Site> {
  await compileIfNeeded(); // the web component
  const real = await realBroker({ withoutKeeper: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const company = await companySignOn(url + BACK);
  const clientSecretFile = join(real.folder, "client-secret");
  writeFileSync(clientSecretFile, CLIENT.secret);
  const lines: string[] = [];
  const server = await startParts({
    broker: {
      ...{ servers: [real.broker.url], username: "keeper", password: "keeper-password" },
      inboxPrefix: "_KEEPER",
    },
    parts: {
      keeper: true,
      web: {
        ...{ url, host: "127.0.0.1", port },
        signOn: {
          oidc: {
            ...{ issuer: company.issuer, clientId: CLIENT.id, clientSecretFile, sessionHours: 1 },
            ...{ claim: "preferred_username", scopes: ["openid", "profile"] },
          },
        },
        portal: {
          credentials: { username: "portal", password: "portal-password" },
          ...{ allowedOrigins: [], linkOrigins: [], timeZone: "Asia/Seoul" },
          ...{ maxStreams: 100, maxStreamsPerPerson: 3, ...portal },
        },
      },
    },
    log: (line) => lines.push(line),
  });
  const administrator = await real.asAdministrator();
  const putCatalog = async (services: readonly unknown[]): Promise<void> => {
    await administrator.request(CATALOG_SUBJECT, JSON.stringify({ services }));
  };
  await putCatalog(CATALOG);
  const publishers = new Map<string, Publisher>();
  return {
    ...{ real, company, server, url, lines, putCatalog },
    async publish(event) {
      const publisher =
        publishers.get(event.service) ??
        createPublisher(await real.asWriter(event.service), { outcomeMs: 60_000 });
      publishers.set(event.service, publisher);
      return publisher.publish(event);
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await company[Symbol.asyncDispose]();
      await real.dispose();
    },
  };
}
