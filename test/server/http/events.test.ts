import { CloudEvent, HTTP } from "cloudevents";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_EVENT_BYTES, parseSentEvent } from "../../../main/contract/event.ts";
import { readCloudEvent } from "../../../main/server/http/cloud-event.ts";
import { textOf } from "../../../main/server/http/event-text.ts";
import { MOST_EVENTS, readEvents } from "../../../main/server/http/events.ts";
import { statusOf } from "../../../main/server/http/problem.ts";
import { times } from "../../sample.ts";

const SERVICE = "hr-leave";
const EVENT = {
  service: SERVICE,
  user: "hong.gd",
  count: 3,
  occurredAt: "2026-11-22T14:00:00+09:00",
  sequence: 17,
};
const JSON_TYPE = "application/json";
const LINES = "application/x-ndjson";
const STRUCTURED = "application/cloudevents+json";
const BATCH = "application/cloudevents-batch+json";

const bytes = (body: unknown): Uint8Array =>
  Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
const read = (type: string | undefined, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  readEvents(
    SERVICE,
    { ...(type === undefined ? {} : { "content-type": type }), ...headers },
    body instanceof Uint8Array ? body : bytes(body),
  );
const textsOf = (result: ReturnType<typeof readEvents>): readonly string[] => {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value.map((payload) => Buffer.from(payload).toString());
};
/** Status, reason, event and field of a refusal. */
const refusal = (result: ReturnType<typeof readEvents>) => {
  if (result.ok) throw new Error("it was accepted");
  const { reason, event, field } = result.problem;
  return [statusOf(reason), reason, event, field];
};

test("events - the text of one event is published as it came", () => {
  const text = ` { "sequence":"9223372036854775807", "unknown":1.50,${JSON.stringify(EVENT).slice(1).replace(',"sequence":17', "")}\n`;
  expect(textsOf(read(JSON_TYPE, text))).toEqual([text]);
  expect(textsOf(read("Application/JSON; charset=UTF-8", text))).toEqual([text]);
});

test("events - an array and lines give one text for each event, in their order", () => {
  const second = { ...EVENT, user: "kim.ys", sequence: "9007199254740993" };
  expect(textsOf(read(JSON_TYPE, ["\n", JSON.stringify([EVENT, second])].join("")))).toEqual(
    [EVENT, second].map((event) => JSON.stringify(event)),
  );
  const lines = `${JSON.stringify(EVENT)}\r\n \n${JSON.stringify(second)}`;
  expect(textsOf(read(LINES, lines)).map((text) => JSON.parse(text) as unknown)).toEqual([EVENT, second]);
});

test("events - each fault of an event has its status, its reason and its field", () => {
  const faults: readonly (readonly [object, number, string, string | undefined])[] = [
    [{ service: "finance-card" }, 403, "service-mismatch", "service"],
    [{ service: undefined }, 422, "bad-service", "service"],
    [{ service: 7 }, 422, "bad-service", "service"],
    [{ user: "" }, 422, "bad-user", "user"],
    [{ count: -1 }, 422, "bad-count", "count"],
    [{ count: "3" }, 422, "bad-count", "count"],
    [{ occurredAt: "2026-11-22T14:00:00" }, 422, "bad-time", "occurredAt"],
    [{ sequence: 1.5 }, 422, "bad-sequence", "sequence"],
    [{ sequence: 2 ** 53 }, 422, "sequence-unsafe", "sequence"],
    [{ epoch: -1 }, 422, "bad-epoch", "epoch"],
    [{ epoch: 2 ** 31 }, 422, "epoch-unsafe", "epoch"],
    [{ dueAt: "soon" }, 422, "bad-due-time", "dueAt"],
    [{ oldestAt: 5 }, 422, "bad-oldest-time", "oldestAt"],
    [{ dueToday: 4 }, 422, "bad-due-count", "dueToday"],
    [{ overdue: 4 }, 422, "bad-due-count", "overdue"],
    [{ pad: "x".repeat(MAX_EVENT_BYTES) }, 413, "too-large", undefined],
  ];
  for (const [change, status, reason, field] of faults) {
    const event = { ...EVENT, ...change };
    expect(refusal(read(JSON_TYPE, event)), reason).toEqual([status, reason, 0, field]);
    expect(refusal(read(JSON_TYPE, [EVENT, event])), reason).toEqual([status, reason, 1, field]);
    expect(refusal(read(LINES, `${JSON.stringify(EVENT)}\n${JSON.stringify(event)}`)), reason).toEqual([
      ...[status, reason, 1, field],
    ]);
  }
});

test("events - the id of the service is compared as the contract compares ids", () => {
  expect(textsOf(read(JSON_TYPE, { ...EVENT, service: "HR-Leave" }))).toHaveLength(1);
});

test("events - what is no JSON, no UTF-8 or no event is refused", () => {
  expect(refusal(read(JSON_TYPE, ""))).toEqual([400, "not-json", 0, undefined]);
  expect(refusal(read(JSON_TYPE, "{"))).toEqual([400, "not-json", 0, undefined]);
  expect(refusal(read(JSON_TYPE, "[{},"))).toEqual([400, "not-json", undefined, undefined]);
  expect(refusal(read(JSON_TYPE, new Uint8Array([0x7b, 0xff])))).toEqual([400, "not-utf8", 0, undefined]);
  expect(refusal(read(JSON_TYPE, new Uint8Array([0x5b, 0xff])))).toEqual([
    400,
    "not-utf8",
    undefined,
    undefined,
  ]);
  expect(refusal(read(JSON_TYPE, "7"))).toEqual([422, "not-an-object", 0, undefined]);
  expect(refusal(read(JSON_TYPE, [EVENT, null]))).toEqual([422, "not-an-object", 1, undefined]);
  expect(refusal(read(JSON_TYPE, []))).toEqual([400, "no-events", undefined, undefined]);
  expect(refusal(read(LINES, " \n\r\n"))).toEqual([400, "no-events", undefined, undefined]);
  expect(refusal(read(LINES, `${JSON.stringify(EVENT)}\n{`))).toEqual([400, "not-json", 1, undefined]);
});

test("events - only known content types and UTF-8 without a coding are read", () => {
  for (const type of [undefined, "", "text/plain", "application/xml", "application/json; charset=euc-kr"]) {
    expect(refusal(read(type, EVENT)), type).toEqual([415, "unsupported-content", undefined, undefined]);
  }
  const coded = read(JSON_TYPE, EVENT, { "content-encoding": "gzip" });
  expect(refusal(coded)).toEqual([415, "unsupported-content", undefined, undefined]);
});

test("events - a request has a limited number of events", () => {
  const most = Array.from({ length: MOST_EVENTS }, (_, sequence) => ({ ...EVENT, sequence }));
  const more = [...most, EVENT];
  const asLines = (events: readonly object[]) => events.map((event) => JSON.stringify(event)).join("\n");
  expect(textsOf(read(JSON_TYPE, most))).toHaveLength(MOST_EVENTS);
  expect(textsOf(read(LINES, asLines(most)))).toHaveLength(MOST_EVENTS);
  expect(refusal(read(JSON_TYPE, more))).toEqual([413, "too-many-events", undefined, undefined]);
  expect(refusal(read(LINES, asLines(more)))).toEqual([413, "too-many-events", undefined, undefined]);
});

test("events - one number with two contents in a request is a conflict, a repeated event is not", () => {
  const other = { ...EVENT, count: 4 };
  expect(refusal(read(JSON_TYPE, [EVENT, other]))).toEqual([409, "conflicting-events", 1, "sequence"]);
  expect(refusal(read(JSON_TYPE, [EVENT, { ...other, user: "HONG.gd", sequence: "017" }]))).toEqual([
    ...[409, "conflicting-events", 1, "sequence"],
  ]);
  expect(textsOf(read(JSON_TYPE, [EVENT, EVENT]))).toHaveLength(2);
  expect(textsOf(read(JSON_TYPE, [EVENT, { ...other, user: "kim.ys" }]))).toHaveLength(2);
  expect(textsOf(read(JSON_TYPE, [EVENT, { ...other, epoch: 1 }]))).toHaveLength(2);
});

test("events - a byte order mark before the text changes nothing", () => {
  for (const body of [EVENT, [EVENT]]) {
    expect(textsOf(read(JSON_TYPE, `\ufeff${JSON.stringify(body)}`))).toHaveLength(1);
  }
});

test("events - an infinite number is no missing field, alone or in an array", () => {
  for (const field of ["count", "sequence", "epoch", "dueAt", "dueToday"]) {
    const text = JSON.stringify({ ...EVENT, [field]: 0 }).replace(`"${field}":0`, `"${field}":1e999`);
    const alone = refusal(read(JSON_TYPE, text));
    expect(alone).toEqual([422, expect.stringMatching(/^bad-/), 0, field]);
    expect(refusal(read(JSON_TYPE, `[${text}]`))).toEqual(alone);
    expect(refusal(read(STRUCTURED, JSON.stringify(CLOUD).replace(JSON.stringify(EVENT), text)))).toEqual(
      alone,
    );
  }
});

test("events - an event is judged alike alone, in an array, in lines and in a CloudEvent", () => {
  const value = fc.oneof(
    fc.jsonValue().map((json) => JSON.stringify(json)),
    fc.constantFrom("1e999", "-1e999", "9007199254740993", "-0", "1.0", "1e2", '"\\ud800"', "null", '"017"'),
  );
  const names = fc.constantFrom(
    ...Object.keys(EVENT),
    "epoch",
    "dueAt",
    "oldestAt",
    "dueToday",
    "overdue",
    "x",
  );
  const changes = fc.array(fc.tuple(names, value), { maxLength: 3 });
  fc.assert(
    fc.property(changes, (fields) => {
      const text = `${JSON.stringify(EVENT).slice(0, -1)}${fields.map(([name, json]) => `,"${name}":${json}`).join("")}}`;
      const verdict = (result: ReturnType<typeof readEvents>) =>
        result.ok ? parseSentEvent(SERVICE, result.value[0] ?? new Uint8Array()) : refusal(result);
      const alone = verdict(read(JSON_TYPE, text));
      expect(verdict(read(JSON_TYPE, `[${text}]`))).toEqual(alone);
      expect(verdict(read(LINES, text))).toEqual(alone);
      const cloud = JSON.stringify({ ...CLOUD, data: 0 }).replace('"data":0', () => `"data":${text}`);
      expect(verdict(read(STRUCTURED, cloud))).toEqual(alone);
    }),
    { numRuns: times(300, 20_000) },
  );
});

test("events - an event that is nested too deeply for the writer is refused, not thrown", () => {
  const deep = `[{"x":${"[".repeat(200_000)}${"]".repeat(200_000)}}]`;
  expect(refusal(read(JSON_TYPE, deep))).toEqual([413, "too-large", 0, undefined]);
});

const CLOUD = { specversion: "1.0", id: "1", source: "/hr", type: "alrimi.approvals.count", data: EVENT };

test("events - the official SDK's structured and binary messages are read", () => {
  const event = new CloudEvent({ type: "alrimi.approvals.count", source: "/hr", data: EVENT });
  for (const message of [HTTP.structured(event), HTTP.binary(event)]) {
    const headers = message.headers as Readonly<Record<string, string>>;
    expect(textsOf(readEvents(SERVICE, headers, bytes(message.body)))).toEqual([JSON.stringify(EVENT)]);
  }
});

test("events - a batch of CloudEvents names the bad one", () => {
  expect(textsOf(read(BATCH, [CLOUD, { ...CLOUD, data: { ...EVENT, sequence: 18 } }]))).toHaveLength(2);
  expect(refusal(read(BATCH, [CLOUD, 5]))).toEqual([422, "bad-cloudevent", 1, undefined]);
  expect(refusal(read(BATCH, [CLOUD, { ...CLOUD, data: { ...EVENT, count: -1 } }]))).toEqual([
    ...[422, "bad-count", 1, "count"],
  ]);
  expect(refusal(read(BATCH, CLOUD))).toEqual([400, "not-json", undefined, undefined]);
});

test("events - the time of a CloudEvent stands for a missing occurredAt, and only for that", () => {
  const { occurredAt, ...untimed } = EVENT;
  const time = "2026-11-22T05:00:00.5Z";
  const structured = textsOf(read(STRUCTURED, { ...CLOUD, time, data: untimed }));
  const attributes = { "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/hr", "ce-type": CLOUD.type };
  const binary = textsOf(read(JSON_TYPE, untimed, { ...attributes, "ce-time": time }));
  for (const [text = ""] of [structured, binary])
    expect(JSON.parse(text)).toEqual({ ...untimed, occurredAt: time });
  expect(textsOf(read(STRUCTURED, { ...CLOUD, time }))).toEqual([JSON.stringify(EVENT)]);
  // The SDK would replace a missing or unreadable time by the present one.
  expect(refusal(read(STRUCTURED, { ...CLOUD, data: untimed }))).toEqual([422, "bad-time", 0, "occurredAt"]);
  expect(refusal(read(STRUCTURED, { ...CLOUD, time: "noon", data: untimed }))[1]).toBe("bad-time");
  expect(refusal(read(JSON_TYPE, untimed, { ...attributes, "ce-time": "noon" }))[1]).toBe("bad-time");
  expect(occurredAt).toBeDefined();
});

test("events - a CloudEvent that breaks its own rules is refused with the attribute", () => {
  const faults: readonly (readonly [object, string | undefined])[] = [
    [{ specversion: "0.3" }, "specversion"],
    [{ specversion: undefined }, "specversion"],
    [{ id: "" }, "id"],
    [{ source: undefined }, "source"],
    [{ type: "com.example" }, "type"],
    [{ type: 5 }, "type"],
    [{ data: undefined }, "data"],
    [{ data: "text" }, "data"],
    [{ data: undefined, data_base64: Buffer.from(JSON.stringify(EVENT)).toString("base64") }, "data"],
    [{ dataschema: "not a uri" }, "dataschema"],
    [{ Bad_Name: "x" }, undefined],
  ];
  for (const [change, field] of faults) {
    expect(refusal(read(STRUCTURED, { ...CLOUD, ...change })), JSON.stringify(change)).toEqual([
      ...[422, "bad-cloudevent", 0, field],
    ]);
  }
  const shadowed = JSON.stringify({ ...CLOUD, validate: "x", tostring: "y" }).replace(
    "{",
    '{"__proto__":{"a":1},',
  );
  expect(readEvents(SERVICE, { "content-type": STRUCTURED }, bytes(shadowed)).ok).toBeTypeOf("boolean");
});

/** As many extension attributes, with names that no other event has. */
const extensions = (many: number, from = 0): Readonly<Record<string, number>> =>
  Object.fromEntries(Array.from({ length: many }, (_, at) => [`x${from + at}`, at]));

test("events - a CloudEvent has at most 32 attributes, alone, in a batch and in headers", () => {
  const most = { ...CLOUD, ...extensions(28) };
  const more = { ...CLOUD, ...extensions(29) };
  const refused = [422, "bad-cloudevent", 0, undefined];
  expect(textsOf(read(STRUCTURED, most))).toHaveLength(1);
  expect(refusal(read(STRUCTURED, more))).toEqual(refused);
  expect(refusal(read(STRUCTURED, { ...CLOUD, ...extensions(5_000) }))).toEqual(refused);
  expect(textsOf(read(BATCH, [most, most]))).toHaveLength(2);
  expect(refusal(read(BATCH, [most, more]))).toEqual(refused.with(2, 1));
  expect(refusal(read(BATCH, [{ ...CLOUD, ...extensions(80_000) }]))).toEqual(refused);
  const headers = ({ data: _, ...attributes }: typeof CLOUD) =>
    Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]));
  expect(textsOf(read(JSON_TYPE, EVENT, headers(most)))).toHaveLength(1);
  expect(refusal(read(JSON_TYPE, EVENT, headers(more)))).toEqual(refused);
});

