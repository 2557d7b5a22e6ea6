import { CloudEvent, HTTP, type Message, ValidationError } from "cloudevents";
import { accept } from "../../contract/result.ts";
import { oneLine, type ReadEvent, textOf } from "./event-text.ts";

/** The `type` of a CloudEvent whose `data` is an event. `source`, `subject` and extensions are ignored. */
const CLOUD_EVENT_TYPE = "alrimi.approvals.count";

type Attributes = Readonly<Record<string, unknown>>;

/** Reads a parsed CloudEvent of the structured mode or of a batch. Never throws. */
export function readCloudEvent(value: unknown): ReadEvent {
  if (!isObject(value)) return bad("a CloudEvent is a JSON object");
  const { data, data_base64, ...attributes } = value;
  const fault = faultIn(attributes, { headers: { "content-type": STRUCTURED }, body: attributes });
  if (fault !== undefined) return fault;
  if (data_base64 !== undefined || !isObject(data))
    return bad('"data" must be the event, as a JSON object', "data");
  return textOf(withTime(data, attributes["time"]));
}

/**
 * Reads a CloudEvent of the binary mode: attributes in the headers, data in the body. Never throws.
 * @param headers names in lower case
 */
export function readCloudEventHeaders(headers: Attributes, body: Uint8Array): ReadEvent {
  const attributes = Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([name, text]) => [name.slice(PREFIX.length), text]),
  );
  const sent = { ...headers, "content-type": "application/json" } as Message["headers"];
  const fault = faultIn(attributes, { headers: sent, body: undefined });
  if (fault !== undefined) return fault;
  const { time } = attributes;
  if (time === undefined) return accept(body);
  try {
    const data: unknown = JSON.parse(utf8.decode(body));
    const timed = isObject(data) ? withTime(data, time) : data;
    return timed === data ? accept(body) : textOf(timed);
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
function faultIn(attributes: Attributes, message: Message): ReadEvent | undefined {
  const missing = REQUIRED.find((name) => typeof attributes[name] !== "string" || attributes[name] === "");
  if (missing !== undefined) return bad(`"${missing}" is missing or not a text`, missing);
  const { specversion, type } = attributes;
  if (specversion !== "1.0") return bad('"specversion" must be "1.0"', "specversion");
  if (type !== CLOUD_EVENT_TYPE) return bad(`"type" must be "${CLOUD_EVENT_TYPE}"`, "type");
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

/** `time` is the time of the occurrence, and stands for a missing `occurredAt`. */
function withTime(data: Attributes, time: unknown): Attributes {
  return data["occurredAt"] === undefined && time !== undefined ? { ...data, occurredAt: time } : data;
}

function isObject(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function bad(detail: string, field?: string): ReadEvent {
  const problem = { reason: "bad-cloudevent", detail } as const;
  return { ok: false, problem: field === undefined ? problem : { ...problem, field } };
}
