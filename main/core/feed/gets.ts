import type { Reply } from "../../contract/connection.ts";
import type { Get } from "./reading.ts";
import type { Due } from "./timer.ts";
import type { Turn } from "./turn.ts";

const SECOND = 1_000;
/** Milliseconds without an answer after which the same is asked once more. */
const ASK_AGAIN_AFTER = SECOND;
const ASKS_AT_MOST = 4;
const PING_TIMEOUT = 3 * SECOND;

/*
 * Direct gets that do not wait for a node that will never answer. The server hands a get to any copy of the stream, of
 * those that it believes to be alive: with one node of three frozen, every third get is lost, and it takes minutes until
 * the others give that node up (seen on nats-server 2.9.10). So it is asked again, and the first answer wins; but only
 * when the server itself answers a ping meanwhile. One that thousands come back to at once is late with both, and is not
 * given more to do.
 *
 * While nothing at all is answered nobody serves the stream: a cluster that was lost as a whole has no leader for some
 * seconds, and what is asked then is lost. One get goes ahead and is asked again and again; the others follow at once
 * when it is answered.
 */

/** Asks for a subject's retained message. */
export function get(
  turn: Turn,
  asked: Pick<Get, "reading" | "stream" | "subject" | "service" | "timeout">,
): void {
  const id = turn.id();
  if (aheadOf(turn, asked) === undefined) goAhead(turn, asked, id);
  ask(turn, id, { ...asked, asks: 0, waiting: 0, isHeld: false });
}

/** The time is over in which an answer was expected. */
export function getIsLate(turn: Turn, { get: id }: Due & { kind: "get" }): void {
  const late = turn.state.gets.get(id);
  if (late === undefined) return;
  const isServed = hasServed(turn, late);
  if (!isServed && aheadOf(turn, late) !== id) turn.write("gets").set(id, { ...late, isHeld: true });
  else if (late.asks < (isServed ? ASKS_AT_MOST : late.timeout / ASK_AGAIN_AFTER))
    turn.ping({ kind: "get", get: id }, PING_TIMEOUT);
}

/** The server is there, and another copy may answer. */
export function askAgain(turn: Turn, id: number): void {
  const asked = turn.state.gets.get(id);
  if (asked !== undefined) ask(turn, id, asked);
}

/** @returns the get if this is its answer: the first of a copy, or the last of those that say that nobody serves it */
export function answered(turn: Turn, id: number, reply: Reply): Get | undefined {
  const asked = turn.state.gets.get(id);
  if (asked === undefined) return undefined;
  if (reply.kind === "unavailable" && asked.waiting > 1) {
    turn.write("gets").set(id, { ...asked, waiting: asked.waiting - 1 });
    return undefined;
  }
  turn.write("gets").delete(id);
  turn.cancel({ kind: "get", get: id });
  if (reply.kind !== "unavailable") serves(turn, asked);
  if (aheadOf(turn, asked) === id) goAhead(turn, asked, undefined);
  return asked;
}

function ask(turn: Turn, id: number, asked: Get): void {
  const { stream, subject, timeout } = asked;
  turn.write("gets").set(id, { ...asked, asks: asked.asks + 1, waiting: asked.waiting + 1, isHeld: false });
  turn.do({ kind: "get", line: turn.state.line, get: id, stream, subject, timeout });
  if (turn.state.setup.hasCopies) turn.wait({ kind: "get", get: id }, ASK_AGAIN_AFTER);
}

type Place = Pick<Get, "reading" | "stream">;

function serves(turn: Turn, { reading, stream }: Place): void {
  const of = turn.state.readings.get(reading);
  if (of === undefined || of.served.includes(stream)) return;
  turn.write("readings").set(reading, { ...of, served: [...of.served, stream] });
  for (const [id, held] of turn.state.gets)
    if (held.isHeld && held.reading === reading && held.stream === stream) ask(turn, id, held);
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
