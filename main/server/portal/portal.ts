import type { FastifyInstance } from "fastify";
import type { BrokerOptions } from "../../nats/connect-broker.ts";
import { PORTAL_INBOX } from "../../nats/permissions.ts";
import type { StoppablePart } from "../server.ts";
import type { SignOn } from "../sign-on/signed-on.ts";
import { Boards } from "./boards.ts";
import type { PortalPart } from "./config.ts";
import { readBoardElement } from "./element.ts";
import { addPortalPages } from "./pages.ts";
import { PortalLink } from "./portal-link.ts";
import { Streams } from "./streams.ts";
import { zoneCalendar } from "./zone-calendar.ts";

/** Milliseconds between two drawings without a change: the texts say how long ago something was. */
const TICK_MS = 60_000;

export interface PortalPorts {
  /** Where the broker is; the portal has a login of its own. */
  readonly broker: Pick<BrokerOptions, "servers" | "tls">;
  readonly signOn: SignOn;
  /** Of this server, as browsers reach it. */
  readonly origin: string;
  /** Whether a person still has a board. @param person canonical id */
  isKnown(person: string): boolean;
  log(line: string): void;
}

/** Shows each person their board, in pages of the company. @throws {Error} (rejects) without the compiled element */
export async function addPortal(
  app: FastifyInstance,
  part: PortalPart,
  ports: PortalPorts,
): Promise<StoppablePart> {
  const { signOn, origin, isKnown, log } = ports;
  const { credentials, allowedOrigins, linkOrigins, timeZone } = part;
  const element = await readBoardElement();
  const boards = new Boards({
    get: (subject) => link.get(subject),
    calendar: zoneCalendar(timeZone),
    linkOrigins,
    now: Date.now,
  });
  const streams = new Streams(part, { boards, isKnown, now: Date.now });
  const link: PortalLink = new PortalLink(
    { ...ports.broker, ...credentials, inboxPrefix: PORTAL_INBOX, name: "alrimi portal" },
    {
      event: (subject, payload) => boards.event(subject, payload),
      catalog: (catalog) => boards.catalog(catalog),
      signal: (signal) => boards.signal(signal),
      log,
    },
  );
  const ticking = setInterval(() => boards.tick(), TICK_MS);
  addPortalPages(app, { signOn, boards, streams, element, origin, allowedOrigins });
  // Open streams would keep the server from ending.
  app.addHook("preClose", async () => streams.stop());
  return {
    async stop() {
      clearInterval(ticking);
      streams.stop();
      await link.stop();
    },
  };
}
