import type { Reply } from "../../contract/connection.ts";
import { approvalsSubject, CATALOG_SUBJECT } from "../../contract/subject.ts";
import { get, hearsElection } from "./gets.ts";
import { timeoutOf } from "./pace.ts";
import type { Part, Reading, ReadingOutcome, Round } from "./reading.ts";
import type { Due } from "./timer.ts";
import type { Turn } from "./turn.ts";

const SECOND = 1_000;
/**
 * A broker to which thousands of apps reconnect at once answers late. An early retry discards the answer and adds load.
 * With half of a core for 10,000 apps the last answers came after 8 s.
 */
const FIRST_GET_TIMEOUT = 20 * SECOND;
const NEXT_GET_TIMEOUT = 30 * SECOND;
/**
 * The pause before a stream without a leader is asked again, by an app that looks for one and by one that hears of it:
 * a random part of the first, grown with each attempt. Milliseconds.
 */
const RETRY = {
  looks: { from: 200, to: 600, growth: 2, most: 1.5 * SECOND },
  hears: { from: SECOND, to: 2 * SECOND, growth: 4, most: 10 * SECOND },
};
/** Unanswered attempts in a row after which the state becomes `no-stream`. */
const UNAVAILABLE_UNTIL_TOLD = 3;

/** The request of a part of a reading. */
export type Question = Pick<Round, "services" | "isServed">;

export function changeReading(turn: Turn, id: number, change: Partial<Reading>): void {
  const reading = turn.state.readings.get(id);
  if (reading !== undefined) turn.write("readings").set(id, { ...reading, ...change });
}

/** Sends the gets of a round in parallel. Without services there is no round. */
export function ask(turn: Turn, id: number, question: Question, attempt = 0): void {
  const reading = turn.state.readings.get(id);
  if (reading === undefined) return;
  const { services, isServed } = question;
  const targets = targetsOf(turn, services);
  if (targets.length === 0) return;
  const round: Round = {
    services,
    isServed,
    attempt,
    open: targets.length,
    outcome: "unavailable",
    unsettled: [],
  };
  setRound(turn, id, partOf(services), round);
  const usual = attempt === 0 && reading.kind !== "service" ? FIRST_GET_TIMEOUT : NEXT_GET_TIMEOUT;
  const timeout = timeoutOf(turn.state.pace, usual);
  const stream = services === undefined ? "CATALOG" : "APPROVALS";
  // Another one goes ahead each time.
  const first = attempt % targets.length;
  for (const target of [...targets.slice(first), ...targets.slice(0, first)])
    get(turn, { reading: id, stream, timeout, ...target });
}

/** Repeats a round, because no server served the stream. */
export function askOnceMore(turn: Turn, { reading: id, part }: Due & { kind: "round" }): void {
  const round = turn.state.readings.get(id)?.rounds[part];
  if (round !== undefined && round.open === 0) ask(turn, id, round, round.attempt + 1);
}

/**
 * Counts one answer.
 * @param service undefined for the catalog
 * @returns the round, if this was its last answer and it has an outcome
 */
export function count(
  turn: Turn,
  id: number,
  service: string | undefined,
  { kind }: Pick<Reply, "kind">,
  isSettled: boolean,
): Round | undefined {
  const part = partOf(service === undefined ? undefined : [service]);
  const before = turn.state.readings.get(id)?.rounds[part];
  if (before === undefined) return undefined;
  const isAnswered = kind === "message" || kind === "none";
  const round: Round = {
    ...before,
    open: before.open - 1,
    outcome: better(before.outcome, isAnswered ? "served" : kind),
    unsettled:
      isSettled || service === undefined ? before.unsettled : [...before.unsettled, { service, isAnswered }],
  };
  setRound(turn, id, part, round);
  if (round.open > 0) return undefined;
  if (round.outcome === "unavailable" && !round.isServed) {
    nobodyServes(turn, id, part, round);
    return undefined;
  }
  setRound(turn, id, part, undefined);
  return round;
}

/** The first subject of a round, for the log. */
export function subjectOf(turn: Turn, { services }: Pick<Round, "services">): string {
  return targetsOf(turn, services)[0]?.subject ?? "";
}

function nobodyServes(turn: Turn, reading: number, part: Part, round: Round): void {
  const { attempt } = round;
  if (attempt === 0) turn.signal({ kind: "doubted" });
  if (attempt + 1 === UNAVAILABLE_UNTIL_TOLD) {
    turn.log(`broker: no server serves ${subjectOf(turn, round)}`);
    turn.signal({ kind: "refused", cause: "no-stream" });
  }
  const { from, to, growth, most } = RETRY[hearsElection(turn) ? "hears" : "looks"];
  const delay = turn.jitter(from, to) * growth ** Math.min(attempt, 5);
  turn.wait({ kind: "round", reading, part }, Math.min(delay, most));
}

function targetsOf(
  turn: Turn,
  services: Round["services"],
): { service: string | undefined; subject: string }[] {
  if (services === undefined) return [{ service: undefined, subject: CATALOG_SUBJECT }];
  return services.flatMap((service) => {
    const subject = approvalsSubject(turn.state.setup.user, service);
    return subject.ok ? [{ service, subject: subject.value }] : []; // no event can exist for a bad id
  });
}

function partOf(services: Round["services"]): Part {
  return services === undefined ? "catalog" : "services";
}

function setRound(turn: Turn, id: number, part: Part, round: Round | undefined): void {
  const { [part]: _before, ...others }: Reading["rounds"] = turn.state.readings.get(id)?.rounds ?? {};
  changeReading(turn, id, { rounds: round === undefined ? others : { ...others, [part]: round } });
}

/** The better of two outcomes. One served subject shows that the stream is served. */
function better(one: ReadingOutcome, other: ReadingOutcome): ReadingOutcome {
  for (const outcome of ["served", "denied"] as const)
    if (one === outcome || other === outcome) return outcome;
  return "unavailable";
}
