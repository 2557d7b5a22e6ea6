import type { Tls } from "../../core/policy/policy.ts";
import { MAX_GIVEN_FILE, readGivenFile } from "../../files/read-file.ts";
import { RefusedFile } from "../../files/refused-file.ts";
import type { CertificateAsked } from "../../nats/connect.ts";
import { hasExpired, type TlsFiles, tlsFault } from "../../nats/tls-files.ts";
import type { DialFailure } from "./transport.ts";

type FileFailure = Extract<DialFailure, { kind: "file-unreadable" }>;

/** The first of the policy's TLS files that cannot be read or used, and why; undefined when all can. */
export function unusableTlsFile(tls: Tls | undefined): FileFailure | undefined {
  const paths = { ca: tls?.caFile, cert: tls?.certFile, key: tls?.keyFile };
  const files: Partial<Record<keyof TlsFiles, Buffer>> = {};
  for (const which of ["ca", "cert", "key"] as const) {
    const file = paths[which];
    if (file === undefined) continue;
    try {
      files[which] = readGivenFile(file, MAX_GIVEN_FILE);
    } catch (error) {
      return unreadable(file, error);
    }
  }
  const fault = tlsFault({ ca: files.ca, cert: files.cert, key: files.key });
  return fault && { kind: "file-unreadable", file: paths[fault.which] ?? "", detail: fault.detail };
}

/** A file that threw when it was read. */
export function unreadable(file: string, error: unknown): FileFailure {
  const detail = error instanceof RefusedFile ? error.code : (error as Error).message;
  return { kind: "file-unreadable", file, detail };
}

/** A server asks for a certificate: it did not get one, or one that has ended, or does not take it. */
export function aboutCertificate(error: CertificateAsked, tls: Tls | undefined): DialFailure {
  const file = tls?.certFile;
  if (file !== undefined && hasExpired(readGivenFile(file, MAX_GIVEN_FILE), Date.now())) {
    return { kind: "file-unreadable", file, detail: "certificate-expired" };
  }
  return { kind: "lost", cause: "tls", detail: `${error.message} (certFile, keyFile)` };
}