test("events - a CloudEvent that comes alone has at most 64 KiB, and a larger one is not parsed", () => {
  const large = (size: number): string => JSON.stringify(CLOUD).padEnd(size);
  expect(textsOf(read(STRUCTURED, large(64 * 1024)))).toHaveLength(1);
  expect(refusal(read(STRUCTURED, large(64 * 1024 + 1)))).toEqual([413, "too-large", 0, undefined]);
  expect(refusal(read(STRUCTURED, "{".padEnd(64 * 1024 + 1)))).toEqual([413, "too-large", 0, undefined]);
});

/** A value that notes which of its fields are read. */
function watched(value: Readonly<Record<string, unknown>>): { value: object; reads: readonly string[] } {
  const reads: string[] = [];
  const get = (target: object, name: string): unknown => {
    reads.push(String(name));
    return Reflect.get(target, name);
  };
  return { value: new Proxy(value, { get }), reads };
}

test("events - an event with more fields than fit into 8 KiB is refused before they are read", () => {
  const wide = { ...EVENT, ...extensions(1_700) };
  const { value, reads } = watched(wide);
  expect(textOf(value)).toMatchObject({ ok: false, problem: { reason: "too-large" } });
  expect(reads).toEqual([]);
  expect(refusal(read(JSON_TYPE, [wide]))).toEqual([413, "too-large", 0, undefined]);
});

