import type { Reply } from "../../contract/connection.ts";
import { lateAfter, quicker, slower } from "./pace.ts";
import type { Get, StreamName } from "./reading.ts";
import type { Due } from "./timer.ts";
import type { Turn } from "./turn.ts";

const SECOND = 1_000;
/** How often a get is sent at the most: one of a stream that answers others, and one that goes ahead. */
const ASKS = { served: 4, looks: 10, hears: 4 };
const PING_TIMEOUT = 3 * SECOND;
/** For so long after the loss of a server an election is waited for, and not looked for. Milliseconds. */
const ELECTS_FOR = 30 * SECOND;

/*
 * Direct gets that are retried when a node does not answer. The server hands a get to any replica that it believes to
 * be alive. With one node of three frozen every third get is lost, and the others give that node up only after minutes
 * (seen on nats-server 2.9.10). So a late get is sent again, and the first answer wins. Before that the server must
 * answer a ping: a server to which thousands reconnect at once is late with both, and gets no additional load.
 *
 * Gets are sent no faster than they are answered: no more are open than the pace allows. A cluster that was lost as a
 * whole has no leader for some seconds, and gets sent then are lost. So in a cluster one get of a stream goes ahead, and
 * the others wait until it is answered. When it is late, or a leader was elected, the next one goes ahead beside it. It
 * waits too when no server of the cluster ran a moment ago, until a leader is elected or must have been.
 */

/** Requests a subject's retained message, now or when it is its turn. */
export function get(
  turn: Turn,
  asked: Pick<Get, "reading" | "stream" | "subject" | "service" | "timeout">,
): void {
  const id = turn.id();
  const waiting: Get = { ...asked, asks: 0, waiting: 0, isHeld: true, askedAt: turn.now };
  turn.write("gets").set(id, waiting);
  const isAhead = !goesAhead(turn) || hasServed(turn, asked) || aheadOf(turn, asked) === undefined;
  if (!isAhead || !hasRoom(turn)) return;
  if (turn.isWaiting({ kind: "election", stream: asked.stream }) && !hasServed(turn, asked))
    goAhead(turn, asked, id);
  else ask(turn, id, waiting);
}

/** A get has no answer in time. */
export function getIsLate(turn: Turn, { get: id }: Due & { kind: "get" }): void {
  const late = turn.state.gets.get(id);
  if (late === undefined) return;
  const isServed = hasServed(turn, late);
  if (!isServed && aheadOf(turn, late) !== id) hold(turn, id, late);
  else if (late.asks < ASKS[lookingOf(turn, late)]) turn.ping({ kind: "get", get: id }, PING_TIMEOUT);
}

/** Sends a late get again: the server answers, and another replica may hold the message. */
export function askAgain(turn: Turn, id: number): void {
  const late = turn.state.gets.get(id);
  if (late === undefined) return;
  const next = hasServed(turn, late) ? undefined : unasked(turn, late);
  if (next === undefined) {
    ask(turn, id, late);
    return;
  }
  hold(turn, id, late);
  const [nextId, waiting] = next;
  goAhead(turn, late, nextId);
  ask(turn, nextId, { ...waiting, asks: late.asks }); // it goes on where the other was
}

/** @returns the gets that this reply ends. The first reply of a replica counts, or the last one that is `unavailable`. */
export function answered(turn: Turn, id: number, reply: Reply): readonly Get[] {
  const asked = turn.state.gets.get(id);
  if (asked === undefined) return [];
  const isAnswered = reply.kind !== "unavailable";
  const { pace } = turn.state;
  turn.state.pace = isAnswered ? quicker(pace, turn.now - asked.askedAt) : slower(pace);
  if (!isAnswered && asked.waiting > 1) {
    turn.write("gets").set(id, { ...asked, waiting: asked.waiting - 1 });
    return [];
  }
  const ended = [asked];
  remove(turn, id);
  if (isAnswered) serves(turn, asked);
  if (aheadOf(turn, asked) === id) {
    goAhead(turn, asked, undefined);
    // Nobody serves the stream, so those that were not sent yet are not sent now.
    if (!isAnswered && !hasServed(turn, asked))
      for (let held = unasked(turn, asked); held !== undefined; held = unasked(turn, asked)) {
        remove(turn, held[0]);
        ended.push(held[1]);
      }
  }
  askHeld(turn);
  return ended;
}

