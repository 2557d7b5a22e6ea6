import { EVENT_SCHEMA, JSON_SCHEMA_DIALECT, type JsonSchema } from "../../contract/event-schema.ts";
import { PEOPLE_EVENT_TYPES } from "../../contract/people-event.ts";
import { PEOPLE_EVENT_SCHEMA } from "../../contract/people-event-schema.ts";
import {
  CLOUD_EVENT_TYPE,
  MOST_ATTRIBUTES,
  MOST_CLOUD_EVENT_BYTES,
  PEOPLE_CLOUD_EVENT_PREFIX,
} from "./cloud-event.ts";
import { MOST_BYTES, MOST_EVENTS } from "./events.ts";
import { PROBLEM_TYPE, problemKinds } from "./problem.ts";

const EVENT = { $ref: "#/components/schemas/Event" };
const EVENTS = { type: "array", minItems: 1, maxItems: MOST_EVENTS };
const CLOUD_EVENT = { $ref: "#/components/schemas/CloudEvent" };

const PEOPLE_EVENT = { $ref: "#/components/schemas/PeopleEvent" };
const PEOPLE_CLOUD_EVENT = { $ref: "#/components/schemas/PeopleCloudEvent" };

/** What `POST /v1/events` and `POST /v1/people/events` take and answer, as a document of OpenAPI 3.1. */
export function openApi(): JsonSchema {
  return {
    openapi: "3.1.1",
    jsonSchemaDialect: JSON_SCHEMA_DIALECT,
    info: {
      title: "Alrimi: events over HTTP",
      version: "1",
      description: "A service sends the number of a person's waiting approvals whenever it changes.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [
      {
        url: "https://{host}",
        variables: { host: { default: "alrimi.example.com:8080", description: "Ask your administrator." } },
      },
    ],
    security: [{ token: [] }],
    paths: {
      "/v1/events": {
        post: post(EVENT, CLOUD_EVENT, {
          operationId: "sendEvents",
          summary: "Send one event or several",
        }),
      },
      "/v1/people/events": {
        post: post(PEOPLE_EVENT, PEOPLE_CLOUD_EVENT, {
          operationId: "sendPeopleEvents",
          summary: "HR says who joins, leaves and is renamed. With HR's token only",
        }),
      },
    },
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "The token of one service, or HR's: alrimi_…" },
      },
      schemas: {
        Event: EVENT_SCHEMA,
        CloudEvent: cloudEvent({ const: CLOUD_EVENT_TYPE }, "An Event."),
        PeopleEvent: PEOPLE_EVENT_SCHEMA,
        PeopleCloudEvent: cloudEvent(
          { enum: PEOPLE_EVENT_TYPES.map((type) => `${PEOPLE_CLOUD_EVENT_PREFIX}${type}`) },
          "A PeopleEvent. It may leave out its type.",
        ),
        Accepted: {
          type: "object",
          required: ["accepted"],
          properties: { accepted: { type: "integer", minimum: 1, maximum: MOST_EVENTS } },
        },
        Problem: problem(),
      },
    },
  };
}

function post(event: JsonSchema, cloudEvent: JsonSchema, about: JsonSchema): JsonSchema {
  const events = { ...EVENTS, items: event };
  return {
    ...about,
    description: `At most ${MOST_EVENTS} events and ${MOST_BYTES} bytes. All events are checked before the first is stored. Sending an event again changes nothing.`,
    requestBody: {
      required: true,
      content: {
        "application/json": { schema: { oneOf: [event, events] } },
        "application/x-ndjson": { schema: { type: "string", description: "One event per line." } },
        "application/cloudevents+json": { schema: cloudEvent },
        "application/cloudevents-batch+json": { schema: { ...EVENTS, items: cloudEvent } },
      },
    },
    responses: {
      "202": {
        description: "The broker has stored every event.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Accepted" } } },
      },
      ...failures(),
    },
  };
}

/** Reasons of other pages and methods. */
const ELSEWHERE: readonly string[] = ["no-such-page", "wrong-method"];

function failures(): JsonSchema {
  const content = { [PROBLEM_TYPE]: { schema: { $ref: "#/components/schemas/Problem" } } };
  const kinds = problemKinds().filter(({ reason }) => !ELSEWHERE.includes(reason));
  const response = (status: number) => ({
    description: kinds
      .filter((kind) => kind.status === status)
      .map(({ reason, title }) => `${reason}: ${title}.`)
      .join(" "),
    content,
  });
  return Object.fromEntries(kinds.map(({ status }) => [status, response(status)]));
}

function problem(): JsonSchema {
  return {
    description: "RFC 9457",
    type: "object",
    required: ["type", "title", "status", "detail"],
    properties: {
      type: { type: "string", description: "`urn:alrimi:` and the reason. Reasons may be added." },
      title: { type: "string" },
      status: { type: "integer" },
      detail: { type: "string", description: "English, for the programmer. It may quote the request." },
      event: { type: "integer", minimum: 0, description: "Index of the event in the request." },
      field: { type: "string", description: "The field of the event, or the attribute of the CloudEvent." },
    },
  };
}

/** Structured mode. In the binary mode the attributes are headers with the prefix `ce-`, and the body is the event. */
function cloudEvent(type: JsonSchema, data: string): JsonSchema {
  return {
    description: `CloudEvents 1.0, with at most ${MOST_ATTRIBUTES} attributes, alone at most ${MOST_CLOUD_EVENT_BYTES} bytes. \`time\` is used if the event has no \`occurredAt\`.`,
    type: "object",
    required: ["specversion", "id", "source", "type", "data"],
    properties: {
      specversion: { const: "1.0" },
      id: { type: "string", minLength: 1 },
      source: { type: "string", minLength: 1, format: "uri-reference" },
      type,
      time: { type: "string", format: "date-time" },
      data: { type: "object", description: data },
    },
  };
}
