import { findProgram } from "../../main/admin/server-process.ts";
import { newBearerToken } from "../../main/nats/bearer-token.ts";
import { compileIfNeeded } from "../compile.ts";
import { startArrivals } from "./arrivals.ts";
import { mqttName, openBroker, PORTAL, writerName } from "./broker.ts";
import { newQueue, type Queue, receive } from "./company.ts";
import { Desk } from "./desk.ts";
import type { DesktopView } from "./desktop-view.ts";
import type { Folder } from "./folder.ts";
import { Hr } from "./hr.ts";
import { describe, type Journal } from "./journal.ts";
import { DemoFailure, type Ends, step } from "./lifecycle.ts";
import { companyOf, type Parts } from "./office-company.ts";
import { OldPc } from "./old-pc/old-pc.ts";
import type { DemoOptions } from "./options.ts";
import { proxyCertificates, proxyTo } from "./portal.ts";
import { drawRequest } from "./requests.ts";
import { openServer } from "./server.ts";
import { catalogOf, type DemoSystem, OLD_PC, SERVICES, type ServiceId, SYSTEMS } from "./services.ts";
import { type Access, openWay } from "./ways/open.ts";
import { openWeb } from "./web.ts";
import { wordsIn } from "./words.ts";

/** Port of the control page at the first start. */
const WEB_PORT = 8320;
/** Number of waiting items at which arrivals stop, so that a demo left alone overnight stays readable. */
const FULL = 20;

/** The running company and its broker. */
export interface Office {
  readonly brokerUrl: string;
  /** Origin of its pages. */
  readonly origin: string;
}

/** Opens everything except the app: broker, catalog, `alrimi server`, the systems and their pages. */
export async function openOffice(
  options: DemoOptions,
  folder: Folder,
  journal: Journal,
  view: DesktopView,
  signal: AbortSignal,
  ends: Ends,
): Promise<Office> {
  const { user, language, pace } = options;
  const text = wordsIn(language);
  if (findProgram("nats-server") === undefined) throw new DemoFailure(text.noBroker);
  const ports = folder.ports();
  const secrets = folder.secrets();

  const broker = await step(text, text.brokerFailed, () =>
    openBroker({
      dataDir: folder.file("broker"),
      user,
      secrets,
      port: ports.broker,
      died() {
        if (!signal.aborted) journal.tell(text.brokerDied); // Ctrl-C in a terminal also reaches the broker
      },
    }),
  );
  ends.push(() => broker.dispose());
  journal.tell(text.brokerUp(broker.url));

  const oldPc = await step(text, text.webFailed, () =>
    OldPc.start(queueOf(folder, OLD_PC, user), {
      port: ports.oldPc,
      user,
      save: (queue) => folder.saveQueue(OLD_PC.id, user, queue),
      tell: (happening) => journal.tell(describe(language, OLD_PC, happening)),
      now: Date.now,
    }),
  );
  ends.push(() => oldPc.stop());
  const desks = new Map<ServiceId, Desk>();
  const hrToken = newBearerToken("hr", new Date().toISOString(), "hr");
  const hr = new Hr({
    user,
    token: hrToken.token,
    url: () => parts.server?.url() ?? "",
    tell: (happening) => journal.tell(text.hr.did(happening)),
    now: Date.now,
  });
  const certificates = folder.file("portal");
  const known = await step(text, text.serverFailed, () => proxyCertificates(certificates));
  const parts: Parts = {
    ...{ broker, desks, oldPc, hr },
    passOn: proxyTo(certificates, user, () => parts.server?.webUrl()),
  };
  const company = companyOf(options, parts, journal, view);
  const web = await step(text, text.webFailed, () => openWeb(ports.web ?? WEB_PORT, company));
  ends.push(() => web.close());
  if (ports.web !== undefined && web.port !== ports.web) journal.tell(text.otherPort(ports.web, web.port));
  folder.savePorts({ web: web.port, broker: broker.port, oldPc: oldPc.port });
  const people = hr.people.map((id) => ({ id, aliases: [] }));
  await step(text, text.brokerFailed, () =>
    broker.prepare(catalogOf(web.origin, SYSTEMS), web.origin, people),
  );

  const issued = new Map(
    SERVICES.filter(({ way }) => way === "http").map(({ id }) => [
      id,
      newBearerToken(id, new Date().toISOString()),
    ]),
  );
  await step(text, text.serverFailed, () => compileIfNeeded()); // the script of the portal's board
  const server = await step(text, text.serverFailed, () =>
    openServer({
      folder,
      brokerUrl: broker.url,
      tokens: [...issued.values(), hrToken].map(({ entry }) => entry),
      web: {
        ...known,
        port: 0,
        url: web.origin,
        portal: {
          credentials: { username: PORTAL, password: secrets.portal },
          linkOrigins: [web.origin],
          timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        },
      },
      bridges: [oldPc.bridge],
      died() {
        if (!signal.aborted) journal.tell(text.serverDied);
      },
    }),
  );
  parts.server = server;
  ends.push(() => server.dispose());
  journal.tell(text.serverUp(server.url()));

  ends.push(() => Promise.all([...desks.values()].map((desk) => desk.stop()))); // lets deliveries in progress finish
  for (const service of SERVICES) {
    const { id } = service;
    const login = { username: writerName(id), password: secrets.writers[id] };
    const access: Access = {
      ...login,
      brokerUrl: broker.url,
      http: { url: () => server.url(), token: issued.get(id)?.token ?? "" },
      mqtt: { url: broker.mqttUrl, username: mqttName(id) },
      directory: folder.file("outbox", id),
    };
    const open = () =>
      Desk.open(service, user, queueOf(folder, service, user), {
        broker: { ...login, servers: [broker.url], name: `alrimi demo: ${id}` },
        openWay: (ways) => openWay(service, access, ways),
        save: (queue) => folder.saveQueue(id, user, queue),
        tell: (of, happening) => journal.tell(describe(language, of, happening)),
        now: Date.now,
      });
    desks.set(id, await step(text, text.brokerFailed, open));
  }
  ends.push(
    startArrivals(pace, ({ id }) => {
      const { queue } = id === OLD_PC.id ? oldPc.state : (desks.get(id) ?? {});
      if ((queue?.items.length ?? FULL) < FULL) company.request(id);
    }),
  );
  return { brokerUrl: broker.url, origin: web.origin };
}

/** Saved queue, or a few requests at the first start. */
function queueOf(folder: Folder, service: DemoSystem, user: string): Queue {
  const now = Date.now();
  const saved = folder.queue(service.id, user);
  if (saved !== undefined) return saved;
  let queue = newQueue(now);
  for (let waiting = 0; waiting < service.waitingAtFirst; waiting += 1) {
    queue = receive(queue, drawRequest(service.id, Math.random, now), service.prefix, now);
  }
  folder.saveQueue(service.id, user, queue);
  return queue;
}
