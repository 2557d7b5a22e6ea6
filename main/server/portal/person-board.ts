import type { Catalog } from "../../contract/catalog.ts";
import type { Reply } from "../../contract/connection.ts";
import { parseEventAt } from "../../contract/event.ts";
import { approvalsSubject } from "../../contract/subject.ts";
import { type Doubts, doubtsAfter } from "../../core/knowledge/doubt.ts";
import { applyEvent, judgeEvent, type Ledger, MAX_LEDGER_SERVICES } from "../../core/knowledge/ledger.ts";

/** What the portal knows of one person. The rules are those of the app. */
export interface PersonBoard {
  /** Canonical id. */
  readonly user: string;
  readonly ledger: Ledger;
  readonly doubts: Doubts;
  /** Canonical ids of the services whose retained event could not be read, or was refused. */
  readonly unreadable: ReadonlySet<string>;
}

export function emptyBoard(user: string): PersonBoard {
  return { user, ledger: new Map(), doubts: new Map(), unreadable: new Set() };
}

/**
 * Takes an event as it was stored. An unreadable one leaves the last good count, as not sure.
 * @returns the same board if nothing has changed
 */
export function hear(board: PersonBoard, service: string, payload: Uint8Array, now: number): PersonBoard {
  const event = parseEventAt({ user: board.user, service }, payload);
  if (!event.ok) return readable(board, service, false);
  const verdict = judgeEvent(board.ledger, event.value);
  if (verdict === "stale") return board;
  if (board.ledger.size >= MAX_LEDGER_SERVICES && !board.ledger.has(service)) return board;
  const doubts = doubtsAfter(board.doubts, service, verdict, now);
  const ledger = applyEvent(board.ledger, event.value);
  const after = readable(board, service, true);
  return ledger === after.ledger && doubts === after.doubts ? after : { ...after, ledger, doubts };
}

/** Takes the answer to a reading. @returns the same board if nothing has changed */
export function find(board: PersonBoard, service: string, reply: Reply, now: number): PersonBoard {
  switch (reply.kind) {
    case "none": {
      const found = board.ledger.has(service) ? "stale" : "duplicate";
      return readable(doubted(board, service, found, now), service, true);
    }
    case "message": {
      const subject = approvalsSubject(board.user, service);
      if (!subject.ok || reply.origin !== subject.value) return readable(board, service, false);
      const event = parseEventAt({ user: board.user, service }, reply.payload);
      if (!event.ok) return readable(board, service, false);
      const isOlder = judgeEvent(board.ledger, event.value) === "stale";
      return isOlder
        ? readable(doubted(board, service, "stale", now), service, true)
        : hear(board, service, reply.payload, now);
    }
    case "unavailable":
    case "denied":
      return readable(board, service, false);
    default:
      return reply satisfies never;
  }
}

/** Leaves out the services that are not in the catalog any more. */
export function withCatalog(board: PersonBoard, catalog: Catalog): PersonBoard {
  const listed = new Set(catalog.map(({ id }) => id));
  if ([...board.ledger.keys(), ...board.unreadable].every((id) => listed.has(id))) return board;
  return {
    ...board,
    ledger: new Map([...board.ledger].filter(([id]) => listed.has(id))),
    doubts: new Map([...board.doubts].filter(([id]) => listed.has(id))),
    unreadable: new Set([...board.unreadable].filter((id) => listed.has(id))),
  };
}

function doubted(
  board: PersonBoard,
  service: string,
  found: "stale" | "duplicate",
  now: number,
): PersonBoard {
  const doubts = doubtsAfter(board.doubts, service, found, now);
  return doubts === board.doubts ? board : { ...board, doubts };
}

function readable(board: PersonBoard, service: string, isReadable: boolean): PersonBoard {
  if (board.unreadable.has(service) !== isReadable) return board;
  const unreadable = new Set(board.unreadable);
  if (isReadable) unreadable.delete(service);
  else unreadable.add(service);
  return { ...board, unreadable };
}
