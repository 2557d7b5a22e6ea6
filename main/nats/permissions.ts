import { ENROLMENT_SUBJECTS } from "../contract/enrolment.ts";
import { FLEET_SUBJECTS, TEST_SUBJECTS } from "../contract/fleet.ts";
import { HEARTBEAT_SUBJECT } from "../contract/heartbeat.ts";
import { KEEPER_SUBJECT } from "../contract/keeper-heartbeat.ts";
import { LEADER_SUBJECTS } from "../contract/leader.ts";
import { PEOPLE_PARTS, PEOPLE_SUBJECT } from "../contract/people.ts";
import { HR_RECORDS, HR_TOKEN } from "../contract/people-event.ts";
import { HEARD_SUBJECTS } from "../contract/service-heard.ts";
import {
  APPROVALS_STREAM,
  CATALOG_STREAM,
  EVENTS_STREAM,
  FLEET_STREAM,
  INTAKE_STREAM,
  PEOPLE_STREAM,
  REFUSED_STREAM,
  SERVER_STREAM,
  STREAMS,
} from "../contract/streams.ts";
import { CATALOG_SUBJECT, subjectToken } from "../contract/subject.ts";
import {
  API_ADVISORY,
  directGetSubject,
  FLEET_READER_API,
  HEARTBEAT_API,
  KEEPER_API,
  readerApi,
  streamApi,
} from "./jetstream-api.ts";

/** The subjects that a login may use. All others are denied. */
export interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/**
 * The kind of a login: the administrator, the keeper (`alrimi server`), the writer of one service, the same over MQTT,
 * the app of one person, the company portal (`alrimi server`), HR, which says who joins and leaves, a
 * reader of all kept events.
 */
export const ROLES = ["administrator", "keeper", "writer", "mqtt", "app", "portal", "hr", "reader"] as const;
export type Role = (typeof ROLES)[number];

/** The roles with a single holder. The role is also the holder's id and token. */
export const SINGLE_ROLES: readonly Role[] = ["administrator", "keeper", "portal", "hr"];

/** The roles of which every kit has a login. */
export const STANDING_ROLES: readonly Role[] = ["administrator", "keeper"];

/** The token in the permissions of a scoped signing key. nats-server replaces it by the name of the JWT. */
export const NAME_TEMPLATE = "{{name()}}";

/** The inbox prefix of the administrator. */
export const ADMINISTRATOR_INBOX = "_ADMIN";

/** The inbox prefix of `alrimi server`, whose keeper decides what is retained. */
export const KEEPER_INBOX = "_KEEPER";

/** The inbox prefix of the company portal, a part of `alrimi server`. */
export const PORTAL_INBOX = "_PORTAL";

/** The inbox prefix of a service's writer. Answers hold counts, so services do not share an inbox. */
export function writerInbox(service: string): string {
  return `_WRITER.${tokenOf(service)}`;
}

/** The inbox prefix of HR. */
export const HR_INBOX = `_WRITER.${HR_TOKEN}`;

/** The inbox prefix of a reader. */
export function readerInbox(name: string): string {
  return `_READER.${tokenOf(name)}`;
}

/** The inbox prefix of a person's app. */
export function appInbox(user: string): string {
  return `_TRAY.${tokenOf(user)}`;
}

/**
 * A person's app may read that person's events and the catalog, hear the heartbeat, report its own state, and receive
 * test notices of the administrator.
 * @throws {TypeError} for a bad id
 */
export function appPermissions(user: string): Permissions {
  return permissionsOf("app", tokenOf(user));
}

/** `alrimi server` may take events from the intake, write what is retained, and say what became of each. */
export function keeperPermissions(): Permissions {
  return permissionsOf("keeper", "");
}

/** The portal may read everybody's events and the catalog, and hear the heartbeats. It writes nothing. */
export function portalPermissions(): Permissions {
  return permissionsOf("portal", "");
}

/** HR may send people events, and hear what became of them. It reads neither counts nor the directory. */
export function hrPermissions(): Permissions {
  return permissionsOf("hr", "");
}

/** A service may send events, and hear what became of them. It reads no counts. @throws {TypeError} for a bad id */
export function writerPermissions(service: string): Permissions {
  return permissionsOf("writer", tokenOf(service));
}

/**
 * The administrator may make the streams, the heartbeat and the readers, write and read the catalog and the people directory, make
 * codes for enrolment and withdraw enrolled keys, read the apps' reports and when each service was last heard, and send
 * test notices. This login cannot read events
 * directly. But it sets a stream's republish subject (from 2.10 on also
 * later), `_ADMIN.>` included, and so it can receive future events. Its holder must be trusted.
 */
export function administratorPermissions(): Permissions {
  return permissionsOf("administrator", "");
}

