import { HEARTBEAT_SUBJECT } from "../contract/heartbeat.ts";
import { APPROVALS_STREAM, CATALOG_STREAM, STREAMS } from "../contract/streams.ts";
import { CATALOG_SUBJECT, subjectToken } from "../contract/subject.ts";
import { API_ADVISORY, directGetSubject, HEARTBEAT_API, streamApi } from "./jetstream-api.ts";

/** Subjects a login may use; everything else is denied. */
export interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** Who a login is: the administrator, the writer of one service, the app of one person. */
export const ROLES = ["administrator", "writer", "app"] as const;
export type Role = (typeof ROLES)[number];

/** Stands for the token in the permissions of a scoped signing key; nats-server puts the name of the JWT in. */
export const NAME_TEMPLATE = "{{name()}}";

export const ADMINISTRATOR_INBOX = "_ADMIN";

/** The inbox prefix of a service's writer. Answers hold counts, so no two services share an inbox. */
export function writerInbox(service: string): string {
  return `_WRITER.${tokenOf(service)}`;
}

/** The inbox prefix of a person's app. */
export function appInbox(user: string): string {
  return `_TRAY.${tokenOf(user)}`;
}

/** What a person's app may do: read that person's events and the catalog, and hear the heartbeat. @throws {TypeError} for a bad id */
export function appPermissions(user: string): Permissions {
  return permissionsOf("app", tokenOf(user));
}

/** What a service may do: compare and set its own events. @throws {TypeError} for a bad id */
export function writerPermissions(service: string): Permissions {
  return permissionsOf("writer", tokenOf(service));
}

/**
 * What the administrator may do: make the two streams and the heartbeat, write and read the catalog. No event can be read
 * with it directly. But whoever makes a stream decides where it publishes again what it stores, `_ADMIN.>` included (from
 * 2.10 on also later): so events to come can be had, and the holder of this login has to be trusted.
 */
export function administratorPermissions(): Permissions {
  return permissionsOf("administrator", "");
}

/**
 * The permissions of a role.
 * @param token the subject token of the person or the service, or {@link NAME_TEMPLATE}; an id must be encoded first
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
        ],
        // The advisories tell who asked the API, and the time on the server: `alrimi broker check` reads its clock.
        subscribe: [`${ADMINISTRATOR_INBOX}.>`, API_ADVISORY],
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
        ],
        subscribe: [`approvals.${token}.*`, CATALOG_SUBJECT, HEARTBEAT_SUBJECT, `_TRAY.${token}.>`],
      };
  }
}

/** The subject token of an id. @throws {TypeError} for a bad id */
export function tokenOf(id: string): string {
  const result = subjectToken(id);
  if (!result.ok) throw new TypeError(`${JSON.stringify(id)}: ${result.detail}`);
  return result.value;
}
