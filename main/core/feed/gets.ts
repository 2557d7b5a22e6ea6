import type { Reply } from "../../contract/connection.ts";
import type { Get } from "./reading.ts";
import type { Due } from "./timer.ts";
import type { Turn } from "./turn.ts";

const SECOND = 1_000;
/** Milliseconds without an answer after which a get is sent again. */
const ASK_AGAIN_AFTER = SECOND;
const ASKS_AT_MOST = 4;
const PING_TIMEOUT = 3 * SECOND;

/*
 * Direct gets that are retried when a node does not answer. The server hands a get to any replica that it believes to
 * be alive. With one node of three frozen every third get is lost, and the others give that node up only after minutes
 * (seen on nats-server 2.9.10). So a late get is sent again, and the first answer wins. Before that the server must
 * answer a ping: a server to which thousands reconnect at once is late with both, and gets no additional load.
 *
 * Without any answer no server serves the stream: a cluster that was lost as a whole has no leader for some seconds,
 * and gets sent then are lost. So one get is retried ("goes ahead"), and the others are held until it is answered.
 */

/** Requests a subject's retained message. */
export function get(
  turn: Turn,
  asked: Pick<Get, "reading" | "stream" | "subject" | "service" | "timeout">,
): void {
  const id = turn.id();
  if (aheadOf(turn, asked) === undefined) goAhead(turn, asked, id);
  ask(turn, id, { ...asked, asks: 0, waiting: 0, isHeld: false });
}

/** A get has no answer after {@link ASK_AGAIN_AFTER}. */
export function getIsLate(turn: Turn, { get: id }: Due & { kind: "get" }): void {
  const late = turn.state.gets.get(id);
  if (late === undefined) return;
  const isServed = hasServed(turn, late);
  if (!isServed && aheadOf(turn, late) !== id) turn.write("gets").set(id, { ...late, isHeld: true });
  else if (late.asks < (isServed ? ASKS_AT_MOST : late.timeout / ASK_AGAIN_AFTER))
    turn.ping({ kind: "get", get: id }, PING_TIMEOUT);
}

/** Sends a get again: the server answers, and another replica may hold the message. */
export function askAgain(turn: Turn, id: number): void {
  const asked = turn.state.gets.get(id);
  if (asked !== undefined) ask(turn, id, asked);
}

/** @returns the get that this reply ends: the first reply of a replica, or the last one that is `unavailable` */
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
