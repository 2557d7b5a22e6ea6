import { isIP } from "node:net";
import { checkServerIdentity, type PeerCertificate } from "node:tls";

/**
 * Whether a certificate is the dialled server's. For a server that is given by its address the `nats` client (2.29) names
 * none, and Node then checks for "localhost": a certificate for the address would be refused, and one of any other
 * server that happens to hold "localhost" be taken.
 * @param servers as in the policy
 * @returns what `tls.connect` takes as `checkServerIdentity`
 */
export function identityCheck(
  servers: readonly string[],
): (hostname: string, certificate: PeerCertificate) => Error | undefined {
  const hosts = servers.map((server) => new URL(server).hostname.replace(/^\[|\]$/g, ""));
  const addresses = hosts.filter((host) => isIP(host) !== 0);
  return (hostname, certificate) => {
    if (hostname !== "localhost" || hosts.includes("localhost") || addresses.length === 0) {
      return checkServerIdentity(hostname, certificate);
    }
    const objections = addresses.map((address) => checkServerIdentity(address, certificate));
    return objections.includes(undefined) ? undefined : objections[0];
  };
}
