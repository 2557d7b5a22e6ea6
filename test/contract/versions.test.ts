import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { parseCatalog } from "../../main/contract/catalog.ts";
import { parseEvent, parseSentEvent } from "../../main/contract/event.ts";
import { EVENT_SCHEMA } from "../../main/contract/event-schema.ts";
import { parseOutcome } from "../../main/contract/intake.ts";
import { HR_TOKEN, parsePeopleEvent } from "../../main/contract/people-event.ts";
import { PEOPLE_EVENT_SCHEMA } from "../../main/contract/people-event-schema.ts";
import { bytesOf } from "./events.ts";

interface Recorded {
  readonly subject: string;
  readonly payload: string;
  readonly meaning: { readonly is: object } | { readonly refused: string };
}

/** Messages of the first version, with what they mean. Lines may be added, and none is changed or removed. */
const recorded = readFileSync(join(import.meta.dirname, "recorded", "version-1.ndjson"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Recorded);

/** What is read of a message: the value, or the reason of the refusal. */
function meaningOf(subject: string, payload: Uint8Array): unknown {
  const [root, token = ""] = subject.split(".");
  const read = (): { readonly ok: boolean; readonly value?: unknown; readonly reason?: string } => {
    switch (root) {
      case "intake":
        if (token === HR_TOKEN) return parsePeopleEvent(payload);
        return parseSentEvent(decodeURIComponent(token), payload);
      case "approvals":
        return parseEvent(subject, payload);
      case "outcome":
        return parseOutcome(payload);
      case "catalog":
        return parseCatalog(payload);
      default:
        throw new Error(`nothing reads ${subject}`);
    }
  };
  const result = read();
  const meaning = result.ok ? { is: result.value } : { refused: result.reason };
  return JSON.parse(
    JSON.stringify(meaning, (_key, value: unknown) => (typeof value === "bigint" ? `${value}n` : value)),
  );
}

test("contract - every recorded message of version 1 means today what it meant, with more fields at most", () => {
  expect(recorded.length).toBeGreaterThanOrEqual(33);
  for (const { subject, payload, meaning } of recorded) {
    expect(meaningOf(subject, bytesOf(payload)), `${subject} ${payload}`).toMatchObject(meaning);
  }
});

test("contract - today's schema takes every recorded event that was taken", () => {
  const ajv = new Ajv2020({ allowUnionTypes: true });
  addFormats.default(ajv);
  const isEvent = ajv.compile(EVENT_SCHEMA);
  const isPeopleEvent = ajv.compile(PEOPLE_EVENT_SCHEMA);
  for (const { subject, payload, meaning } of recorded) {
    if (!subject.startsWith("intake.") || !("is" in meaning)) continue;
    const isTaken = subject === `intake.${HR_TOKEN}` ? isPeopleEvent : isEvent;
    expect(isTaken(JSON.parse(payload)), payload).toBe(true);
  }
});
