import { isIpAddress } from "../contract/server-address.ts";

/** What is wrong with a certificate for a name or an address; undefined when it is that one's. As `node:tls` has it. */
export type CheckCertificate<Certificate> = (host: string, certificate: Certificate) => Error | undefined;

/**
 * Whether a certificate is the dialled server's. For a server that is given by its address the `nats` client (2.29) names
 * none, and Node then checks for "localhost": a certificate for the address would be refused, and one of any other
 * server that happens to hold "localhost" be taken.
 * @param hosts the servers', bare
 * @param check `checkServerIdentity` of `node:tls`
 * @returns what `tls.connect` takes as `checkServerIdentity`
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
