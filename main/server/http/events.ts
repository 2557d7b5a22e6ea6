import { defined } from "../../contract/defined.ts";
import { formatEvent, parseSentEvent, type SentEvent, type SentRefusal } from "../../contract/event.ts";
import { parsePeopleEvent } from "../../contract/people-event.ts";
import { accept, type Result } from "../../contract/result.ts";
import { canonicalId } from "../../contract/subject.ts";
import type { UserUnknown } from "../people/people.ts";
import {
  type CloudEventData,
  MOST_CLOUD_EVENT_BYTES,
  readCloudEvent,
  readCloudEventHeaders,
} from "./cloud-event.ts";
import { oneLine, type ReadEvent, textOf } from "./event-text.ts";
import { fieldOf, type Problem } from "./problem.ts";

/** Maximum number of events in one request. */
export const MOST_EVENTS = 1_000;
/** Maximum size of a request's body in bytes. */
export const MOST_BYTES = 1024 * 1024;

/** The headers that say what a body is, with names in lower case. */
export type ContentHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The JSON text of each event as it goes to the broker, or the first problem. */
export type ReadEvents =
  | { readonly ok: true; readonly value: readonly Uint8Array[] }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Reads and checks all events of a request. One bad event refuses all of them. Never throws.
 * @param service the canonical id of the service whose token the request has
 * @param personOf the id of the person whom an event names; default: anybody is taken
 */
export function readEvents(
  service: string,
  headers: ContentHeaders,
  body: Uint8Array,
  personOf: (user: string) => Result<string, UserUnknown> = accept,
): ReadEvents {
  const split = splitBody(headers, body, "count");
  if (!split.ok) return split;
  const payloads = split.value;
  const numbered = new Map<string, string>();
  for (const [event, payload] of payloads.entries()) {
    const sent = readSent(service, payload, personOf);
    if (!sent.ok) {
      const { reason, detail } = sent;
      if (reason === "service-mismatch") return fail({ event, ...mismatch(service, payload) });
      return fail({ reason, detail, event, ...defined({ field: fieldOf(reason, detail) }) });
    }
    if (payloads.length > 1 && isConflict(numbered, sent.value)) {
      const detail =
        "an event before it has the same user, epoch and sequence: increase the sequence with each change";
      return fail({ reason: "conflicting-events", detail, event, field: "sequence" });
    }
  }
  return accept(payloads);
}

/** Reads and checks all people events of a request, as {@link readEvents} does. Never throws. */
export function readPeopleEvents(headers: ContentHeaders, body: Uint8Array): ReadEvents {
  const split = splitBody(headers, body, "people");
  if (!split.ok) return split;
  for (const [event, payload] of split.value.entries()) {
    const read = parsePeopleEvent(payload);
    if (read.ok) continue;
    const { reason, detail } = read;
    return fail({ reason, detail, event, ...defined({ field: fieldOf(reason, detail) }) });
  }
  return split;
}

/** At least one payload. */
function splitBody(headers: ContentHeaders, body: Uint8Array, kind: CloudEventData): ReadEvents {
  const split = splitBy(headers, body, kind);
  if (!split.ok || split.value.length > 0) return split;
  return fail({ reason: "no-events", detail: "send at least one event" });
}

function splitBy(headers: ContentHeaders, body: Uint8Array, kind: CloudEventData): ReadEvents {
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    return unsupported(`the content encoding ${JSON.stringify(encoding)} is not supported`);
  }
  const type = mediaType(headers["content-type"]);
  switch (type) {
    case "application/json":
      if (headers["ce-specversion"] !== undefined || headers["ce-id"] !== undefined) {
        return oneOf([body], (payload) => readCloudEventHeaders(headers, payload, kind));
      }
      return startsArray(body) ? splitArray(body, textOf) : accept([body]);
    case "application/x-ndjson":
    case "application/ndjson":
    case "application/jsonl":
      return limited(splitLines(body));
    case "application/cloudevents+json":
      if (body.length > MOST_CLOUD_EVENT_BYTES) {
        const detail = `${body.length} bytes, at most ${MOST_CLOUD_EVENT_BYTES}`;
        return fail({ reason: "too-large", detail, event: 0 });
      }
      return parsed(body, (value) => oneOf([value], (one) => readCloudEvent(one, kind)));
    case "application/cloudevents-batch+json":
      return splitArray(body, (one) => readCloudEvent(one, kind));
    default:
      return unsupported(
        "send application/json, application/x-ndjson, application/cloudevents+json or application/cloudevents-batch+json",
      );
  }
}

