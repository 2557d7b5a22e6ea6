import { readFileSync } from "node:fs";
import tls from "node:tls";

/** Where Linux distributions keep the certificates that the administrator trusts, as one PEM file. */
const BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch
  "/etc/pki/tls/certs/ca-bundle.crt", // Fedora, RHEL
  "/etc/ssl/ca-bundle.pem", // openSUSE
];

type NewerTls = typeof tls & { getCACertificates?(type: "system" | "default"): string[] };

/**
 * The certificate authorities that this computer trusts, as PEM texts; those that Node brings where the system's cannot
 * be read. Runtimes before Node 22.15 cannot ask the system themselves.
 */
export function systemCertificates(bundles: readonly string[] = BUNDLES): readonly string[] {
  const { getCACertificates } = tls as NewerTls;
  if (getCACertificates !== undefined)
    return [...getCACertificates("default"), ...getCACertificates("system")];
  for (const bundle of bundles) {
    try {
      return [readFileSync(bundle, "utf8")];
    } catch {
      // the next distribution's place
    }
  }
  return tls.rootCertificates;
}