/**
 * The permissions of a role.
 * @param token the subject token of the person or the service (not the id), or {@link NAME_TEMPLATE}
 */
export function permissionsOf(role: Role, token: string): Permissions {
  switch (role) {
    case "administrator": {
      const api = STREAMS.map(({ name }) => streamApi(name)).flatMap(({ info, create, update }) => [
        info,
        create,
        update,
      ]);
      return {
        publish: [
          ...api,
          streamApi(APPROVALS_STREAM).purge,
          ...[streamApi(EVENTS_STREAM)].flatMap(({ info, create, update, remove, purge, consumers }) => [
            ...[info, create, update, remove, purge, consumers],
          ]),
          readerApi("*").create,
          readerApi("*.>").create,
          readerApi("*").remove,
          streamApi(FLEET_STREAM).purge,
          streamApi(PEOPLE_STREAM).purge,
          ...Object.values(HEARTBEAT_API),
          KEEPER_API.info,
          KEEPER_API.create,
          CATALOG_SUBJECT,
          directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT),
          PEOPLE_SUBJECT,
          PEOPLE_PARTS,
          directGetSubject(PEOPLE_STREAM, "people.>"),
          streamApi(PEOPLE_STREAM).directGet,
          directGetSubject(SERVER_STREAM, HEARD_SUBJECTS),
          directGetSubject(SERVER_STREAM, ENROLMENT_SUBJECTS),
          streamApi(SERVER_STREAM).directGet,
          ENROLMENT_SUBJECTS,
          ...Object.values(FLEET_READER_API),
          TEST_SUBJECTS,
        ],
        // `alrimi broker check` reads the server's clock from the advisories.
        subscribe: [`${ADMINISTRATOR_INBOX}.>`, API_ADVISORY, FLEET_SUBJECTS],
      };
    }
    case "keeper":
      return {
        publish: [
          KEEPER_API.info,
          // It makes its consumer anew where that would skip events.
          KEEPER_API.create,
          KEEPER_API.remove,
          KEEPER_API.next,
          streamApi(INTAKE_STREAM).info,
          ...KEEPER_API.acknowledgements,
          streamApi(APPROVALS_STREAM).info,
          directGetSubject(APPROVALS_STREAM, "approvals.*.*"),
          "approvals.*.*",
          directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT),
          directGetSubject(PEOPLE_STREAM, "people.>"),
          streamApi(PEOPLE_STREAM).directGet,
          HR_RECORDS,
          directGetSubject(SERVER_STREAM, "server.>"),
          "server.>",
          "intake.*",
          "outcome.*",
          "refused.*",
          KEEPER_SUBJECT,
        ],
        subscribe: [`${KEEPER_INBOX}.>`, CATALOG_SUBJECT, PEOPLE_SUBJECT, HR_RECORDS],
      };
    case "writer":
      return {
        publish: [`intake.${token}`, directGetSubject(REFUSED_STREAM, `refused.${token}`)],
        subscribe: [`outcome.${token}`, `_WRITER.${token}.>`],
      };
    case "hr":
      // Like a service. The keeper takes what this token sends as people events.
      return permissionsOf("writer", HR_TOKEN);
    case "mqtt":
      // The topics are `intake/<service>` and `outcome/<service>`. There is no request over MQTT, and so no inbox.
      return { publish: [`intake.${token}`], subscribe: [`outcome.${token}`] };
    case "reader":
      // Its consumer is made by the administrator, and has its name.
      return {
        publish: [readerApi(token).next, ...readerApi(token).acknowledgements],
        subscribe: [`_READER.${token}.>`],
      };
    case "app":
      return {
        publish: [
          directGetSubject(APPROVALS_STREAM, `approvals.${token}.*`),
          directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT),
          `fleet.${token}`,
        ],
        subscribe: [
          `approvals.${token}.*`,
          CATALOG_SUBJECT,
          HEARTBEAT_SUBJECT,
          KEEPER_SUBJECT,
          LEADER_SUBJECTS,
          `alrimi.test.${token}`,
          `_TRAY.${token}.>`,
        ],
      };
    case "portal":
      return {
        publish: [
          directGetSubject(APPROVALS_STREAM, "approvals.*.*"),
          directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT),
        ],
        subscribe: ["approvals.*.*", CATALOG_SUBJECT, HEARTBEAT_SUBJECT, KEEPER_SUBJECT, `${PORTAL_INBOX}.>`],
      };
  }
}

/** The subject token of an id. @throws {TypeError} for a bad id */
export function tokenOf(id: string): string {
  const result = subjectToken(id);
  if (!result.ok) throw new TypeError(`${JSON.stringify(id)}: ${result.detail}`);
  return result.value;
}
