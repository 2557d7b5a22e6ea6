import { checkServerIdentity } from "node:tls";
import type { Tls } from "../../core/policy/policy.ts";
import { MAX_GIVEN_FILE, readGivenFile } from "../../files/read-file.ts";
import { identityCheck } from "../../nats/server-identity.ts";
import { systemCertificates } from "./system-certificates.ts";

/**
 * TLS is demanded, not just taken when it is offered; the broker's certificate is always verified.
 * @throws (rejects) when the company's authority cannot be read
 */
export async function tlsOptions(tls: Tls | undefined, servers: readonly string[]) {
  const { caFile, certFile, keyFile } = tls ?? {};
  const own = caFile === undefined ? [] : [readGivenFile(caFile, MAX_GIVEN_FILE).toString("utf8")];
  return {
    checkServerIdentity: identityCheck(servers, checkServerIdentity), // goes to Node as it is, though the client's types do not know it
    ca: [...(await systemCertificates()), ...own].join("\n"),
    ...(certFile === undefined || keyFile === undefined ? {} : { certFile, keyFile }),
  };
}