/** Without parameters, of which only UTF-8 as `charset` is allowed. */
function mediaType(header: string | readonly string[] | undefined): string | undefined {
  if (typeof header !== "string") return undefined;
  const [type = "", ...parameters] = header.split(";").map((part) => part.trim().toLowerCase());
  const isUtf8 = parameters.every(
    (part) => !part.startsWith("charset=") || /^charset="?utf-?8"?$/.test(part),
  );
  return isUtf8 ? type : undefined;
}

const NEWLINE = 0x0a;
const WHITE_SPACE: readonly number[] = [0x20, 0x09, NEWLINE, 0x0d];
const ARRAY = "[".charCodeAt(0);
/** Some programs on Windows write it before UTF-8. The decoder skips it. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

function startsArray(body: Uint8Array): boolean {
  const isMarked = BYTE_ORDER_MARK.every((byte, at) => body[at] === byte);
  const text = isMarked ? body.subarray(BYTE_ORDER_MARK.length) : body;
  return text.find((byte) => !WHITE_SPACE.includes(byte)) === ARRAY;
}

/** The lines that are not blank. One more than {@link MOST_EVENTS} ends it. */
function splitLines(body: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < body.length && lines.length <= MOST_EVENTS; ) {
    const found = body.indexOf(NEWLINE, from);
    const end = found < 0 ? body.length : found;
    const line = body.subarray(from, end);
    if (line.some((byte) => !WHITE_SPACE.includes(byte))) lines.push(line);
    from = end + 1;
  }
  return lines;
}

function splitArray(body: Uint8Array, read: (item: unknown) => ReadEvent): ReadEvents {
  return parsed(body, (value) => {
    if (!Array.isArray(value)) return fail({ reason: "not-json", detail: "the body is not a JSON array" });
    const items = limited(value as readonly unknown[]);
    return items.ok ? oneOf(items.value, read) : items;
  });
}

function oneOf<Item>(items: readonly Item[], read: (item: Item) => ReadEvent): ReadEvents {
  const payloads: Uint8Array[] = [];
  for (const [event, item] of items.entries()) {
    const one = read(item);
    if (!one.ok) return fail({ ...one.problem, event });
    payloads.push(one.value);
  }
  return accept(payloads);
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function parsed(body: Uint8Array, use: (value: unknown) => ReadEvents): ReadEvents {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return fail({ reason: "not-utf8", detail: "the body is not valid UTF-8" });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail({ reason: "not-json", detail: oneLine((error as Error).message) });
  }
  return use(value);
}

function limited<Item>(
  items: readonly Item[],
): { readonly ok: true; readonly value: readonly Item[] } | Failed {
  if (items.length <= MOST_EVENTS) return accept(items);
  return fail({ reason: "too-many-events", detail: `a request has at most ${MOST_EVENTS} events` });
}

/** An event with the person's id. */
function readSent(
  service: string,
  payload: Uint8Array,
  personOf: (user: string) => Result<string, UserUnknown>,
): Result<SentEvent, SentRefusal | UserUnknown> {
  const sent = parseSentEvent(service, payload);
  if (!sent.ok) return sent;
  const person = personOf(sent.value.user);
  return person.ok ? accept({ ...sent.value, user: person.value }) : person;
}

/** The service of another token is forbidden; what is no id at all is a fault of the event. */
function mismatch(service: string, payload: Uint8Array): Pick<Problem, "reason" | "detail" | "field"> {
  const { service: said } = JSON.parse(utf8.decode(payload)) as { readonly service?: unknown };
  const id = canonicalId(said);
  return id.ok
    ? {
        reason: "service-mismatch",
        detail: `the token is that of ${JSON.stringify(service)}`,
        field: "service",
      }
    : { reason: "bad-service", detail: `"service": ${id.detail}`, field: "service" };
}

/** Whether an event of this number with other content was seen; notes this one. */
function isConflict(numbered: Map<string, string>, sent: SentEvent): boolean {
  const place = `${sent.epoch} ${sent.sequence} ${sent.user}`;
  const content = formatEvent(sent);
  const before = numbered.get(place);
  numbered.set(place, content);
  return before !== undefined && before !== content;
}

type Failed = { readonly ok: false; readonly problem: Problem };

function fail(problem: Problem): Failed {
  return { ok: false, problem };
}

function unsupported(detail: string): Failed {
  return fail({ reason: "unsupported-content", detail });
}
