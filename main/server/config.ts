import { dirname, resolve } from "node:path";
import * as v from "valibot";
import { defined } from "../contract/defined.ts";
import { readGivenFile } from "../files/read-file.ts";
import type { BrokerOptions } from "../nats/connect-broker.ts";
import { KEEPER_INBOX } from "../nats/permissions.ts";
import { type BridgePart, BridgeSchema } from "./bridge/config.ts";
import { BrokerLoginSchema, brokerLogin } from "./broker-login.ts";
import { isPair, listening, PAIR, port, text } from "./config-values.ts";
import { EnrolmentSchema, enrolmentPart } from "./enrolment/config.ts";
import { type WebPart, WebSchema, webPart } from "./web/config.ts";

/** Maximum size of the configuration file in bytes. */
const MAX_BYTES = 64 * 1024;

const Http = v.pipe(
  v.strictObject({
    ...listening(8080),
    tokensFile: text,
    /** Of each service. */
    maxRequestsPerSecond: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1_000),
    /** A port of its own for `/metrics`, without TLS. */
    metricsPort: v.optional(port),
    /** Gives logins to apps that have none. */
    enrolment: v.optional(EnrolmentSchema),
  }),
  v.check((files) => isPair(files), PAIR),
);

const ServerFile = v.strictObject({
  servers: v.pipe(v.array(text), v.minLength(1)),
  credentials: BrokerLoginSchema,
  tls: v.optional(
    v.strictObject({ caFile: v.optional(text), certFile: v.optional(text), keyFile: v.optional(text) }),
  ),
  /** The programs that run in this process. */
  parts: v.optional(
    v.strictObject({
      keeper: v.optional(v.boolean(), true),
      http: v.optional(Http),
      web: v.optional(WebSchema),
      bridges: v.optional(
        v.pipe(
          v.array(BridgeSchema),
          v.check(
            (all) => new Set(all.map(({ service }) => service)).size === all.length,
            "a service has two bridges",
          ),
        ),
        [],
      ),
    }),
    {},
  ),
});

/** The intake over HTTP. Paths are absolute. */
export type HttpPart = v.InferOutput<typeof Http>;

/** The programs that run in this process. */
export interface ServerParts {
  readonly keeper: boolean;
  readonly http?: HttpPart;
  readonly web?: WebPart;
  readonly bridges?: readonly BridgePart[];
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
      ...brokerLogin(credentials, at),
      ...(tls === undefined
        ? {}
        : { tls: defined({ caFile: at(tls.caFile), certFile: at(tls.certFile), keyFile: at(tls.keyFile) }) }),
      name: "alrimi server",
      inboxPrefix: KEEPER_INBOX,
    },
    parts: {
      keeper: parts.keeper,
      ...(parts.http === undefined ? {} : { http: httpPart(parts.http, at) }),
      ...(parts.web === undefined ? {} : { web: webPart(parts.web, at) }),
      ...(parts.bridges.length === 0
        ? {}
        : { bridges: parts.bridges.map((bridge) => bridgePart(bridge, at)) }),
    },
  };
}

function httpPart(part: HttpPart, at: (path: string | undefined) => string | undefined): HttpPart {
  const { certFile, keyFile, tokensFile, enrolment } = part;
  const files = defined({
    ...{ certFile: at(certFile), keyFile: at(keyFile) },
    enrolment: enrolment && enrolmentPart(enrolment, at),
  });
  return { ...part, ...files, tokensFile: at(tokensFile) ?? tokensFile };
}

function bridgePart(part: BridgePart, at: (path: string | undefined) => string | undefined): BridgePart {
  const { headersFile, login } = part;
  return {
    ...part,
    ...defined({ headersFile: at(headersFile) }),
    ...(login === undefined
      ? {}
      : { login: { ...login, fieldsFile: at(login.fieldsFile) ?? login.fieldsFile } }),
  };
}

function faultsOf(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues.map((issue) => `"${v.getDotPath(issue) ?? "the file"}": ${issue.message}`).join("; ");
}
