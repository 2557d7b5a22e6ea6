import { dirname, resolve } from "node:path";
import * as v from "valibot";
import { defined } from "../contract/defined.ts";
import { readGivenFile } from "../files/read-file.ts";
import type { BrokerOptions } from "../nats/connect-broker.ts";
import { KEEPER_INBOX } from "../nats/permissions.ts";

/** Maximum size of the configuration file in bytes. */
const MAX_BYTES = 64 * 1024;

const text = v.pipe(v.string(), v.nonEmpty());
const Credentials = v.union(
  [
    v.strictObject({ credsFile: text }),
    v.strictObject({ nkeyFile: text }),
    v.strictObject({ username: text, password: text }),
  ],
  'it must be {"credsFile": …}, {"nkeyFile": …} or {"username": …, "password": …}',
);

const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));
const Http = v.pipe(
  v.strictObject({
    /** Only this computer by default, because without TLS the tokens could be read on the way. */
    host: v.optional(text, "127.0.0.1"),
    port: v.optional(port, 8080),
    certFile: v.optional(text),
    keyFile: v.optional(text),
    tokensFile: text,
    /** Of each service. */
    maxRequestsPerSecond: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1_000),
    /** A port of its own for `/metrics`, without TLS. */
    metricsPort: v.optional(port),
  }),
  v.check(
    ({ certFile, keyFile }) => (certFile === undefined) === (keyFile === undefined),
    '"certFile" and "keyFile" belong together',
  ),
);

const ServerFile = v.strictObject({
  servers: v.pipe(v.array(text), v.minLength(1)),
  credentials: Credentials,
  tls: v.optional(
    v.strictObject({ caFile: v.optional(text), certFile: v.optional(text), keyFile: v.optional(text) }),
  ),
  /** The programs that run in this process. */
  parts: v.optional(v.strictObject({ keeper: v.optional(v.boolean(), true), http: v.optional(Http) }), {}),
});

/** The intake over HTTP. Paths are absolute. */
export type HttpPart = v.InferOutput<typeof Http>;

/** The programs that run in this process. */
export interface ServerParts {
  readonly keeper: boolean;
  readonly http?: HttpPart;
}

/** The configuration of `alrimi server`. Paths are absolute. */
export interface ServerConfig {
  readonly broker: BrokerOptions;
  readonly parts: ServerParts;
}

/** Why a configuration cannot be used. `message` names the file and the key. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Reads the configuration. Paths in it are relative to its folder.
 * @throws {ConfigError} that names the key and what is wrong with it; or the file system's error
 */
export function readServerConfig(file: string): ServerConfig {
  const bytes = readGivenFile(file, MAX_BYTES);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new ConfigError(`${file}: it is not JSON: ${(cause as Error).message}`, { cause });
  }
  const parsed = v.safeParse(ServerFile, value);
  if (!parsed.success) throw new ConfigError(`${file}: ${faultsOf(parsed.issues)}`);
  const { servers, credentials, tls, parts } = parsed.output;
  const at = (path: string | undefined) => (path === undefined ? undefined : resolve(dirname(file), path));
  return {
    broker: {
      servers,
      ...defined({
        ...credentials,
        ...("credsFile" in credentials ? { credsFile: at(credentials.credsFile) } : {}),
        ...("nkeyFile" in credentials ? { nkeyFile: at(credentials.nkeyFile) } : {}),
      }),
      ...(tls === undefined
        ? {}
        : { tls: defined({ caFile: at(tls.caFile), certFile: at(tls.certFile), keyFile: at(tls.keyFile) }) }),
      name: "alrimi server",
      inboxPrefix: KEEPER_INBOX,
    },
    parts: { keeper: parts.keeper, ...(parts.http === undefined ? {} : { http: httpPart(parts.http, at) }) },
  };
}

function httpPart(part: HttpPart, at: (path: string | undefined) => string | undefined): HttpPart {
  const { certFile, keyFile, tokensFile } = part;
  const files = defined({ certFile: at(certFile), keyFile: at(keyFile) });
  return { ...part, ...files, tokensFile: at(tokensFile) ?? tokensFile };
}

function faultsOf(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues.map((issue) => `"${v.getDotPath(issue) ?? "the file"}": ${issue.message}`).join("; ");
}
