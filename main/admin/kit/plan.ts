import * as v from "valibot";
import { idOfToken } from "../../contract/subject.ts";
import { ROLES } from "../../nats/permissions.ts";

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
/** A host name or an IP address, used in URLs and in the configuration. */
const host = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$|^\[[0-9a-fA-F:.]+\]$/,
    "it is neither a host name nor an address (IPv6 in brackets)",
  ),
);
const name = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'a name has up to 64 letters (A to Z), digits, "-" and "_"'),
);

/** Any path. The configuration quotes it. */
const path = v.pipe(v.string(), v.nonEmpty());

/** One nats-server. */
export const BrokerServer = v.strictObject({
  /** Unique in the cluster, and never changed, because JetStream identifies its replicas by it. */
  name,
  /** The host that clients and the other servers dial. The certificate must name it. */
  host,
  /** The address it listens on. */
  listen: host,
  clientPort: port,
  clusterPort: port,
  /** The port of the HTTP monitoring, on the loopback only; null for none. */
  monitorPort: v.nullable(port),
  /** The port for MQTT; default: none. With JWT only: nats-server does not verify nkeys over MQTT. */
  mqttPort: v.optional(port),
  storeDir: path,
  /** The folder on the server with `ca.pem`, `server.pem` and `server-key.pem`; null: no TLS. */
  tlsDir: v.nullable(path),
});
export type BrokerServer = v.InferOutput<typeof BrokerServer>;

export const isHost = (text: string): boolean => v.is(host, text);
export const isServerName = (text: string): boolean => v.is(name, text);

/** Credentials that were issued: one entry of the register, which holds public keys only. */
export const Issued = v.strictObject({
  role: v.picklist(ROLES),
  /** The subject token of the person or the service, or `administrator`. */
  token: v.string(),
  publicKey: v.pipe(v.string(), v.regex(/^U[A-Z2-7]{55}$/, "it is not the public key of a user")),
  /** Seconds since the Unix epoch. */
  issuedAt: v.number(),
  expiresAt: v.optional(v.number()),
  revokedAt: v.optional(v.number()),
});
export type Issued = v.InferOutput<typeof Issued>;

/**
 * How people and services log in: with nkeys, which the configuration lists, or with JWTs, which the servers verify.
 */
export const CREDENTIALS = ["nkey", "jwt"] as const;
export type CredentialsKind = (typeof CREDENTIALS)[number];

/** The plan's file name in the kit's folder. */
export const PLAN_FILE = "broker.json";

/** The content of {@link PLAN_FILE}, from which the configuration is made. */
export const BrokerPlan = v.strictObject({
  version: v.literal(1),
  credentials: v.picklist(CREDENTIALS),
  cluster: name,
  servers: v.pipe(v.array(BrokerServer), v.minLength(1)),
  /** The password with which the servers log in to each other. */
  routePassword: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9_-]{16,}$/, 'a password has at least 16 letters (A to Z), digits, "-" and "_"'),
  ),
  /** Bytes on disk for the streams on each server. */
  maxFileBytes: v.pipe(v.number(), v.integer(), v.minValue(1024 * 1024)),
  /**
   * The operator's JWT, signed once, because a server cannot reload a changed one. With JWT only, as are `accounts`.
   */
  operator: v.optional(v.string()),
  /** Public keys of the accounts. */
  accounts: v.optional(
    v.strictObject({
      ...{ SYS: v.string(), ALRIMI: v.string(), APPS: v.string(), WRITERS: v.string() },
      /** Since the kit had a port for MQTT first. */
      MQTT: v.optional(v.string()),
      /** Since the kit had a reader first. */
      READERS: v.optional(v.string()),
    }),
  ),
  issued: v.array(Issued),
});
export type BrokerPlan = v.InferOutput<typeof BrokerPlan>;

/** Bytes. Many times the space for 100,000 people in ten services. */
export const DEFAULT_FILE_BYTES = 4 * 1024 ** 3;

/** Whether services may send over MQTT. */
export function hasMqtt({ servers }: Pick<BrokerPlan, "servers">): boolean {
  return servers.some(({ mqttPort }) => mqttPort !== undefined);
}

/** The addresses for clients. */
export function clientUrls({ servers }: Pick<BrokerPlan, "servers">): string[] {
  return servers.map(
    ({ host: name, clientPort, tlsDir }) => `${tlsDir === null ? "nats" : "tls"}://${name}:${clientPort}`,
  );
}

/** The entries that are neither revoked nor expired. @param now seconds since the Unix epoch */
export function inForce(issued: readonly Issued[], now: number): readonly Issued[] {
  return issued.filter(
    ({ revokedAt, expiresAt }) => revokedAt === undefined && (expiresAt === undefined || expiresAt > now),
  );
}

/**
 * The logins that the register has not revoked. A revocation ends the logins that a key had until then, so one that was
 * issued later, as when a PC enrols with that key, is not revoked by it.
 */
export function notRevoked<Login extends Pick<Issued, "publicKey" | "issuedAt">>(
  logins: readonly Login[],
  register: readonly Issued[],
): readonly Login[] {
  const revokedAt = new Map(register.map((each) => [each.publicKey, each.revokedAt]));
  return logins.filter(({ publicKey, issuedAt }) => {
    const at = revokedAt.get(publicKey);
    return at === undefined || at < issuedAt;
  });
}

/** The canonical ids of the people whose credentials are valid. @param now seconds since the Unix epoch */
export function peopleIn(issued: readonly Issued[], now: number): readonly string[] {
  const people = inForce(issued, now).filter(({ role }) => role === "app");
  return [...new Set(people.flatMap(({ token }) => idOfToken(token) ?? []))];
}
