import { approvalsSubject, CATALOG_SUBJECT } from "../../core/subject.ts";
import { type Clock, jitter } from "../clock.ts";
import type { FeedSink } from "./feed-sink.ts";
import { type DirectGet, patientGets } from "./patient-gets.ts";
import type { Link, Retained } from "./transport.ts";

const SECOND = 1_000;
/**
 * A broker that thousands come back to at once answers late. Asking again before it has throws its answer away and
 * adds to its work; patience brought 10,000 apps back in half the time.
 */
const FIRST_GET_TIMEOUT = 8 * SECOND;
const NEXT_GET_TIMEOUT = 15 * SECOND;
const MAX_RETRY_DELAY = 1.5 * SECOND;
/** Gets of one subject in a row that nobody answers after which the broker is said not to be set up. */
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
  /** Whether another copy of the streams may answer what the first did not. */
  readonly hasCopies: boolean;
  readonly clock: Clock;
  readonly after: (delay: number, callback: () => void) => () => void;
}

/**
 * Reads the catalog and every service's retained event, each by one direct get. What is known already is read beside
 * the catalog; what comes up meanwhile, by whatever way, after it.
 * @returns whether everything was answered over this connection
 */
export async function readSnapshot(ports: SnapshotPorts): Promise<boolean> {
  const { services, link, hasCopies, after } = ports;
  const get: DirectGet = hasCopies
    ? patientGets(link, after)
    : (stream, subject, timeout) => link.directGet(stream, subject, timeout);
  const read = new Set<string>();
  const readRest = async (): Promise<boolean> => {
    const rest = services().filter((service) => !read.has(service));
    for (const service of rest) read.add(service);
    return (await Promise.all(rest.map((service) => readService(service, get, ports)))).every(Boolean);
  };
  let isComplete = (await Promise.all([readCatalog(get, ports), readRest()])).every(Boolean);
  while (isComplete && services().some((service) => !read.has(service))) isComplete = await readRest();
  return isComplete;
}

/** A service that was never read is not known to have nothing waiting. */
export function takeCatalog(
  payload: Uint8Array,
  { services, sink }: Pick<SnapshotPorts, "services" | "sink">,
): void {
  const known = new Set(services());
  sink.catalog(payload);
  if (services().some((service) => !known.has(service))) sink.signal({ kind: "doubted" });
}

/** Whether it was answered; so below. */
async function readCatalog(get: DirectGet, ports: SnapshotPorts): Promise<boolean> {
  const reply = await readUntilAnswered(get, "CATALOG", CATALOG_SUBJECT, ports);
  if (reply?.kind === "message") takeCatalog(reply.payload, ports);
  return reply !== undefined;
}

async function readService(service: string, get: DirectGet, ports: SnapshotPorts): Promise<boolean> {
  const subject = approvalsSubject(ports.user, service);
  if (!subject.ok) return true; // nothing could be published there
  const reply = await readUntilAnswered(get, "APPROVALS", subject.value, ports);
  if (reply !== undefined && ports.sink.retained(service, reply)) ports.onOlder();
  return reply !== undefined;
}

/** Undefined when the connection is not the one that counts any more, or reading is not allowed. */
async function readUntilAnswered(
  get: DirectGet,
  stream: string,
  subject: string,
  { isCurrent, onDenied, sink, clock, after }: SnapshotPorts,
): Promise<Retained | undefined> {
  for (let attempt = 0; ; attempt++) {
    if (!isCurrent()) return undefined;
    const timeout = attempt === 0 ? FIRST_GET_TIMEOUT : NEXT_GET_TIMEOUT;
    const reply = await get(stream, subject, timeout);
    if (!isCurrent()) return undefined;
    if (reply.kind === "denied") {
      onDenied(subject);
      return undefined;
    }
    if (reply.kind !== "unavailable") return reply;
    if (attempt === 0) sink.signal({ kind: "doubted" });
    if (attempt + 1 === UNAVAILABLE_UNTIL_TOLD) {
      sink.log(`broker: nobody serves ${subject}`);
      sink.signal({ kind: "refused", cause: "no-stream" });
    }
    const delay = jitter(clock, 200, 600) * 2 ** Math.min(attempt, 5);
    await new Promise<void>((resolve) => after(Math.min(delay, MAX_RETRY_DELAY), resolve));
  }
}
