import { CloudEvent, HTTP, type Message, ValidationError } from "cloudevents";
import { PEOPLE_EVENT_TYPES } from "../../contract/people-event.ts";
import { accept } from "../../contract/result.ts";
import { oneLine, type ReadEvent, textOf } from "./event-text.ts";

/** The `type` of a CloudEvent whose `data` is an event. `source`, `subject` and extensions are ignored. */
export const CLOUD_EVENT_TYPE = "alrimi.approvals.count";

/** The `type` of a CloudEvent whose `data` is a people event begins so, and ends with that event's own type. */
export const PEOPLE_CLOUD_EVENT_PREFIX = "alrimi.";

/** What `data` is: a service's event, or a people event. */
export type CloudEventData = "count" | "people";

const TYPES: Readonly<Record<CloudEventData, readonly string[]>> = {
  count: [CLOUD_EVENT_TYPE],
  people: PEOPLE_EVENT_TYPES.map((type) => `${PEOPLE_CLOUD_EVENT_PREFIX}${type}`),
};

type Attributes = Readonly<Record<string, unknown>>;

/** Reads a parsed CloudEvent of the structured mode or of a batch. Never throws. */
export function readCloudEvent(value: unknown, kind: CloudEventData): ReadEvent {
  if (!isObject(value)) return bad("a CloudEvent is a JSON object");
  const { data, data_base64, ...attributes } = value;
  const fault = faultIn(attributes, kind, { headers: { "content-type": STRUCTURED }, body: attributes });
  if (fault !== undefined) return fault;
  if (data_base64 !== undefined || !isObject(data))
    return bad('"data" must be the event, as a JSON object', "data");
  return textOf(completed(data, attributes, kind));
}

/**
 * Reads a CloudEvent of the binary mode: attributes in the headers, data in the body. Never throws.
 * @param headers names in lower case
 */
export function readCloudEventHeaders(
  headers: Attributes,
  body: Uint8Array,
  kind: CloudEventData,
): ReadEvent {
  const attributes = Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([name, text]) => [name.slice(PREFIX.length), text]),
  );
  const sent = { ...headers, "content-type": "application/json" } as Message["headers"];
  const fault = faultIn(attributes, kind, { headers: sent, body: undefined });
  if (fault !== undefined) return fault;
  if (kind === "count" && attributes["time"] === undefined) return accept(body);
  try {
    const data: unknown = JSON.parse(utf8.decode(body));
    const whole = isObject(data) ? completed(data, attributes, kind) : data;
    return whole === data ? accept(body) : textOf(whole);
  } catch {
    return accept(body); // the contract's parser says why
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
const STRUCTURED = "application/cloudevents+json";
const PREFIX = "ce-";
/** The SDK makes up an id and a time that are missing, and takes a missing version for 1.0. */
const REQUIRED = ["specversion", "id", "source", "type"];

/** What the official SDK and our own rules find wrong. */
function faultIn(attributes: Attributes, kind: CloudEventData, message: Message): ReadEvent | undefined {
  const missing = REQUIRED.find((name) => typeof attributes[name] !== "string" || attributes[name] === "");
  if (missing !== undefined) return bad(`"${missing}" is missing or not a text`, missing);
  const { specversion, type } = attributes;
  if (specversion !== "1.0") return bad('"specversion" must be "1.0"', "specversion");
  if (!TYPES[kind].some((known) => known === type)) {
    return bad(`"type" must be "${TYPES[kind].join('" or "')}"`, "type");
  }
  try {
    const event = HTTP.toEvent(message);
    // An extension of the sender may be named like a method.
    CloudEvent.prototype.validate.call(event);
    return undefined;
  } catch (error) {
    return bad(oneLine((error as Error).message), fieldIn(error));
  }
}

/** The attribute in the first finding of the SDK's schema. */
function fieldIn(error: unknown): string | undefined {
  if (!(error instanceof ValidationError) || !Array.isArray(error.errors)) return undefined;
  const [first] = error.errors as readonly { readonly instancePath?: string }[];
  return /^\/(\w+)/.exec(first?.instancePath ?? "")?.[1];
}

/** `time` is the time of the occurrence, and stands for a missing `occurredAt`, as `type` does for a people event's. */
function completed(data: Attributes, { time, type }: Attributes, kind: CloudEventData): Attributes {
  const missing = {
    ...(data["occurredAt"] === undefined && time !== undefined ? { occurredAt: time } : {}),
    ...(kind === "people" && data["type"] === undefined
      ? { type: String(type).slice(PEOPLE_CLOUD_EVENT_PREFIX.length) }
      : {}),
  };
  return Object.keys(missing).length === 0 ? data : { ...data, ...missing };
}

function isObject(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function bad(detail: string, field?: string): ReadEvent {
  const problem = { reason: "bad-cloudevent", detail } as const;
  return { ok: false, problem: field === undefined ? problem : { ...problem, field } };
}
