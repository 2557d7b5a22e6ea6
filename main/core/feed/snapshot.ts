import { CATALOG_SUBJECT } from "../../contract/subject.ts";
import { right } from "./dials.ts";
import type { FeedEvent } from "./events.ts";
import { answered } from "./gets.ts";
import { readSignal } from "./keeper.ts";
import { isRetainedReply, type RetainedReply } from "./link.ts";
import type { Reading, Round } from "./reading.ts";
import { ask, changeReading, count, subjectOf } from "./rounds.ts";
import { denied } from "./subscriptions.ts";
import type { Due } from "./timer.ts";
import type { Turn } from "./turn.ts";
import { forgetUnread, leaveUnread, noLongerUnread } from "./unread.ts";

const SECOND = 1_000;

/** Reads the catalog and every service's retained event by direct gets. Only one snapshot runs at a time. */
export function refresh(turn: Turn): void {
  const running = [...turn.state.readings].find(([, { kind }]) => kind === "snapshot");
  if (running === undefined) begin(turn, "snapshot");
  else changeReading(turn, running[0], { isWantedAgain: true });
}

/** Reads the catalog, then the services that are new in it. */
export function readChangedCatalog(turn: Turn): void {
  turn.state.catalogReadAt = turn.now;
  begin(turn, "catalog");
}

/** Reads one service's retained event, once. */
export function readAgain(turn: Turn, { service }: Due & { kind: "unread" }): void {
  const id = add(turn, "service");
  if (id === undefined) return;
  ask(turn, id, { services: [service], isServed: true });
  if (!isAsking(turn, id)) noLongerUnread(turn, service);
  endIfDone(turn, id);
}

/** Whether a snapshot runs. */
export function isReading(turn: Turn): boolean {
  return [...turn.state.readings.values()].some(({ kind }) => kind === "snapshot");
}

/** Reads everything once more soon. */
export function readSoon(turn: Turn): void {
  turn.wait({ kind: "read-soon" }, turn.jitter(10 * SECOND, 20 * SECOND));
}

/** Drops all readings, because the connection has changed. The next connection reads everything. */
export function forgetReadings(turn: Turn): void {
  turn.state.readings = new Map();
  turn.state.gets = new Map();
  turn.forgetPings("get");
  turn.cancelAll("round", "get", "catalog");
  forgetUnread(turn);
}

/**
 * Reads the listed services that were not requested yet. A list comes at the beginning of a reading and after each
 * round. A snapshot reads the known services beside the catalog, and new ones after it.
 */
export function listed(turn: Turn, { reading: id, services }: FeedEvent & { kind: "listed" }): void {
  const reading = turn.state.readings.get(id);
  if (reading === undefined) return;
  const { asked, isBegun, kind } = reading;
  const rest = services.filter((service) => !asked.has(service));
  if (isBegun && rest.length === 0) {
    end(turn, id, reading);
    return;
  }
  changeReading(turn, id, { isBegun: true, asked: new Set([...asked, ...rest]) });
  if (!isBegun) ask(turn, id, { services: undefined, isServed: kind === "catalog" });
  // If services were requested before, the stream has answered.
  if (isBegun || kind === "snapshot") ask(turn, id, { services: rest, isServed: asked.size > 0 });
  endIfDone(turn, id);
}

/** Takes each answer as it arrives, without waiting for the others. */
export function replied(turn: Turn, { get: id, reply }: FeedEvent & { kind: "replied" }): void {
  const [get, ...others] = answered(turn, id, reply);
  if (get === undefined) return;
  for (const { reading, service } of others)
    settle(turn, reading, count(turn, reading, service, { kind: "unavailable" }, false));
  const { reading, service } = get;
  if (isRetainedReply(reply) && service !== undefined) {
    turn.do({ kind: "retained", reading, service, retained: reply });
    return;
  }
  if (isRetainedReply(reply)) takeCatalog(turn, reply);
  settle(turn, reading, count(turn, reading, service, reply, false));
}

/** Takes the result of a retained event that the knowledge has read. */
export function found(turn: Turn, { reading, service, found: what }: FeedEvent & { kind: "found" }): void {
  if (!turn.state.readings.has(reading)) return;
  if (what === "older") readSoon(turn);
  const isSettled = what !== "unreadable";
  if (isSettled) noLongerUnread(turn, service);
  settle(turn, reading, count(turn, reading, service, { kind: "message" }, isSettled));
}

function takeCatalog(turn: Turn, retained: RetainedReply): void {
  if (retained.kind === "none") return;
  const { origin, payload, revision } = retained;
  if (origin === CATALOG_SUBJECT) turn.do({ kind: "catalog", payload, revision });
  else turn.do({ kind: "unproven", subject: CATALOG_SUBJECT });
}

function begin(turn: Turn, kind: Reading["kind"]): void {
  const id = add(turn, kind);
  if (id !== undefined) turn.do({ kind: "list", reading: id });
}

/** @returns undefined without a connection; the next connection reads everything */
function add(turn: Turn, kind: Reading["kind"]): number | undefined {
  if (turn.state.link === undefined) return undefined;
  const id = turn.id();
  turn.write("readings").set(id, {
    kind,
    isBegun: false,
    asked: new Set(),
    rounds: {},
    hasFailed: false,
    isWantedAgain: false,
    served: [],
    ahead: { CATALOG: undefined, APPROVALS: undefined },
  });
  return id;
}

/** Ends a round. A service that cannot be read while others can is read again alone. */
function settle(turn: Turn, id: number, round: Round | undefined): void {
  const reading = turn.state.readings.get(id);
  if (reading === undefined || round === undefined) return;
  if (!round.isServed && round.outcome === "denied") denied(turn, subjectOf(turn, round));
  const mayBeLeft = round.services !== undefined && round.isServed;
  if (round.outcome !== "served" && !mayBeLeft) changeReading(turn, id, { hasFailed: true });
  else
    for (const { service, isAnswered } of round.unsettled) {
      if (!isAnswered && reading.kind !== "service") turn.do({ kind: "unanswered", service });
      leaveUnread(turn, service);
    }
  endIfDone(turn, id);
}

/** Ends a reading without open rounds, after services that are new meanwhile have been read. */
function endIfDone(turn: Turn, id: number): void {
  const reading = turn.state.readings.get(id);
  if (reading === undefined || isAsking(turn, id)) return;
  if (reading.hasFailed || reading.kind === "service") end(turn, id, reading);
  else turn.do({ kind: "list", reading: id });
}

function isAsking(turn: Turn, id: number): boolean {
  return Object.keys(turn.state.readings.get(id)?.rounds ?? {}).length > 0;
}

function end(turn: Turn, id: number, { kind, hasFailed, isWantedAgain }: Reading): void {
  turn.write("readings").delete(id);
  if (kind === "catalog" && hasFailed) refresh(turn);
  if (kind !== "snapshot") return;
  if (!hasFailed) turn.state.dials = right(turn.state.dials);
  if (!hasFailed && !turn.isWaiting({ kind: "subscribe" })) tellRead(turn);
  if (isWantedAgain) refresh(turn);
}

function tellRead(turn: Turn): void {
  // A complete reading ends every other trouble.
  turn.signal(readSignal(turn));
}
