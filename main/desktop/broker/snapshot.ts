import { approvalsSubject, CATALOG_SUBJECT } from "../../contract/subject.ts";
import { type Clock, jitter } from "../clock.ts";
import type { FeedSink } from "./feed-sink.ts";
import { type DirectGet, patientGets } from "./patient-gets.ts";
import type { Link, Reply, Retained } from "./transport.ts";

const SECOND = 1_000;
/**
 * A broker that thousands come back to at once answers late. Asking again before it has throws its answer away and
 * adds to its work; patience brought 10,000 apps back in half the time.
 */
const FIRST_GET_TIMEOUT = 8 * SECOND;
const NEXT_GET_TIMEOUT = 15 * SECOND;
const MAX_RETRY_DELAY = 1.5 * SECOND;
/** Rounds in a row that nobody answers after which the broker is said not to be set up. */
const UNAVAILABLE_UNTIL_TOLD = 3;

export interface SnapshotPorts {
  readonly link: Link;
  /** Canonical id. */
  readonly user: string;
  /** Canonical ids of the services to read. */
  readonly services: () => readonly string[];
  readonly sink: FeedSink;
  /** Whether the connection is still the one that counts; no answer is taken after that. */
  readonly isCurrent: () => boolean;
  readonly onDenied: (subject: string) => void;
  /** Something older than what is known was read: it is to be read once more when that may have changed. */
  readonly onOlder: () => void;
  /** A service's retained event could not be read, though others could: it is to be read again, alone. */
  readonly onUnread: (service: string) => void;
  /** Whether another copy of the streams may answer what the first did not. */
  readonly hasCopies: boolean;
  readonly clock: Clock;
  readonly after: (delay: number, callback: () => void) => () => void;
}

/**
 * Reads the catalog and every service's retained event, each by one direct get. What is known already is read beside
 * the catalog; what comes up meanwhile, by whatever way, after it.
 * @returns whether the broker answered over this connection; single services may be left to `onUnread`
 */
export async function readSnapshot(ports: SnapshotPorts): Promise<boolean> {
  const { services } = ports;
  const get = getsOf(ports);
  const read = new Set<string>();
  const readRest = (): Promise<boolean> => {
    const rest = services().filter((service) => !read.has(service));
    const isServed = read.size > 0; // what was read before was answered
    for (const service of rest) read.add(service);
    return readServices(rest, isServed, get, ports);
  };
  let isComplete = (await Promise.all([readCatalog(get, ports), readRest()])).every(Boolean);
  while (isComplete && services().some((service) => !read.has(service))) isComplete = await readRest();
  return isComplete;
}

/**
 * Reads the catalog once, and the services that it names for the first time.
 * @returns whether all of that was answered
 */
export async function readChangedCatalog(ports: SnapshotPorts): Promise<boolean> {
  const known = new Set(ports.services());
  const get = getsOf(ports);
  const reply = await get("CATALOG", CATALOG_SUBJECT, FIRST_GET_TIMEOUT);
  if (!ports.isCurrent() || !isRetained(reply)) return false;
  takeCatalog(reply, ports);
  const added = ports.services().filter((service) => !known.has(service));
  return readServices(added, known.size > 0, get, ports);
}

/** Reads one service's retained event, once. @returns whether it is settled by that */
export async function readAgain(service: string, ports: SnapshotPorts): Promise<boolean> {
  const subject = approvalsSubject(ports.user, service);
  if (!subject.ok) return true;
  const reply = await getsOf(ports)("APPROVALS", subject.value, NEXT_GET_TIMEOUT);
  return ports.isCurrent() && isRetained(reply) && take(service, reply, ports);
}

function getsOf({ hasCopies, link, after }: SnapshotPorts): DirectGet {
  return hasCopies
    ? patientGets(link, after)
    : (stream, subject, timeout) => link.directGet(stream, subject, timeout);
}

