import { expect, test } from "vitest";
import { MAX_EVENT_BYTES } from "../../../main/contract/event.ts";
import { REFUSED_STREAM, STREAMS } from "../../../main/contract/streams.ts";
import { formatRefused } from "../../../main/server/keeper/refused.ts";

const event = { intake: 5, storedAt: 0, reason: "not-json", detail: "x".repeat(300) } as const;
const LARGEST = STREAMS.find(({ name }) => name === REFUSED_STREAM)?.max_msg_size ?? 0;

test.each([
  ["text", Buffer.from("no event"), { payload: "no event" }],
  ["other bytes", Buffer.from([0xff, 0x00]), { payloadBase64: "/wA=" }],
  ["nothing", new Uint8Array(), { payload: "" }],
])("refused - %s is stored as it came", (_, payload, expected) => {
  expect(JSON.parse(formatRefused({ ...event, payload }))).toMatchObject({ intake: 5, ...expected });
});

test.each([
  ["control characters", "\u0001"],
  ["quotation marks", '"'],
  ["letters", "a"],
  ["Korean", "결"],
])("refused - the largest payload of %s fits into the stream", (_, character) => {
  const most = 2 * MAX_EVENT_BYTES; // with headers, of which it has none
  const payload = Buffer.from(character.repeat(Math.floor(most / Buffer.byteLength(character))));
  const text = formatRefused({ ...event, payload });
  expect(Buffer.byteLength(text) + 500).toBeLessThan(LARGEST); // the subject and the broker's own bytes
  const { payload: said, payloadBase64 } = JSON.parse(text) as Record<string, string>;
  expect(said ?? Buffer.from(payloadBase64 ?? "", "base64").toString()).toBe(payload.toString());
});
