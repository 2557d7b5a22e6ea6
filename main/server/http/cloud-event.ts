import { CloudEvent, ValidationError } from "cloudevents";
import { MAX_EVENT_BYTES } from "../../contract/event.ts";
import { PEOPLE_EVENT_TYPES } from "../../contract/people-event.ts";
import { accept } from "../../contract/result.ts";
import { isObject, oneLine, type ReadEvent, textOf } from "./event-text.ts";

/** The `type` of a CloudEvent whose `data` is an event. `source`, `subject` and extensions are ignored. */
export const CLOUD_EVENT_TYPE = "alrimi.approvals.count";

/** The `type` of a CloudEvent whose `data` is a people event begins so, and ends with that event's own type. */
export const PEOPLE_CLOUD_EVENT_PREFIX = "alrimi.";

/**
 * Maximum size of a CloudEvent that comes alone, in bytes. Senders may count on so much, and not on more
 * (CloudEvents 1.0.2, "Size Limits").
 */
export const MOST_CLOUD_EVENT_BYTES = 64 * 1024;

/**
 * Attributes of one event. CloudEvents 1.0.2 defines eight, and each of its known extensions adds one to four. It sets no
 * bound itself, and 100,000 of them cost a quarter of a second.
 */
export const MOST_ATTRIBUTES = 32;

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
  const fault = faultIn(value, kind);
  if (fault !== undefined) return fault;
  const { data, data_base64 } = value;
  if (data_base64 !== undefined || !isObject(data))
    return bad('"data" must be the event, as a JSON object', "data");
  return textOf(data, missingIn(data, value, kind));
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
  const fault = faultIn(attributes, kind);
  if (fault !== undefined) return fault;
  if (kind === "count" && attributes["time"] === undefined) return accept(body);
  const asSent = accept(body); // where it is no event, the contract's parser says why
  if (body.length > MAX_EVENT_BYTES) return asSent;
  try {
    const data: unknown = JSON.parse(utf8.decode(body));
    const missing = isObject(data) ? missingIn(data, attributes, kind) : {};
    return Object.keys(missing).length === 0 ? asSent : textOf(data, missing);
  } catch {
    return asSent;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
const PREFIX = "ce-";
/** The SDK makes up an id that is missing, and takes a missing version for 1.0. */
const REQUIRED = ["specversion", "id", "source", "type"];
/** What the SDK is given. The contract judges `time`, where it is used. */
const JUDGED = [...REQUIRED, "subject", "dataschema", "datacontenttype"];
const NO_ATTRIBUTES = ["data", "data_base64"];

/**
 * What the official SDK and our own rules find wrong. The SDK gets no extensions: it would copy them several times, which is
 * slow when each event of a batch has names of its own, and it would look at nothing but the names.
 */
function faultIn(attributes: Attributes, kind: CloudEventData): ReadEvent | undefined {
  const names = Object.keys(attributes).filter((name) => !NO_ATTRIBUTES.includes(name));
  if (names.length > MOST_ATTRIBUTES) {
    return bad(`an event has at most ${MOST_ATTRIBUTES} attributes, not ${names.length}`);
  }
  const missing = REQUIRED.find((name) => typeof attributes[name] !== "string" || attributes[name] === "");
  if (missing !== undefined) return bad(`"${missing}" is missing or not a text`, missing);
  const { specversion, type } = attributes;
  if (specversion !== "1.0") return bad('"specversion" must be "1.0"', "specversion");
  if (!TYPES[kind].some((known) => known === type)) {
    return bad(`"type" must be "${TYPES[kind].join('" or "')}"`, "type");
  }
  const wrong = names.find((name) => !/^[a-z0-9]+$/.test(name));
  if (wrong !== undefined) return bad(oneLine(`${JSON.stringify(wrong)} is no name of an attribute`));
  const given = JUDGED.filter((name) => attributes[name]).map((name) => [name, attributes[name]]);
  try {
    new CloudEvent(Object.fromEntries(given));
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
function missingIn(data: Attributes, { time, type }: Attributes, kind: CloudEventData): Attributes {
  return {
    ...(data["occurredAt"] === undefined && time !== undefined ? { occurredAt: time } : {}),
    ...(kind === "people" && data["type"] === undefined
      ? { type: String(type).slice(PEOPLE_CLOUD_EVENT_PREFIX.length) }
      : {}),
  };
}

function bad(detail: string, field?: string): ReadEvent {
  const problem = { reason: "bad-cloudevent", detail } as const;
  return { ok: false, problem: field === undefined ? problem : { ...problem, field } };
}
