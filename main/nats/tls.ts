import { checkServerIdentity, createSecureContext, type SecureContext } from "node:tls";
import type { TlsOptions } from "nats";
import type { ServerAddress } from "../contract/server-address.ts";
import { MAX_GIVEN_FILE, readGivenFile } from "../files/read-file.ts";
import { badFile, type Failure } from "./failure.ts";
import { identityCheck } from "./server-identity.ts";
import { systemCertificates } from "./system-certificates.ts";
import { hasExpired, type TlsFiles, tlsFault } from "./tls-files.ts";

/** Paths of PEM files. */
export interface TlsPaths {
  /** The company's certificate authority. The system's authorities are trusted as well. */
  readonly caFile?: string | undefined;
  /** This client's certificate and key, for a broker with mutual TLS. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/**
 * The client's TLS options. TLS is demanded, not only used when offered, and the broker's certificate is always
 * verified. Files are read again at each handshake, so that renewed ones need no restart.
 */
export async function tlsOptions(
  tls: TlsPaths | undefined,
  servers: readonly ServerAddress[],
): Promise<TlsOptions> {
  const { caFile, certFile, keyFile } = tls ?? {};
  const system = await systemCertificates();
  const hosts = servers.map(({ host }) => host);
  const options = {
    checkServerIdentity: identityCheck(hosts, checkServerIdentity),
    get secureContext() {
      return contextOf([withOwn(system, caFile), text(certFile), text(keyFile)]);
    },
  };
  return options as TlsOptions; // the client passes it to Node unchanged, so it may hold Node's options
}

let last: { readonly texts: readonly (string | undefined)[]; readonly context: SecureContext } | undefined;

/**
 * Reuses the last context while the files are unchanged, because parsing the authorities takes tens of milliseconds.
 */
function contextOf(texts: readonly [ca: string, cert: string | undefined, key: string | undefined]) {
  const [ca, cert, key] = texts;
  if (last === undefined || texts.some((each, index) => each !== last?.texts[index])) {
    const own = cert === undefined || key === undefined ? {} : { cert, key };
    last = { texts, context: createSecureContext({ ca, ...own }) };
  }
  return last.context;
}

/** All trusted authorities as PEM. @throws (rejects) if the company's file cannot be read */
export async function authorities(caFile: string | undefined): Promise<string> {
  return withOwn(await systemCertificates(), caFile);
}

function withOwn(system: readonly string[], caFile: string | undefined): string {
  const own = text(caFile);
  return [...system, ...(own === undefined ? [] : [own])].join("\n");
}

/** The first file that cannot be read or used, with the reason; undefined if all can. */
export function unusableTls(tls: TlsPaths | undefined): Failure | undefined {
  const paths = { ca: tls?.caFile, cert: tls?.certFile, key: tls?.keyFile };
  const files: Partial<Record<keyof TlsFiles, Buffer>> = {};
  for (const which of ["ca", "cert", "key"] as const) {
    const file = paths[which];
    if (file === undefined) continue;
    try {
      files[which] = read(file);
    } catch (error) {
      return badFile(file, error);
    }
  }
  const fault = tlsFault({ ca: files.ca, cert: files.cert, key: files.key });
  return fault && { reason: "bad-file", file: paths[fault.which] ?? "", detail: fault.detail };
}

/**
 * The failure when a server asks for a client certificate and got none, an expired one, or one that it does not accept.
 */
export function certificateFailure(error: Error, tls: TlsPaths | undefined): Failure {
  const file = tls?.certFile;
  if (file === undefined) return { reason: "tls", detail: error.message, error };
  try {
    if (hasExpired(read(file), Date.now())) {
      return { reason: "bad-file", file, detail: "certificate-expired", error };
    }
  } catch (cause) {
    return badFile(file, cause);
  }
  return { reason: "tls", detail: `${error.message}, and does not accept ${file}`, error };
}

function text(file: string | undefined): string | undefined {
  return file === undefined ? undefined : read(file).toString("utf8");
}

function read(file: string): Buffer {
  return readGivenFile(file, MAX_GIVEN_FILE);
}
