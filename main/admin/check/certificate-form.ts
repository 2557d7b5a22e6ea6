import type { DetailedPeerCertificate } from "node:tls";

/**
 * The DER encodings of the extensions of RFC 5280, section 4.2.1. That of basicConstraints includes the critical flag.
 */
const EXTENSIONS = {
  authorityKeyIdentifier: "0603551d23",
  subjectKeyIdentifier: "0603551d0e",
  keyUsage: "0603551d0f",
  "basicConstraints = critical": "0603551d130101ff",
} as const;
type Extension = keyof typeof EXTENSIONS;

const ASKED_OF_ISSUED: readonly Extension[] = ["authorityKeyIdentifier"];
const ASKED_OF_AUTHORITY: readonly Extension[] = [
  "subjectKeyIdentifier",
  "keyUsage",
  "basicConstraints = critical",
];

/**
 * Finds an extension that RFC 5280 requires but a certificate chain lacks, as is often so with a company's old
 * authority. OpenSSL and Node accept such a chain. Python refuses it from 3.13 on (`VERIFY_X509_STRICT`).
 * @returns the certificate and the extension, such as `Example CA: keyUsage`; undefined when nothing is missing
 */
export function missingInChain(leaf: DetailedPeerCertificate): string | undefined {
  let certificate = leaf;
  for (let depth = 0; depth < 10; depth += 1) {
    const issuer = certificate.issuerCertificate as DetailedPeerCertificate | undefined;
    const isRoot = issuer?.fingerprint256 === certificate.fingerprint256;
    const asked = [...(isRoot ? [] : ASKED_OF_ISSUED), ...(depth === 0 ? [] : ASKED_OF_AUTHORITY)];
    const missing = asked.find((extension) => !certificate.raw.includes(EXTENSIONS[extension], 0, "hex"));
    if (missing !== undefined) return `${certificate.subject.CN ?? "?"}: ${missing}`;
    if (isRoot || issuer === undefined) return undefined;
    certificate = issuer;
  }
  return undefined;
}
