import * as v from "valibot";
import { defined } from "../../contract/defined.ts";
import { isLoopback } from "../../contract/server-address.ts";
import { text } from "../config-values.ts";

const issuer = v.pipe(
  text,
  v.check(isSafeUrl, "it must be an https address; http is for this computer only"),
);

const Oidc = v.strictObject({
  /** The company's sign-on, as it names itself. */
  issuer,
  clientId: text,
  clientSecretFile: text,
  /** The claim that holds the person's id, or an alias that the people directory knows. */
  claim: v.optional(text, "preferred_username"),
  scopes: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, "it is no scope"))),
      v.check((scopes) => scopes.includes("openid"), 'it must contain "openid"'),
    ),
    ["openid", "profile"],
  ),
  /** 32 characters or more. Two servers share one; without it a restart ends all sessions. */
  sessionKeyFile: v.optional(text),
  sessionHours: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(24)), 8),
});

const TrustedProxy = v.strictObject({
  /** The header in which the proxy names the person. */
  header: v.pipe(text, v.regex(/^[A-Za-z0-9-]+$/, "it is no header"), v.toLowerCase()),
  /** The authority that signed the proxy's certificate. */
  caFile: text,
  /** Names in the proxy's certificate. The authority may have signed other certificates, too. */
  names: v.pipe(v.array(text), v.minLength(1)),
});

/** Who says which person a browser belongs to: the company's sign-on, or a proxy in front of this server. */
export const SignOnSchema = v.pipe(
  v.strictObject({ oidc: v.optional(Oidc), proxy: v.optional(TrustedProxy) }),
  v.check(
    ({ oidc, proxy }) => (oidc === undefined) !== (proxy === undefined),
    'it has either "oidc" or "proxy"',
  ),
);

/** {@link SignOnSchema} with absolute paths. */
export type SignOnConfig = v.InferOutput<typeof SignOnSchema>;
export type OidcConfig = v.InferOutput<typeof Oidc>;
export type ProxyConfig = v.InferOutput<typeof TrustedProxy>;

export function signOnPart(
  { oidc, proxy }: SignOnConfig,
  at: (path: string | undefined) => string | undefined,
): SignOnConfig {
  return {
    ...(oidc === undefined
      ? {}
      : {
          oidc: {
            ...oidc,
            clientSecretFile: at(oidc.clientSecretFile) ?? oidc.clientSecretFile,
            ...defined({ sessionKeyFile: at(oidc.sessionKeyFile) }),
          },
        }),
    ...(proxy === undefined ? {} : { proxy: { ...proxy, caFile: at(proxy.caFile) ?? proxy.caFile } }),
  };
}

/** Whether what is sent to an address is encrypted, or stays on this computer. */
export function isSafeUrl(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname, username } = new URL(given);
  return (
    username === "" &&
    (protocol === "https:" ||
      (protocol === "http:" && isLoopback({ host: hostname.replace(/^\[|\]$/g, "") })))
  );
}
