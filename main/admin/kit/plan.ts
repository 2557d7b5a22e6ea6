import * as v from "valibot";
import { ROLES } from "../../nats/permissions.ts";

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
/** A host name or an address; it stands in URLs and in the configuration. */
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
/** Any path; the configuration quotes it. */
const path = v.pipe(v.string(), v.nonEmpty());

/** One nats-server. */
export const BrokerServer = v.strictObject({
  /** Unique in the cluster, and for ever: JetStream knows its copies by it. */
  name,
  /** Where clients and the other servers find it; the certificate must name it. */
  host,
  /** The address it listens on. */
  listen: host,
  clientPort: port,
  clusterPort: port,
  /** Monitoring over HTTP, on the loopback only. */
  monitorPort: v.nullable(port),
  storeDir: path,
  /** The folder on the server with `ca.pem`, `server.pem` and `server-key.pem`; null: no TLS. */
  tlsDir: v.nullable(path),
});
export type BrokerServer = v.InferOutput<typeof BrokerServer>;

export const isHost = (text: string): boolean => v.is(host, text);
export const isServerName = (text: string): boolean => v.is(name, text);

/** One set of credentials that was handed out. The register holds public keys only. */
export const Issued = v.strictObject({
  role: v.picklist(ROLES),
  /** The subject token of the person or the service; `administrator` for that one. */
  token: v.string(),
  publicKey: v.pipe(v.string(), v.regex(/^U[A-Z2-7]{55}$/, "it is not the public key of a user")),
  /** Seconds since the Unix epoch. */
  issuedAt: v.number(),
  expiresAt: v.optional(v.number()),
  revokedAt: v.optional(v.number()),
});
export type Issued = v.InferOutput<typeof Issued>;

/** How people and services log in: public keys in the configuration, or tokens that the servers only verify. */
export const CREDENTIALS = ["nkey", "jwt"] as const;
export type CredentialsKind = (typeof CREDENTIALS)[number];

/** In the kit's folder. */
export const PLAN_FILE = "broker.json";

/** Everything the configuration is made from: what {@link PLAN_FILE} holds. */
export const BrokerPlan = v.strictObject({
  version: v.literal(1),
  credentials: v.picklist(CREDENTIALS),
  cluster: name,
  servers: v.pipe(v.array(BrokerServer), v.minLength(1)),
  /** The servers know each other by it. */
  routePassword: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9_-]{16,}$/, 'a password has at least 16 letters (A to Z), digits, "-" and "_"'),
  ),
  /** Bytes on disk that each server gives to the streams. */
  maxFileBytes: v.pipe(v.number(), v.integer(), v.minValue(1024 * 1024)),
  /** The operator's JWT, signed once: a server does not reload when it changes. With JWT only, as are the accounts. */
  operator: v.optional(v.string()),
  /** Public keys of the accounts. */
  accounts: v.optional(
    v.strictObject({ SYS: v.string(), ALRIMI: v.string(), APPS: v.string(), WRITERS: v.string() }),
  ),
  issued: v.array(Issued),
});
export type BrokerPlan = v.InferOutput<typeof BrokerPlan>;

/** Room for 100,000 people in ten services, many times over. */
export const DEFAULT_FILE_BYTES = 4 * 1024 ** 3;

/** The addresses that clients are given. */
export function clientUrls({ servers }: Pick<BrokerPlan, "servers">): string[] {
  return servers.map(
    ({ host: name, clientPort, tlsDir }) => `${tlsDir === null ? "nats" : "tls"}://${name}:${clientPort}`,
  );
}

/** Those that still let somebody in. @param now seconds since the Unix epoch */
export function inForce(issued: readonly Issued[], now: number): readonly Issued[] {
  return issued.filter(
    ({ revokedAt, expiresAt }) => revokedAt === undefined && (expiresAt === undefined || expiresAt > now),
  );
}
