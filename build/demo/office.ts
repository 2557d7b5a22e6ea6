import { findProgram } from "../../main/admin/server-process.ts";
import { newBearerToken } from "../../main/nats/bearer-token.ts";
import { startArrivals } from "./arrivals.ts";
import { openBroker, writerName } from "./broker.ts";
import { newQueue, type Queue, receive } from "./company.ts";
import { Desk } from "./desk.ts";
import type { DesktopView } from "./desktop-view.ts";
import type { Folder } from "./folder.ts";
import { describe, type Journal } from "./journal.ts";
import { DemoFailure, type Ends, step } from "./lifecycle.ts";
import { companyOf, type Parts } from "./office-company.ts";
import type { DemoOptions } from "./options.ts";
import { drawRequest } from "./requests.ts";
import { openServer } from "./server.ts";
import { catalogOf, type DemoService, SERVICES, type ServiceId } from "./services.ts";
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

/** Opens everything except the app: broker, catalog, `alrimi server`, the five services and their pages. */
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

  const desks = new Map<ServiceId, Desk>();
  const parts: Parts = { broker, desks };
  const company = companyOf(options, parts, journal, view);
  const web = await step(text, text.webFailed, () => openWeb(ports.web ?? WEB_PORT, company));
  ends.push(() => web.close());
  if (ports.web !== undefined && web.port !== ports.web) journal.tell(text.otherPort(ports.web, web.port));
  folder.savePorts({ web: web.port, broker: broker.port });
  await step(text, text.brokerFailed, () => broker.prepare(catalogOf(web.origin), web.origin));

  const issued = new Map(
    SERVICES.filter(({ way }) => way === "http").map(({ id }) => [
      id,
      newBearerToken(id, new Date().toISOString()),
    ]),
  );
  const server = await step(text, text.serverFailed, () =>
    openServer({
      folder,
      brokerUrl: broker.url,
      tokens: [...issued.values()].map(({ entry }) => entry),
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
      if ((desks.get(id)?.queue.items.length ?? FULL) < FULL) company.request(id);
    }),
  );
  return { brokerUrl: broker.url, origin: web.origin };
}

/** Saved queue, or a few requests at the first start. */
function queueOf(folder: Folder, service: DemoService, user: string): Queue {
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
