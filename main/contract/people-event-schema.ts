import { EPOCH, ID, JSON_SCHEMA_DIALECT, type JsonSchema, optional, SEQUENCE, TIME } from "./event-schema.ts";
import { MAX_ALIASES } from "./people.ts";
import { MAX_PEOPLE_EVENT_BYTES, PEOPLE_EVENT_TYPES } from "./people-event.ts";

/** What HR sends, as `parsePeopleEvent` reads it. JSON Schema cannot say that an id has no invisible character. */
export const PEOPLE_EVENT_SCHEMA: JsonSchema = {
  $schema: JSON_SCHEMA_DIALECT,
  $id: "urn:alrimi:people-event:1",
  title: "PeopleEvent",
  description: `Somebody joins, leaves, or gets another id. At most ${MAX_PEOPLE_EVENT_BYTES} bytes of UTF-8. Unknown fields are ignored.`,
  type: "object",
  required: ["type", "user", "occurredAt", "sequence"],
  properties: {
    type: { type: "string", enum: PEOPLE_EVENT_TYPES },
    user: {
      ...ID,
      description:
        "Id of the person; when it is renamed the old one. Whoever leaves or is renamed may be named by an alias.",
    },
    occurredAt: { ...TIME, description: "When it happened, or happens." },
    sequence: {
      ...SEQUENCE,
      description:
        "HR's increasing number. Of two events about one id the larger is newer. Above 2^53-1 a decimal string.",
    },
    epoch: { ...optional(EPOCH), description: "Increased by one whenever HR's counter had to restart." },
  },
  oneOf: [
    { properties: { type: { const: "people.joined" }, aliases: aliases() } },
    { properties: { type: { const: "people.left" } } },
    {
      required: ["to"],
      properties: {
        type: { const: "people.renamed" },
        to: { ...ID, description: "The new id. The old one is an alias from then on." },
        aliases: aliases(),
      },
    },
  ],
  examples: [
    {
      ...{ type: "people.joined", user: "lee.sm", aliases: ["100300"] },
      ...{ occurredAt: "2026-11-28T09:00:00+09:00", sequence: 17 },
    },
  ],
};

function aliases(): JsonSchema {
  return {
    type: ["array", "null"],
    maxItems: MAX_ALIASES,
    items: ID,
    description: "All other names, such as the employee number. Without it those of before stay.",
  };
}
