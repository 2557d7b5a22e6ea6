/** What is wrong with a certificate for a name or an address; undefined when it is that one's. As `node:tls` has it. */
export type CheckCertificate<Certificate> = (host: string, certificate: Certificate) => Error | undefined;

/**
 * Whether a certificate is the dialled server's. For a server that is given by its address the `nats` client (2.29) names
 * none, and Node then checks for "localhost": a certificate for the address would be refused, and one of any other
 * server that happens to hold "localhost" be taken.
 * @param servers as they were given, with or without a scheme
 * @param check `checkServerIdentity` of `node:tls`
 * @returns what `tls.connect` takes as `checkServerIdentity`
 */
export function identityCheck<Certificate>(
  servers: readonly string[],
  check: CheckCertificate<Certificate>,
): CheckCertificate<Certificate> {
  const hosts = servers.map(hostOf);
  const addresses = hosts.filter(isAddress);
  return (host, certificate) => {
    if (host !== "localhost" || hosts.includes("localhost") || addresses.length === 0) {
      return check(host, certificate);
    }
    const objections = addresses.map((address) => check(address, certificate));
    return objections.includes(undefined) ? undefined : objections[0];
  };
}

function hostOf(server: string): string {
  const { hostname } = new URL(server.includes("://") ? server : `nats://${server}`);
  return hostname.replace(/^\[|\]$/g, "");
}

/** A host that is no name: no name ends in a number, or holds a colon. */
function isAddress(host: string): boolean {
  return host.includes(":") || /(^|\.)\d+$/.test(host);
}
