import { CATALOG_SUBJECT, subjectToken } from "../core/subject.ts";
import { APPROVALS_STREAM, CATALOG_STREAM, directGetSubject, MAX_PAYLOAD_BYTES, STREAMS } from "./streams.ts";

export interface Login {
  readonly username: string;
  /** In clear text, or a bcrypt hash: nats-server takes a password that begins with `$2a$` for one. */
  readonly password: string;
}

export interface BrokerConfigInput {
  /** The address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** The port for clients; -1 lets the server choose one that is free. */
  readonly port: number;
  readonly serverName?: string;
  /** The folder of the streams. */
  readonly storeDir: string;
  /** The port of the HTTP monitoring, on the same address; -1 for one that is free. None when left out. */
  readonly monitorPort?: number;
  /** Who provisions and writes the catalog. */
  readonly administrator: Login;
  /** One login per service: it writes that service's events and nothing else. */
  readonly writers: readonly (Login & { readonly service: string })[];
  /** One login per person: it reads that person's events and nothing else. */
  readonly apps: readonly (Login & { readonly user: string })[];
  /** Where the server writes down the ports it got. */
  readonly portsFileDir?: string;
}

/** Subjects a login may use; everything else is denied. */
export interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** The inbox prefix of a service's writer. Answers hold counts, so no two services share an inbox. */
export function writerInbox(service: string): string {
  return `_WRITER.${token(service)}`;
}

export const ADMINISTRATOR_INBOX = "_ADMIN";

/** What a person's app may do: read that person's events and the catalog. @throws {TypeError} for a bad id */
export function appPermissions(user: string): Permissions {
  const me = token(user);
  return {
    publish: [
      directGetSubject(APPROVALS_STREAM, `approvals.${me}.*`),
      directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT),
    ],
    subscribe: [`approvals.${me}.*`, CATALOG_SUBJECT, `_TRAY.${me}.>`],
  };
}

/** What a service may do: compare and set its own events. @throws {TypeError} for a bad id */
export function writerPermissions(service: string): Permissions {
  const subject = `approvals.*.${token(service)}`;
  return {
    publish: [subject, directGetSubject(APPROVALS_STREAM, subject)],
    subscribe: [`${writerInbox(service)}.>`],
  };
}

/** What the administrator may do: make the two streams, write and read the catalog. Nobody's counts are among it. */
export function administratorPermissions(): Permissions {
  const api = STREAMS.flatMap(({ name }) =>
    ["INFO", "CREATE", "UPDATE"].map((verb) => `$JS.API.STREAM.${verb}.${name}`),
  );
  return {
    publish: [...api, CATALOG_SUBJECT, directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT)],
    subscribe: [`${ADMINISTRATOR_INBOX}.>`],
  };
}

/**
 * The complete configuration of one nats-server: JetStream, one account, the logins with their permissions.
 * There is no login without a password, and the system account has no user.
 * @throws {TypeError} for a port 0, a bad id, an empty user name or password, or a user name given twice
 */
export function brokerConfig(input: BrokerConfigInput): string {
  if (!Number.isInteger(input.port) || input.port < -1 || input.port === 0 || input.port > 65_535) {
    throw new TypeError(`a port is 1 to 65535, or -1 to let the server choose, not ${input.port}`);
  }
  const users = [
    userEntry(input.administrator, administratorPermissions()),
    ...input.writers.map((login) => userEntry(login, writerPermissions(login.service))),
    ...input.apps.map((login) => userEntry(login, appPermissions(login.user))),
  ];
  refuseDoubles([input.administrator, ...input.writers, ...input.apps]);
  const host = input.host ?? "127.0.0.1";
  return [
    `server_name: ${quote(input.serverName ?? "alrimi")}`,
    `host: ${quote(host)}`,
    `port: ${input.port}`,
    ...(input.monitorPort === undefined ? [] : [`http: ${quote(`${host}:${input.monitorPort}`)}`]),
    ...(input.portsFileDir === undefined ? [] : [`ports_file_dir: ${quote(input.portsFileDir)}`]),
    `max_payload: ${MAX_PAYLOAD_BYTES}`,
    `jetstream: { store_dir: ${quote(input.storeDir)} }`,
    "system_account: SYS",
    "accounts: {",
    "  SYS: { users: [] }",
    "  ALRIMI: {",
    "    jetstream: enabled",
    "    users: [",
    ...users.map((user) => `      ${user}`),
    "    ]",
    "  }",
    "}",
    "",
  ].join("\n");
}

/**
 * A quoted string of nats-server's configuration language. It is not JSON: `\u0000`, `\b` and `\f` are errors there,
 * while `\xHH` puts in a byte. In quotes nothing else is special, `$`, `#` and braces included.
 */
export function quote(text: string): string {
  const escaped = text.replace(/["\\\p{Cc}]/gu, (char) => {
    if (char === '"' || char === "\\") return `\\${char}`;
    return [...new TextEncoder().encode(char)]
      .map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`)
      .join("");
  });
  return `"${escaped}"`;
}

function userEntry({ username, password }: Login, { publish, subscribe }: Permissions): string {
  if (username === "" || password === "") throw new TypeError("a login has a user name and a password");
  const allow = (subjects: readonly string[]): string => `{ allow: [${subjects.map(quote).join(", ")}] }`;
  return (
    `{ user: ${quote(username)}, password: ${quote(password)}, ` +
    `permissions: { publish: ${allow(publish)}, subscribe: ${allow(subscribe)} } }`
  );
}

function refuseDoubles(logins: readonly Login[]): void {
  const seen = new Set<string>();
  for (const { username } of logins) {
    if (seen.has(username)) throw new TypeError(`the user name ${JSON.stringify(username)} is given twice`);
    seen.add(username);
  }
}

function token(id: string): string {
  const result = subjectToken(id);
  if (!result.ok) throw new TypeError(`${JSON.stringify(id)}: ${result.detail}`);
  return result.value;
}
