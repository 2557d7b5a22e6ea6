import { findProgram } from "../../main/admin/server-process.ts";
import { startArrivals } from "./arrivals.ts";
import { type DemoBroker, openBroker, writerName } from "./broker.ts";
import { newQueue, type Queue, receive } from "./company.ts";
import { Desk } from "./desk.ts";
import type { Folder } from "./folder.ts";
import { describe, type Journal } from "./journal.ts";
import { DemoFailure, type Ends, step } from "./lifecycle.ts";
import type { DemoOptions } from "./options.ts";
import { drawRequest } from "./requests.ts";
import { catalogOf, type DemoService, SERVICES, type ServiceId } from "./services.ts";
import { type Company, openWeb } from "./web.ts";
import { wordsIn } from "./words.ts";

/** Port of the control page at the first start. */
const WEB_PORT = 8320;
const BURST = 50;
/** Number of waiting items at which arrivals stop, so that a demo left alone overnight stays readable. */
const FULL = 20;

/** The running company and its broker. */
export interface Office {
  readonly brokerUrl: string;
  /** Origin of its pages. */
  readonly origin: string;
}

/** Opens everything except the app: broker, catalog, the five services and their pages. */
export async function openOffice(
  options: DemoOptions,
  folder: Folder,
  journal: Journal,
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
  const company = companyOf(options, broker, desks, journal);
  const web = await step(text, text.webFailed, () => openWeb(ports.web ?? WEB_PORT, company));
  ends.push(() => web.close());
  if (ports.web !== undefined && web.port !== ports.web) journal.tell(text.otherPort(ports.web, web.port));
  folder.savePorts({ web: web.port, broker: broker.port });
  await step(text, text.brokerFailed, () => broker.prepare(catalogOf(web.origin), web.origin));

  ends.push(() => Promise.all([...desks.values()].map((desk) => desk.stop()))); // lets deliveries in progress finish
  for (const service of SERVICES) {
    const open = () =>
      Desk.open(service, user, queueOf(folder, service, user), {
        broker: {
          servers: [broker.url],
          username: writerName(service.id),
          password: secrets.writers[service.id],
          name: `alrimi demo: ${service.id}`,
        },
        directory: folder.file("outbox", service.id),
        save: (queue) => folder.saveQueue(service.id, user, queue),
        tell: (of, happening) => journal.tell(describe(language, of, happening)),
        now: Date.now,
      });
    desks.set(service.id, await step(text, text.brokerFailed, open));
  }
  ends.push(
    startArrivals(pace, ({ id }) => {
      if ((desks.get(id)?.queue.items.length ?? FULL) < FULL) company.request(id);
    }),
  );
  return { brokerUrl: broker.url, origin: web.origin };
}

/** State and actions for the pages. */
function companyOf(
  { user, language }: DemoOptions,
  broker: DemoBroker,
  desks: ReadonlyMap<ServiceId, Desk>,
  journal: Journal,
): Company {
  const text = wordsIn(language);
  const request = (id: ServiceId): void => desks.get(id)?.request(drawRequest(id, Math.random, Date.now()));
  return {
    state: () => ({
      language,
      user,
      services: [...desks.values()].map(({ service, queue, isDelivered }) => ({
        service,
        queue,
        isDelivered,
      })),
      broker: broker.state(),
      journal: journal.entries,
    }),
    request,
    decide: (id, item, decision) => desks.get(id)?.decide(item, decision),
    burst() {
      for (let sent = 0; sent < BURST; sent += 1) {
        const { id } = SERVICES[Math.floor(Math.random() * SERVICES.length)] as DemoService;
        request(id);
      }
    },
    async stopBroker() {
      await broker.stop();
      journal.tell(text.brokerDown);
    },
    async startBroker() {
      try {
        await broker.start();
        journal.tell(text.brokerUp(broker.url));
      } catch (error) {
        journal.tell(text.brokerNotStarted(error instanceof Error ? error.message : String(error)));
      }
    },
  };
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