test("events - the extensions of a CloudEvent are neither read nor copied, because each of a batch has its own", () => {
  const { value, reads } = watched({ ...CLOUD, ...extensions(28) });
  expect(readCloudEvent(value, "count").ok).toBe(true);
  expect(reads.filter((name) => name.startsWith("x"))).toEqual([]);
});

test("events - whatever is accepted is accepted by the contract, and nothing throws", () => {
  const json = fc.oneof(
    fc.json(),
    fc.json().map((text) => `[${text},${JSON.stringify(EVENT)}]`),
    fc
      .record({
        ...Object.fromEntries(
          Object.entries(EVENT).map(([key, value]) => [key, fc.oneof(fc.constant(value), fc.jsonValue())]),
        ),
      })
      .map((event) => JSON.stringify(event)),
    fc.jsonValue().map((data) => JSON.stringify({ ...CLOUD, data })),
    fc.dictionary(fc.string(), fc.jsonValue()).map((extra) => JSON.stringify({ ...CLOUD, ...extra })),
  );
  const body = fc.oneof(json.map(bytes), fc.uint8Array());
  const type = fc.constantFrom(JSON_TYPE, LINES, STRUCTURED, BATCH);
  fc.assert(
    fc.property(type, body, (content, given) => {
      const result = readEvents(SERVICE, { "content-type": content }, given);
      if (!result.ok) return statusOf(result.problem.reason) >= 400;
      return result.value.every((payload) => parseSentEvent(SERVICE, payload).ok);
    }),
    { numRuns: times(300, 20_000) },
  );
});
