import { X509Certificate } from "node:crypto";
import type { Server } from "node:https";
import { createSecureContext, type SecureContextOptions } from "node:tls";
import { fileVersion } from "../../files/file-version.ts";
import { readGivenFile } from "../../files/read-file.ts";
import { reasonOf } from "../../files/refused-file.ts";

const MAX_PEM = 256 * 1024;
/** Milliseconds between two looks whether a file has changed. */
const LOOK_MS = 2_000;

/** The certificate of `alrimi server` and its key, as PEM. */
export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** Milliseconds since the Unix epoch. */
  readonly validTo: number;
}

/** @throws {Error} whose message names the files, if they cannot be used together */
export function readCertificate(certFile: string, keyFile: string): Certificate {
  try {
    const [cert, key] = [certFile, keyFile].map((file) => readGivenFile(file, MAX_PEM)) as [Buffer, Buffer];
    createSecureContext({ cert, key }); // throws unless they belong together
    return { cert, key, validTo: Date.parse(new X509Certificate(cert).validTo) };
  } catch (cause) {
    throw new Error(`${certFile}, ${keyFile}: ${reasonOf(cause)}`, { cause });
  }
}

export interface RenewalPorts {
  /** A certificate is in use from now on. */
  readonly renewed: (certificate: Certificate) => void;
  readonly log: (line: string) => void;
  /** What else new connections need, such as the authority of the clients' certificates. */
  readonly context?: SecureContextOptions;
}

/**
 * Uses a renewed certificate for new connections, without a restart. Two files are never replaced at the same moment, so
 * while they do not belong together, or cannot be read, the last ones remain in use.
 * @returns the undo
 */
export function renewCertificate(
  server: Server,
  certFile: string,
  keyFile: string,
  { renewed, log, context = {} }: RenewalPorts,
): () => void {
  const look = (): string => `${fileVersion(certFile)} ${fileVersion(keyFile)}`;
  let version = look();
  let lastFailure = "";
  const timer = setInterval(() => {
    const now = look();
    if (now === version) return;
    try {
      const certificate = readCertificate(certFile, keyFile);
      server.setSecureContext({ ...context, ...certificate });
      version = now;
      lastFailure = "";
      log(`http: the certificate was read again, valid until ${new Date(certificate.validTo).toISOString()}`);
      renewed(certificate);
    } catch (error) {
      const { message } = error as Error;
      if (message !== lastFailure) log(`http: ${message}; the last certificate remains in use`);
      lastFailure = message;
    }
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
