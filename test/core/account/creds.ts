/** Texts that look like credentials; no server would take them. */

export const SEED = `SU${"A".repeat(56)}`;

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

export function jwtOf(claims: Record<string, unknown>): string {
  return `${encode({ typ: "JWT", alg: "ed25519-nkey" })}.${encode(claims)}.c2lnbmVk`;
}

/** A `.creds` file as the NATS tools write it. */
export function credsOf(claims: Record<string, unknown>, seed: string = SEED): string {
  return [
    "-----BEGIN NATS USER JWT-----",
    jwtOf(claims),
    "------END NATS USER JWT------",
    "",
    "************************* IMPORTANT *************************",
    "NKEY Seed printed below can be used to sign and prove identity.",
    "",
    "-----BEGIN USER NKEY SEED-----",
    seed,
    "------END USER NKEY SEED------",
    "",
  ].join("\n");
}
