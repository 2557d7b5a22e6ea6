import { isIpAddress } from "../contract/server-address.ts";

/** Checks a certificate for a host name or IP address; undefined if it matches. The form of `node:tls`. */
export type CheckCertificate<Certificate> = (host: string, certificate: Certificate) => Error | undefined;

/**
 * Checks that a certificate belongs to the dialled server. For a server given by IP address the `nats` client (2.29)
 * passes no host, and Node then checks for "localhost". So a certificate for the address would be refused, and any
 * certificate for "localhost" would be accepted.
 * @param hosts the hosts of the servers, without port
 * @param check `checkServerIdentity` of `node:tls`
 * @returns the option `checkServerIdentity` of `tls.connect`
 */
export function identityCheck<Certificate>(
  hosts: readonly string[],
  check: CheckCertificate<Certificate>,
): CheckCertificate<Certificate> {
  const addresses = hosts.filter(isIpAddress);
  return (host, certificate) => {
    if (host !== "localhost" || hosts.includes("localhost") || addresses.length === 0) {
      return check(host, certificate);
    }
    const objections = addresses.map((address) => check(address, certificate));
    return objections.includes(undefined) ? undefined : objections[0];
  };
}
