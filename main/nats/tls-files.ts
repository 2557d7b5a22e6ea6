import { X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContextOptions } from "node:tls";
import type { FileReason } from "../contract/file-reason.ts";

/** The files of a TLS connection: what is in them, or undefined for one that is not named. */
export interface TlsFiles {
  /** The certificates of an authority (PEM). */
  readonly ca: Buffer | undefined;
  /** The client's own certificate (PEM). */
  readonly cert: Buffer | undefined;
  /** The key to it (PEM). */
  readonly key: Buffer | undefined;
}

export interface TlsFault {
  readonly which: keyof TlsFiles;
  /** A {@link FaultKind}; else the words of the TLS library, for instance of a key that is too short. */
  readonly detail: FaultKind | (string & {});
}

/** What can be wrong with a file. */
export type FaultKind = Extract<
  FileReason,
  | "no-certificate"
  | "no-key"
  | "key-encrypted"
  | "key-missing"
  | "certificate-missing"
  | "key-mismatch"
  | "certificate-expired"
>;

/**
 * Why these files cannot be used for TLS; undefined when they can. Without this a dial fails in its handshake, with an
 * error that looks like one of the network; and an authority's file without a certificate is not noticed by Node at all.
 */
export function tlsFault({ ca, cert, key }: TlsFiles): TlsFault | undefined {
  if (ca !== undefined && !holdsCertificate(ca)) return { which: "ca", detail: "no-certificate" };
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) return { which: "key", detail: "certificate-missing" };
  if (key === undefined) return { which: "cert", detail: "key-missing" };
  if (objection({ cert, key }) === undefined) return undefined;
  // OpenSSL and Electron's BoringSSL name their errors differently: each file on its own tells which one it is.
  const ofCertificate = objection({ cert });
  if (ofCertificate !== undefined) {
    return { which: "cert", detail: holdsCertificate(cert) ? ofCertificate : "no-certificate" };
  }
  if (objection({ key }) === undefined) return { which: "key", detail: "key-mismatch" };
  const isEncrypted = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(key.toString());
  return { which: "key", detail: isEncrypted ? "key-encrypted" : "no-key" };
}

/** Whether the client's certificate has ended: a server that asks for one refuses it then. @param now milliseconds */
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
  if (!file.includes("-----BEGIN ")) return false; // a binary certificate (DER) can be read, but not used
  try {
    return new X509Certificate(file).raw.length > 0;
  } catch {
    return false;
  }
}
