import { HEARTBEAT_SUBJECT } from "../../contract/heartbeat.ts";
import { APPROVALS_STREAM, CATALOG_STREAM, STORED_SUBJECTS } from "../../contract/streams.ts";
import { CATALOG_SUBJECT } from "../../contract/subject.ts";
import { directGetSubject } from "../../nats/jetstream-api.ts";
import type { Role } from "../../nats/permissions.ts";
import { indent, quote } from "./conf.ts";

/**
 * The accounts of the broker, and why there is more than one. nats-server checks the subject that a client publishes
 * to, but not the reply subject in it: the answer goes wherever the client said, with the server's own rights. In one
 * account an employee could ask for their own event with `$JS.API.STREAM.DELETE.APPROVALS` as the reply subject, and
 * the (empty) answer deleted the stream; with `approvals.<other>.<service>` it overwrote another person's count (seen
 * on 2.9.10). So the streams live in an account in which only the administrator is, and an answer to anybody else
 * stays in their own account. There it still reaches whatever subject other people's apps listen to: an app takes a
 * message only for what it proves to be, by the `Nats-Subject` that the server adds to everything it stored.
 */
export const ACCOUNTS = ["ALRIMI", "APPS", "WRITERS"] as const;
export type BrokerAccount = (typeof ACCOUNTS)[number];

export const ACCOUNT_OF: Readonly<Record<Role, BrokerAccount>> = {
  administrator: "ALRIMI",
  app: "APPS",
  writer: "WRITERS",
};

/** Something of ALRIMI that other accounts may use. */
export interface Offer {
  /** A service is asked and answers, a stream is listened to. */
  readonly kind: "service" | "stream";
  readonly subject: string;
  readonly to: readonly BrokerAccount[];
  /** The subject on the other side, when it is another. */
  readonly as?: string;
}

export const OFFERS: readonly Offer[] = [
  {
    kind: "service",
    subject: directGetSubject(APPROVALS_STREAM, "approvals.*.*"),
    to: ["APPS", "WRITERS"],
  },
  { kind: "service", subject: directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT), to: ["APPS"] },
  { kind: "service", subject: "approvals.*.*", to: ["WRITERS"] },
  // What a writer sends into ALRIMI does not go on into a third account; what the stream stored does.
  { kind: "stream", subject: STORED_SUBJECTS, to: ["APPS"], as: "approvals.$1.$2" },
  { kind: "stream", subject: CATALOG_SUBJECT, to: ["APPS"] },
  { kind: "stream", subject: HEARTBEAT_SUBJECT, to: ["APPS"] },
];

export interface AccountLimits {
  /** Bytes on disk of one copy of the streams; without, the server's own limit. */
  readonly maxFileBytes?: number;
}

/**
 * The `accounts` block of a nats-server configuration, with the logins in it.
 * @param users per account one line of configuration for each login
 */
export function accountsBlock(
  users: Readonly<Record<BrokerAccount, readonly string[]>>,
  limits: AccountLimits = {},
): string[] {
  return [
    "system_account: SYS",
    "accounts: {",
    "  # For the server itself; nobody logs in here.",
    "  SYS: { users: [] }",
    ...indent(ACCOUNTS.flatMap((account) => accountEntry(account, users[account], limits))),
    "}",
  ];
}

const WHO: Readonly<Record<BrokerAccount, string>> = {
  ALRIMI: "The streams, and the administrator.",
  APPS: "The apps of the employees: what they ask and what answers stay apart from the streams.",
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
