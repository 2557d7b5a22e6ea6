import type { DialFailure, LinkEvent } from "../../../main/core/feed/link.ts";
import type { BrokerAddress } from "../../../main/desktop/broker/transport.ts";
import { WireLink } from "./wire-link.ts";

/** How often something happened, over all apps of one process. */
export interface Tally {
  /** Dials of a server. Failed ones were refused, because nothing listened, or given up, or ended by the server. */
  dials: number;
  refusedDials: number;
  lateDials: number;
  endedDials: number;
  gets: number;
  /** Gets that were answered; and those answered by 503. The rest was not answered. */
  answered: number;
  unavailable: number;
  liveEvents: number;
  /** Messages that were taken for a hint at the catalog, or refused. */
  unproven: number;
  errors: number;
}

/** What all links of one process share. */
export interface Wire {
  readonly buffer: Buffer;
  readonly tally: Tally;
}

/** Dials each server once, as the app does: the one to avoid last. A look is at one of the others. */
export async function dialWire(
  wire: Wire,
  { servers, avoid, isLook, inboxPrefix, patience = 3_000 }: BrokerAddress,
  login: { user: string; password: string },
  onEvent: (event: LinkEvent) => void,
): Promise<{ ok: true; link: WireLink } | { ok: false; failure: DialFailure }> {
  const ports = servers
    .map((server) => Number(new URL(server).port))
    .map((port) => ({ port, place: avoid?.endsWith(`:${port}`) ? 1 : Math.random() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, isLook ? 1 : servers.length);
  let failure: DialFailure = { kind: "lost", cause: "unreachable", detail: "" };
  for (const { port } of ports) {
    const link = new WireLink(wire, port, inboxPrefix, login);
    const failed = await link.stands(patience);
    if (failed === undefined) return { ok: true, link: link.use(onEvent) };
    failure = failed;
  }
  return { ok: false, failure };
}
