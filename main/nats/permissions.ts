import { FLEET_SUBJECTS, TEST_SUBJECTS } from "../contract/fleet.ts";
import { HEARTBEAT_SUBJECT } from "../contract/heartbeat.ts";
import { KEEPER_SUBJECT } from "../contract/keeper-heartbeat.ts";
import {
  APPROVALS_STREAM,
  CATALOG_STREAM,
  FLEET_STREAM,
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
  streamApi,
} from "./jetstream-api.ts";

/** The subjects that a login may use. All others are denied. */
export interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** The kind of a login: the administrator, the keeper (`alrimi server`), the writer of one service, the app of one person. */
export const ROLES = ["administrator", "keeper", "writer", "app"] as const;
export type Role = (typeof ROLES)[number];

/** The roles with a single holder. The role is also the holder's id and token. */
export const SINGLE_ROLES: readonly Role[] = ["administrator", "keeper"];

/** The token in the permissions of a scoped signing key. nats-server replaces it by the name of the JWT. */
export const NAME_TEMPLATE = "{{name()}}";

/** The inbox prefix of the administrator. */
export const ADMINISTRATOR_INBOX = "_ADMIN";

/** The inbox prefix of `alrimi server`, whose keeper decides what is retained. */
export const KEEPER_INBOX = "_KEEPER";

/** The inbox prefix of a service's writer. Answers hold counts, so services do not share an inbox. */
export function writerInbox(service: string): string {
  return `_WRITER.${tokenOf(service)}`;
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

/** A service may send events, and hear what became of them. It reads no counts. @throws {TypeError} for a bad id */
export function writerPermissions(service: string): Permissions {
  return permissionsOf("writer", tokenOf(service));
}

/**
 * The administrator may make the streams and the heartbeat, write and read the catalog, read the apps' reports, and send
 * test notices. This login cannot read events directly. But it sets a stream's republish subject (from 2.10 on also
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
          streamApi(FLEET_STREAM).purge,
          ...Object.values(HEARTBEAT_API),
          KEEPER_API.info,
          KEEPER_API.create,
          CATALOG_SUBJECT,
          directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT),
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
          KEEPER_API.next,
          ...KEEPER_API.acknowledgements,
          directGetSubject(APPROVALS_STREAM, "approvals.*.*"),
          "approvals.*.*",
          directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT),
          directGetSubject(SERVER_STREAM, "server.>"),
          "server.>",
          "intake.*",
          "outcome.*",
          "refused.*",
          KEEPER_SUBJECT,
        ],
        subscribe: [`${KEEPER_INBOX}.>`, CATALOG_SUBJECT],
      };
    case "writer":
      return {
        publish: [`intake.${token}`, directGetSubject(REFUSED_STREAM, `refused.${token}`)],
        subscribe: [`outcome.${token}`, `_WRITER.${token}.>`],
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
          `alrimi.test.${token}`,
          `_TRAY.${token}.>`,
        ],
      };
  }
}

/** The subject token of an id. @throws {TypeError} for a bad id */
export function tokenOf(id: string): string {
  const result = subjectToken(id);
  if (!result.ok) throw new TypeError(`${JSON.stringify(id)}: ${result.detail}`);
  return result.value;
}
