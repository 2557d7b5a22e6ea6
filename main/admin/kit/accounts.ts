import { FLEET_SUBJECTS, TEST_SUBJECTS } from "../../contract/fleet.ts";
import { HEARTBEAT_SUBJECT } from "../../contract/heartbeat.ts";
import { KEEPER_SUBJECT } from "../../contract/keeper-heartbeat.ts";
import { LEADER_STREAMS, leaderSubject } from "../../contract/leader.ts";
import { APPROVALS_STREAM, CATALOG_STREAM, REFUSED_STREAM, STORED_SUBJECTS } from "../../contract/streams.ts";
import { CATALOG_SUBJECT } from "../../contract/subject.ts";
import { directGetSubject, leaderElected, readerApi } from "../../nats/jetstream-api.ts";
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
export const ACCOUNTS = ["ALRIMI", "APPS", "WRITERS", "MQTT", "READERS"] as const;
export type BrokerAccount = (typeof ACCOUNTS)[number];

/** The accounts that a broker has only with a port for MQTT, or with a reader. */
type LaterAccount = "MQTT" | "READERS";

/** A value for each account. */
export type ByAccount<T> = Readonly<Record<Exclude<BrokerAccount, LaterAccount>, T>> & {
  readonly [Account in LaterAccount]?: T | undefined;
};

/** Bytes on disk for the sessions of MQTT clients, which nats-server stores in the account of the login. */
export const MQTT_FILE_BYTES = 64 * 1024 ** 2;

/** The account of each role. */
export const ACCOUNT_OF: Readonly<Record<Role, BrokerAccount>> = {
  administrator: "ALRIMI",
  keeper: "ALRIMI",
  app: "APPS",
  portal: "APPS",
  writer: "WRITERS",
  hr: "WRITERS",
  mqtt: "MQTT",
  reader: "READERS",
};

/** A subject that an account exports. */
export interface Offer {
  /** A service answers requests. A stream is subscribed to. */
  readonly kind: "service" | "stream";
  readonly subject: string;
  readonly from: BrokerAccount;
  readonly to: readonly BrokerAccount[];
  /** The subject in the importing account, if it differs. */
  readonly as?: string;
  /** A request to the service has several answers. */
  readonly hasManyAnswers?: true;
}

/** What ALRIMI exports. */
const OF_ALRIMI: readonly Omit<Offer, "from">[] = [
  { kind: "service", subject: directGetSubject(APPROVALS_STREAM, "approvals.*.*"), to: ["APPS"] },
  { kind: "service", subject: directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT), to: ["APPS"] },
  { kind: "service", subject: "intake.*", to: ["WRITERS", "MQTT"] },
  { kind: "service", subject: directGetSubject(REFUSED_STREAM, "refused.*"), to: ["WRITERS"] },
  { kind: "stream", subject: "outcome.*", to: ["WRITERS"] },
  { kind: "stream", subject: STORED_SUBJECTS, to: ["APPS"], as: "approvals.$1.$2" },
  { kind: "stream", subject: CATALOG_SUBJECT, to: ["APPS"] },
  { kind: "stream", subject: HEARTBEAT_SUBJECT, to: ["APPS"] },
  { kind: "stream", subject: KEEPER_SUBJECT, to: ["APPS"] },
  ...LEADER_STREAMS.map((stream) => ({
    kind: "stream" as const,
    subject: leaderElected(stream),
    to: ["APPS" as const],
    as: leaderSubject(stream),
  })),
  { kind: "service", subject: FLEET_SUBJECTS, to: ["APPS"] },
  { kind: "service", subject: readerApi("*").next, to: ["READERS"], hasManyAnswers: true },
  ...readerApi("*").acknowledgements.map((subject) => ({
    kind: "service" as const,
    subject,
    to: ["READERS" as const],
  })),
  { kind: "stream", subject: TEST_SUBJECTS, to: ["APPS"] },
];

/** The exports of the accounts, and the accounts that import them. */
export const OFFERS: readonly Offer[] = [
  ...OF_ALRIMI.map((offer) => ({ ...offer, from: "ALRIMI" as const })),
  // The keeper's outcomes are requests to MQTT, because an imported stream does not reach its clients on 2.9.10.
  { kind: "service", from: "MQTT", subject: "outcome.*", to: ["ALRIMI"] },
];

export interface AccountLimits {
  /** Bytes on disk for one replica of the streams; default: the server's own limit. */
  readonly maxFileBytes?: number;
}

/**
 * The lines of the `accounts` block of a nats-server configuration, with the logins.
 * @param users per account: one line of configuration per login
 */
export function accountsBlock(users: ByAccount<readonly string[]>, limits: AccountLimits = {}): string[] {
  const accounts = ACCOUNTS.filter((account) => users[account] !== undefined);
  return [
    "system_account: SYS",
    "accounts: {",
    "  # For the server itself. It has no logins.",
    "  SYS: { users: [] }",
    ...indent(accounts.flatMap((account) => accountEntry(account, accounts, users[account] ?? [], limits))),
    "}",
  ];
}

const WHO: Readonly<Record<BrokerAccount, string>> = {
  ALRIMI: "The streams, the administrator, and the keeper.",
  APPS: "The apps of the employees, and the portal. Their requests and answers are separate from the streams.",
  WRITERS: "The services, and HR.",
  MQTT: "The services that send over MQTT. nats-server stores the sessions of their clients here.",
  READERS: "The readers. Each one reads what its own consumer delivers.",
};

function accountEntry(
  account: BrokerAccount,
  present: readonly BrokerAccount[],
  users: readonly string[],
  { maxFileBytes }: AccountLimits,
): string[] {
  const offers = OFFERS.filter(({ from }) => present.includes(from));
  const exports = offers.flatMap(({ kind, subject, from, to, hasManyAnswers }) => {
    const others = to.filter((other) => present.includes(other)).join(", ");
    const response = hasManyAnswers === true ? ", response: Stream" : "";
    // Without an account it would be for any.
    return from === account && others !== ""
      ? [`{ ${kind}: ${quote(subject)}${response}, accounts: [${others}] }`]
      : [];
  });
  const imports = offers.flatMap(({ kind, subject, from, to, as }) => {
    const local = as === undefined ? "" : `, to: ${quote(as)}`;
    return to.includes(account)
      ? [`{ ${kind}: { account: ${from}, subject: ${quote(subject)} }${local} }`]
      : [];
  });
  const bytes = account === "MQTT" ? MQTT_FILE_BYTES : maxFileBytes;
  const jetstream = bytes === undefined ? "enabled" : `{ max_file: ${bytes}, max_mem: 0 }`;
  return [
    `# ${WHO[account]}`,
    `${account}: {`,
    ...indent([
      ...(account === "ALRIMI" || account === "MQTT" ? [`jetstream: ${jetstream}`] : []),
      ...block("exports", exports),
      ...block("imports", imports),
      ...block("users", users),
    ]),
    "}",
  ];
}

function block(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${name}: [`, ...indent(lines), "]"];
}
