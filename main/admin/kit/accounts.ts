import { FLEET_SUBJECTS, TEST_SUBJECTS } from "../../contract/fleet.ts";
import { HEARTBEAT_SUBJECT } from "../../contract/heartbeat.ts";
import { APPROVALS_STREAM, CATALOG_STREAM, STORED_SUBJECTS } from "../../contract/streams.ts";
import { CATALOG_SUBJECT } from "../../contract/subject.ts";
import { directGetSubject } from "../../nats/jetstream-api.ts";
import type { Role } from "../../nats/permissions.ts";
import { indent, quote } from "./conf.ts";

/**
 * The accounts of the broker. nats-server checks the subject to which a client publishes, but not the reply subject in
 * it. The answer goes to any subject that the client names, with the server's own rights. In a single account an
 * employee could request their own event with the reply subject `$JS.API.STREAM.DELETE.APPROVALS`, and the empty answer
 * deleted the stream. With `approvals.<other>.<service>` it overwrote another person's count (seen on 2.9.10). So the
 * streams are in an account with the administrator only, and an answer to another login stays in that login's account.
 * There it can still reach other people's apps, so an app accepts a message only by the header `Nats-Subject`, which the
 * server adds to every stored message.
 */
export const ACCOUNTS = ["ALRIMI", "APPS", "WRITERS"] as const;
export type BrokerAccount = (typeof ACCOUNTS)[number];

/** The account of each role. */
export const ACCOUNT_OF: Readonly<Record<Role, BrokerAccount>> = {
  administrator: "ALRIMI",
  app: "APPS",
  writer: "WRITERS",
};

/** A subject that the account ALRIMI exports. */
export interface Offer {
  /** A service answers requests. A stream is subscribed to. */
  readonly kind: "service" | "stream";
  readonly subject: string;
  readonly to: readonly BrokerAccount[];
  /** The subject in the importing account, if it differs. */
  readonly as?: string;
}

/** The exports of ALRIMI, and the accounts that import them. */
export const OFFERS: readonly Offer[] = [
  {
    kind: "service",
    subject: directGetSubject(APPROVALS_STREAM, "approvals.*.*"),
    to: ["APPS", "WRITERS"],
  },
  { kind: "service", subject: directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT), to: ["APPS"] },
  { kind: "service", subject: "approvals.*.*", to: ["WRITERS"] },
  // A writer's message to ALRIMI is not passed on to a third account, but the stream's republished copy is.
  { kind: "stream", subject: STORED_SUBJECTS, to: ["APPS"], as: "approvals.$1.$2" },
  { kind: "stream", subject: CATALOG_SUBJECT, to: ["APPS"] },
  { kind: "stream", subject: HEARTBEAT_SUBJECT, to: ["APPS"] },
  { kind: "service", subject: FLEET_SUBJECTS, to: ["APPS"] },
  { kind: "stream", subject: TEST_SUBJECTS, to: ["APPS"] },
];

export interface AccountLimits {
  /** Bytes on disk for one replica of the streams; default: the server's own limit. */
  readonly maxFileBytes?: number;
}

/**
 * The lines of the `accounts` block of a nats-server configuration, with the logins.
 * @param users per account: one line of configuration per login
 */
export function accountsBlock(
  users: Readonly<Record<BrokerAccount, readonly string[]>>,
  limits: AccountLimits = {},
): string[] {
  return [
    "system_account: SYS",
    "accounts: {",
    "  # For the server itself. It has no logins.",
    "  SYS: { users: [] }",
    ...indent(ACCOUNTS.flatMap((account) => accountEntry(account, users[account], limits))),
    "}",
  ];
}

const WHO: Readonly<Record<BrokerAccount, string>> = {
  ALRIMI: "The streams, and the administrator.",
  APPS: "The apps of the employees. Their requests and answers are separate from the streams.",
  WRITERS: "The services.",
};

function accountEntry(
  account: BrokerAccount,
  users: readonly string[],
  { maxFileBytes }: AccountLimits,
): string[] {
  const others = (to: readonly BrokerAccount[]): string => `[${to.join(", ")}]`;
  const exports = OFFERS.map(
    ({ kind, subject, to }) => `{ ${kind}: ${quote(subject)}, accounts: ${others(to)} }`,
  );
  const imports = OFFERS.filter(({ to }) => to.includes(account)).map(({ kind, subject, as }) => {
    const local = as === undefined ? "" : `, to: ${quote(as)}`;
    return `{ ${kind}: { account: ALRIMI, subject: ${quote(subject)} }${local} }`;
  });
  const jetstream = maxFileBytes === undefined ? "enabled" : `{ max_file: ${maxFileBytes}, max_mem: 0 }`;
  return [
    `# ${WHO[account]}`,
    `${account}: {`,
    ...indent(
      account === "ALRIMI"
        ? [`jetstream: ${jetstream}`, ...block("exports", exports)]
        : block("imports", imports),
    ),
    ...indent(block("users", users)),
    "}",
  ];
}

function block(name: string, lines: readonly string[]): string[] {
  return [`${name}: [`, ...indent(lines), "]"];
}
