import { checkServerIdentity, createSecureContext, type SecureContext } from "node:tls";
import type { TlsOptions } from "nats";
import type { ServerAddress } from "../contract/server-address.ts";
import { MAX_GIVEN_FILE, readGivenFile } from "../files/read-file.ts";
import { badFile, type Failure } from "./failure.ts";
import { identityCheck } from "./server-identity.ts";
import { systemCertificates } from "./system-certificates.ts";
import { hasExpired, type TlsFiles, tlsFault } from "./tls-files.ts";

/** PEM files. */
export interface TlsPaths {
  /** The company's own authority: it is trusted beside the system's. */
  readonly caFile?: string | undefined;
  /** This client's, where the broker asks for them (mutual TLS). */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/**
 * TLS is demanded, not just taken when it is offered; the broker's certificate is always verified. Files are read again at
 * each handshake, so that renewed ones need no restart.
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
  return options as TlsOptions; // it goes to Node as it is, and may hold what Node takes
}

let last: { readonly texts: readonly (string | undefined)[]; readonly context: SecureContext } | undefined;

/** The one of before while the files say the same: to read a system's authorities takes tens of milliseconds. */
function contextOf(texts: readonly [ca: string, cert: string | undefined, key: string | undefined]) {
  const [ca, cert, key] = texts;
  if (last === undefined || texts.some((each, index) => each !== last?.texts[index])) {
    const own = cert === undefined || key === undefined ? {} : { cert, key };
    last = { texts, context: createSecureContext({ ca, ...own }) };
  }
  return last.context;
}

/** The authorities that are trusted, in PEM. @throws (rejects) when the company's own cannot be read */
export async function authorities(caFile: string | undefined): Promise<string> {
  return withOwn(await systemCertificates(), caFile);
}

function withOwn(system: readonly string[], caFile: string | undefined): string {
  const own = text(caFile);
  return [...system, ...(own === undefined ? [] : [own])].join("\n");
}

/** The first of the files that cannot be read or used, and why; undefined when all can. */
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

/** A server asks for a certificate: it did not get one, or one that has ended, or does not take it. */
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
  return { reason: "tls", detail: `${error.message}, and does not take ${file}`, error };
}

function text(file: string | undefined): string | undefined {
  return file === undefined ? undefined : read(file).toString("utf8");
}

function read(file: string): Buffer {
  return readGivenFile(file, MAX_GIVEN_FILE);
}
