import { FLEET_SUBJECTS, TEST_SUBJECTS } from "../contract/fleet.ts";
import { HEARTBEAT_SUBJECT } from "../contract/heartbeat.ts";
import { APPROVALS_STREAM, CATALOG_STREAM, STREAMS } from "../contract/streams.ts";
import { CATALOG_SUBJECT, subjectToken } from "../contract/subject.ts";
import {
  API_ADVISORY,
  directGetSubject,
  FLEET_READER_API,
  HEARTBEAT_API,
  streamApi,
} from "./jetstream-api.ts";

/** The subjects that a login may use. All others are denied. */
export interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** The kind of a login: the administrator, the writer of one service, the app of one person. */
export const ROLES = ["administrator", "writer", "app"] as const;
export type Role = (typeof ROLES)[number];

/** The token in the permissions of a scoped signing key. nats-server replaces it by the name of the JWT. */
export const NAME_TEMPLATE = "{{name()}}";

/** The inbox prefix of the administrator. */
export const ADMINISTRATOR_INBOX = "_ADMIN";

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

/** A service may compare and set its own events. @throws {TypeError} for a bad id */
export function writerPermissions(service: string): Permissions {
  return permissionsOf("writer", tokenOf(service));
}

/**
 * The administrator may make the streams and the heartbeat, write and read the catalog, read the apps' reports, and send
 * test notices. This login cannot read events directly. But it sets a stream's republish subject (from 2.10 on also later), `_ADMIN.>` included, and so it
 * can receive future events. Its holder must be trusted.
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
          ...Object.values(HEARTBEAT_API),
          CATALOG_SUBJECT,
          directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT),
          ...Object.values(FLEET_READER_API),
          TEST_SUBJECTS,
        ],
        // `alrimi broker check` reads the server's clock from the advisories.
        subscribe: [`${ADMINISTRATOR_INBOX}.>`, API_ADVISORY, FLEET_SUBJECTS],
      };
    }
    case "writer": {
      const subject = `approvals.*.${token}`;
      return {
        publish: [subject, directGetSubject(APPROVALS_STREAM, subject)],
        subscribe: [`_WRITER.${token}.>`],
      };
    }
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
