import * as v from "valibot";
import type { ApprovalEvent } from "../../contract/event.ts";
import type { Calendar } from "../attention/calendar.ts";
import { localDay, timeOnDay, weekdayOf } from "../attention/hours.ts";
import type { Ledger } from "./ledger.ts";

/** What came in a week and how long it waited, for the person alone. It is never sent. Times are milliseconds. */

const FRIDAY = 5;
const AFTERNOON = "13:00";
/** Groups of approvals that came together and still wait. More are counted with the youngest ones. */
const MAX_WAITING = 100;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const ServiceWeek = v.object({
  /** How many came. */
  came: whole,
  /** How many were dealt with, how long they waited together, and the longest of them. */
  done: whole,
  waited: v.pipe(v.number(), v.minValue(0)),
  longest: v.pipe(v.number(), v.minValue(0)),
  /** What waits, oldest first: since when, and how many. */
  waiting: v.pipe(v.array(v.tuple([v.number(), whole])), v.maxLength(MAX_WAITING)),
});
export type ServiceWeek = Readonly<v.InferOutput<typeof ServiceWeek>>;

/** The saved form: the local day of its Monday, and its services. */
export const SavedWeek = v.object({
  monday: v.string(),
  services: v.array(v.tuple([v.string(), ServiceWeek])),
});

export interface Week {
  /** The local day of its Monday, `2026-11-23`. */
  readonly monday: string;
  /** By canonical id. */
  readonly services: ReadonlyMap<string, ServiceWeek>;
}

const NOTHING: ServiceWeek = { came: 0, done: 0, waited: 0, longest: 0, waiting: [] };

/** Whether it is the week of a moment. @param now milliseconds since the Unix epoch */
export function isThisWeek({ monday }: Week, calendar: Calendar, now: number): boolean {
  return monday === mondayOf(calendar, now);
}

function mondayOf(calendar: Calendar, now: number): string {
  return localDay(calendar, timeOnDay(calendar, now, "12:00", 1 - weekdayOf(calendar, now)));
}

/** The week after a change of the ledger. Its numbers begin anew on Monday; what waits is kept. */
export function weekAfter(
  week: Week | null,
  before: Ledger,
  after: Ledger,
  calendar: Calendar,
  now: number,
): Week {
  const monday = mondayOf(calendar, now);
  const known = week?.services ?? new Map<string, ServiceWeek>();
  const services =
    week?.monday === monday
      ? new Map(known)
      : new Map([...known].map(([id, { waiting }]) => [id, { ...NOTHING, waiting }]));
  for (const [id, event] of after) {
    const earlier = before.get(id);
    if (earlier === event && services.has(id)) continue;
    services.set(id, counted(services.get(id), earlier, event));
  }
  for (const id of services.keys()) if (!after.has(id)) services.delete(id);
  return { monday, services };
}

/** The first event of a service is what waits already, and did not come now. */
function counted(
  known: ServiceWeek | undefined,
  earlier: ApprovalEvent | undefined,
  { count, occurredAt, oldestAt }: ApprovalEvent,
): ServiceWeek {
  if (known === undefined || earlier === undefined) {
    return { ...NOTHING, ...known, waiting: count === 0 ? [] : [[oldestAt ?? occurredAt, count]] };
  }
  const rise = count - known.waiting.reduce((sum, [, each]) => sum + each, 0);
  if (rise >= 0) {
    const came = known.came + rise;
    return rise === 0 ? known : { ...known, came, waiting: withRise(known.waiting, occurredAt, rise) };
  }
  let [left, waited, longest] = [-rise, known.waited, known.longest];
  const waiting: [number, number][] = [];
  for (const [since, each] of known.waiting) {
    const gone = Math.min(left, each);
    const wait = Math.max(0, occurredAt - since);
    left -= gone;
    waited += gone * wait;
    if (gone > 0) longest = Math.max(longest, wait);
    if (each > gone) waiting.push([since, each - gone]);
  }
  return { ...known, done: known.done - rise, waited, longest, waiting };
}

function withRise(waiting: ServiceWeek["waiting"], at: number, rise: number): [number, number][] {
  const last = waiting.at(-1);
  if (waiting.length < MAX_WAITING || last === undefined) return [...waiting, [at, rise]];
  return [...waiting.slice(0, -1), [last[0], last[1] + rise]];
}

/** Whether the summary is shown: on Friday afternoon. */
export function isWeekOver(calendar: Calendar, now: number): boolean {
  return weekdayOf(calendar, now) === FRIDAY && now >= timeOnDay(calendar, now, AFTERNOON);
}
