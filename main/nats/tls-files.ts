import { X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContextOptions } from "node:tls";
import type { TlsFileReason } from "../contract/file-reason.ts";

/** The contents of a TLS connection's files; undefined for a file that is not set. */
export interface TlsFiles {
  /** The certificates of an authority (PEM). */
  readonly ca: Buffer | undefined;
  /** The client's own certificate (PEM). */
  readonly cert: Buffer | undefined;
  /** The key of `cert` (PEM). */
  readonly key: Buffer | undefined;
}

/** The first unusable file of a TLS connection. */
export interface TlsFault {
  readonly which: keyof TlsFiles;
  /** A {@link TlsFileReason}, or the message of the TLS library, for instance for a key that is too short. */
  readonly detail: TlsFileReason | (string & {});
}

/**
 * Why these files cannot be used for TLS; undefined if they can. Without this check a dial fails in its handshake with
 * an error that looks like a network fault. Node does not notice an authority file without a certificate at all.
 */
export function tlsFault({ ca, cert, key }: TlsFiles): TlsFault | undefined {
  if (ca !== undefined && !holdsCertificate(ca)) return { which: "ca", detail: "no-certificate" };
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) return { which: "key", detail: "certificate-missing" };
  if (key === undefined) return { which: "cert", detail: "key-missing" };
  if (objection({ cert, key }) === undefined) return undefined;
  // OpenSSL and Electron's BoringSSL have different error names. So each file is tested on its own.
  const ofCertificate = objection({ cert });
  if (ofCertificate !== undefined) {
    return { which: "cert", detail: holdsCertificate(cert) ? ofCertificate : "no-certificate" };
  }
  if (objection({ key }) === undefined) return { which: "key", detail: "key-mismatch" };
  const isEncrypted = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(key.toString());
  return { which: "key", detail: isEncrypted ? "key-encrypted" : "no-key" };
}

/**
 * Whether a client certificate has expired, so that a server refuses it. @param now milliseconds since the Unix epoch
 */
export function hasExpired(cert: Buffer | undefined, now: number): boolean {
  return cert !== undefined && holdsCertificate(cert) && Date.parse(new X509Certificate(cert).validTo) < now;
}

function objection(options: SecureContextOptions): string | undefined {
  try {
    createSecureContext(options);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function holdsCertificate(file: Buffer): boolean {
  if (!file.includes("-----BEGIN ")) return false; // X509Certificate reads DER, but a TLS context does not
  try {
    return new X509Certificate(file).raw.length > 0;
  } catch {
    return false;
  }
}