/** Sends the get that goes ahead of a stream again. */
export function askAhead(turn: Turn, stream: StreamName): void {
  for (const { ahead } of turn.state.readings.values()) {
    const id = ahead[stream];
    if (id !== undefined && turn.state.gets.has(id)) askAgain(turn, id);
  }
}

function ask(turn: Turn, id: number, asked: Get): void {
  const { stream, subject, timeout } = asked;
  const asks = asked.asks + 1;
  if (!hasServed(turn, asked) && aheadOf(turn, asked) === undefined) goAhead(turn, asked, id);
  turn
    .write("gets")
    .set(id, { ...asked, asks, waiting: asked.waiting + 1, isHeld: false, askedAt: turn.now });
  turn.do({ kind: "get", line: turn.state.line, get: id, stream, subject, timeout });
  if (!turn.state.setup.hasCopies) return;
  turn.wait({ kind: "get", get: id }, lateAfter(turn.state.pace, asks, lookingOf(turn, asked)));
}

/** Sends what is held, as far as its stream is served and the pace allows it. */
function askHeld(turn: Turn): void {
  for (const [id, held] of turn.state.gets) {
    if (!hasRoom(turn)) return;
    if (!held.isHeld) continue;
    if (!goesAhead(turn) || hasServed(turn, held) || aheadOf(turn, held) === undefined) ask(turn, id, held);
  }
}

type Place = Pick<Get, "reading" | "stream">;
type Numbered = readonly [number, Get];

function hold(turn: Turn, id: number, get: Get): void {
  turn.write("gets").set(id, { ...get, isHeld: true });
}

function remove(turn: Turn, id: number): void {
  turn.write("gets").delete(id);
  turn.cancel({ kind: "get", get: id });
}

/** Whether a stream may be without a leader, so that one get goes ahead. */
function goesAhead({ state: { link, setup } }: Turn): boolean {
  return setup.hasCopies || link?.isClustered === true;
}

function hasRoom({ state: { gets, pace } }: Turn): boolean {
  let open = 0;
  for (const { isHeld } of gets.values()) if (!isHeld) open++;
  return open < pace.window;
}

/** The first get of a reading and stream that was not sent yet. */
function unasked(turn: Turn, { reading, stream }: Place): Numbered | undefined {
  for (const [id, get] of turn.state.gets)
    if (get.asks === 0 && get.reading === reading && get.stream === stream) return [id, get];
  return undefined;
}

function serves(turn: Turn, { reading, stream }: Place): void {
  const of = turn.state.readings.get(reading);
  if (of === undefined || of.served.includes(stream)) return;
  turn.write("readings").set(reading, { ...of, served: [...of.served, stream] });
}

function lookingOf(turn: Turn, place: Place): "served" | "hears" | "looks" {
  if (hasServed(turn, place)) return "served";
  return hearsElection(turn) ? "hears" : "looks";
}

/**
 * Whether leaders may be elected now, and this app hears of it. A server that only fell silent is no reason to wait:
 * the others go on to hand gets to it, and those are lost.
 */
export function hearsElection({ now, state }: Turn): boolean {
  return state.hearsLeaders && Math.abs(now - state.diedAt) < ELECTS_FOR; // the clock may have been set
}

function hasServed(turn: Turn, { reading, stream }: Place): boolean {
  return turn.state.readings.get(reading)?.served.includes(stream) ?? false;
}

function aheadOf(turn: Turn, { reading, stream }: Place): number | undefined {
  return turn.state.readings.get(reading)?.ahead[stream];
}

function goAhead(turn: Turn, { reading, stream }: Place, id: number | undefined): void {
  const of = turn.state.readings.get(reading);
  if (of === undefined) return;
  turn.write("readings").set(reading, { ...of, ahead: { ...of.ahead, [stream]: id } });
}