/** Whether it was answered. */
async function readCatalog(get: DirectGet, ports: SnapshotPorts): Promise<boolean> {
  const ask = (timeout: number) => get("CATALOG", CATALOG_SUBJECT, timeout);
  const reply = await untilAnswered(CATALOG_SUBJECT, ask, ({ kind }) => kind, ports);
  if (reply?.kind === "denied") ports.onDenied(CATALOG_SUBJECT);
  if (reply === undefined || !isRetained(reply)) return false;
  takeCatalog(reply, ports);
  return true;
}

function takeCatalog(retained: Retained, { sink }: SnapshotPorts): void {
  if (retained.kind === "none") return;
  if (retained.origin === CATALOG_SUBJECT) sink.catalog(retained.payload);
  else sink.unproven(CATALOG_SUBJECT);
}

interface Answer {
  readonly service: string;
  readonly subject: string;
  readonly reply: Reply;
}

/**
 * Reads some services side by side. One that cannot be read while others can is left to be read again alone; while none
 * can, nobody serves the stream, and all are asked once more.
 * @param isServed whether others were answered before
 */
async function readServices(
  services: readonly string[],
  isServed: boolean,
  get: DirectGet,
  ports: SnapshotPorts,
): Promise<boolean> {
  const asked = services.flatMap((service) => {
    const subject = approvalsSubject(ports.user, service);
    return subject.ok ? [{ service, subject: subject.value }] : []; // nothing could be published there
  });
  const [first] = asked;
  if (first === undefined) return true;
  const isTaken = new Set<string>();
  /** Takes each answer when it comes, not when the last one has. */
  const ask = (timeout: number): Promise<readonly Answer[]> =>
    Promise.all(
      asked.map(async ({ service, subject }) => {
        const reply = await get("APPROVALS", subject, timeout);
        if (ports.isCurrent() && isRetained(reply) && take(service, reply, ports)) isTaken.add(service);
        return { service, subject, reply };
      }),
    );
  const kindOf = isServed ? (): Reply["kind"] => "message" : kindOfAll;
  const answers = await untilAnswered(first.subject, ask, kindOf, ports);
  if (answers === undefined) return false;
  if (kindOf(answers) === "denied") {
    ports.onDenied(first.subject);
    return false;
  }
  for (const { service, reply } of answers) {
    if (isTaken.has(service)) continue;
    if (!isRetained(reply)) ports.sink.unanswered(service);
    ports.onUnread(service);
  }
  return true;
}

/** What a round of gets says of the stream. */
function kindOfAll(answers: readonly Answer[]): Reply["kind"] {
  const kinds = new Set(answers.map(({ reply }) => reply.kind));
  for (const kind of ["message", "none", "denied"] as const) if (kinds.has(kind)) return kind;
  return "unavailable";
}

/** @returns whether the answer settles what the service's retained event is */
function take(service: string, retained: Retained, { sink, onOlder }: SnapshotPorts): boolean {
  const found = sink.retained(service, retained);
  if (found === "older") onOlder();
  return found !== "unreadable";
}

function isRetained(reply: Reply): reply is Retained {
  return reply.kind === "message" || reply.kind === "none";
}

/**
 * Asks until somebody serves the stream.
 * @returns undefined when the connection is not the one that counts any more
 */
async function untilAnswered<Answered>(
  subject: string,
  ask: (timeout: number) => Promise<Answered>,
  kindOf: (answer: Answered) => Reply["kind"],
  { isCurrent, sink, clock, after }: SnapshotPorts,
): Promise<Answered | undefined> {
  for (let attempt = 0; ; attempt++) {
    if (!isCurrent()) return undefined;
    const answer = await ask(attempt === 0 ? FIRST_GET_TIMEOUT : NEXT_GET_TIMEOUT);
    if (!isCurrent()) return undefined;
    if (kindOf(answer) !== "unavailable") return answer;
    if (attempt === 0) sink.signal({ kind: "doubted" });
    if (attempt + 1 === UNAVAILABLE_UNTIL_TOLD) {
      sink.log(`broker: nobody serves ${subject}`);
      sink.signal({ kind: "refused", cause: "no-stream" });
    }
    const delay = jitter(clock, 200, 600) * 2 ** Math.min(attempt, 5);
    await new Promise<void>((resolve) => after(Math.min(delay, MAX_RETRY_DELAY), resolve));
  }
}
