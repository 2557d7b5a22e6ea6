import { EVENT_SCHEMA, type JsonSchema, OUTCOME_SCHEMA } from "../../../main/contract/event-schema.ts";
import { HR_INTAKE, HR_TOKEN } from "../../../main/contract/people-event.ts";
import { PEOPLE_EVENT_SCHEMA } from "../../../main/contract/people-event-schema.ts";
import { subjectToken } from "../../../main/contract/subject.ts";

/** What a service sends and receives over NATS, as a document of AsyncAPI 3. */
export function asyncApi(): JsonSchema {
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Alrimi: events over NATS",
      version: "1",
      description:
        "The application of this document is a service. It sends the number of a person's waiting approvals whenever it changes. HR is one that says who joins and leaves.",
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    servers: {
      broker: {
        host: "broker-1.example.com:4222",
        protocol: "nats",
        description: "NATS with TLS. Ask your administrator for the addresses.",
        security: [{ type: "userPassword", description: "A password, an nkey file or a .creds file." }],
      },
    },
    channels: {
      intake: {
        address: "intake.{service}",
        title: "Intake",
        description:
          "A durable queue. A publication with a reply subject is acknowledged by JetStream when it is stored.",
        parameters: { service },
        messages: { event: { $ref: "#/components/messages/event" } },
      },
      outcome: {
        address: "outcome.{service}",
        title: "Outcome",
        description: "Not stored. Ignore a message with headers: the keeper's have none.",
        parameters: { service },
        messages: { outcome: { $ref: "#/components/messages/outcome" } },
      },
      peopleIntake: {
        address: HR_INTAKE,
        title: "Intake of HR",
        description: "For HR's login only. As durable, and acknowledged as the intake of a service.",
        messages: { peopleEvent: { $ref: "#/components/messages/peopleEvent" } },
      },
      peopleOutcome: {
        address: `outcome.${HR_TOKEN}`,
        title: "Outcome of HR's events",
        description: "Not stored. Ignore a message with headers: the keeper's have none.",
        messages: { outcome: { $ref: "#/components/messages/outcome" } },
      },
    },
    operations: {
      sendEvent: {
        action: "send",
        channel: { $ref: "#/channels/intake" },
        messages: [{ $ref: "#/channels/intake/messages/event" }],
      },
      receiveOutcome: {
        action: "receive",
        channel: { $ref: "#/channels/outcome" },
        messages: [{ $ref: "#/channels/outcome/messages/outcome" }],
      },
      sendPeopleEvent: {
        action: "send",
        channel: { $ref: "#/channels/peopleIntake" },
        messages: [{ $ref: "#/channels/peopleIntake/messages/peopleEvent" }],
      },
      receivePeopleOutcome: {
        action: "receive",
        channel: { $ref: "#/channels/peopleOutcome" },
        messages: [{ $ref: "#/channels/peopleOutcome/messages/outcome" }],
      },
    },
    components: {
      messages: {
        event: { name: "event", title: "Event", payload: schema(EVENT_SCHEMA) },
        outcome: { name: "outcome", title: "Outcome", payload: schema(OUTCOME_SCHEMA) },
        peopleEvent: { name: "peopleEvent", title: "PeopleEvent", payload: schema(PEOPLE_EVENT_SCHEMA) },
      },
    },
  };
}

const service = {
  description:
    "Id of the service as a subject token: NFC, lower case, percent-encoded except letters, digits, - and _.",
  examples: ["hr-leave", "hr.leave"].map(tokenOf),
};

function tokenOf(id: string): string {
  const token = subjectToken(id);
  return token.ok ? token.value : id;
}

/** A schema of another dialect than AsyncAPI's own is given with its format. */
function schema(document: JsonSchema): JsonSchema {
  return { schemaFormat: "application/schema+json;version=draft-07", schema: draft07(document) };
}

/** AsyncAPI's tools read draft 07, which has every keyword that is used here. */
function draft07({ $schema: _dialect, ...document }: JsonSchema): JsonSchema {
  return { $schema: "http://json-schema.org/draft-07/schema#", ...document };
}
