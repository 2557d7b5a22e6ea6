import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

export const CLIENT = { id: "alrimi", secret: "a-secret-of-the-company-0123456789" };

export interface CompanySignOn extends AsyncDisposable {
  readonly issuer: string;
  /** Who signs on next, as the company knows them; undefined: the person refuses. */
  who: string | undefined;
  /** Further claims of everybody. */
  claims: Readonly<Record<string, unknown>>;
  /** Requests to the token endpoint. */
  readonly exchanges: () => number;
}

/** A real OpenID provider on this computer, whose form is filled in by {@link CompanySignOn.who}. */
export async function companySignOn(back: string, port = 0): Promise<CompanySignOn> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let exchanges = 0;
  const it: CompanySignOn = {
    issuer,
    who: "hong.gd",
    claims: {},
    exchanges: () => exchanges,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [back],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: {
      openid: ["sub"],
      profile: ["preferred_username", "employee"],
      email: ["email", "email_verified"],
    },
    cookies: { keys: ["a-key-of-the-test"] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    interactions: { url: (_ctx, { uid }) => `/form/${uid}` },
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, preferred_username: accountId, ...it.claims }),
    }),
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (ctx.path === "/token") exchanges += 1;
    if (!ctx.path.startsWith("/form/")) return next();
    ctx.respond = false;
    const { who } = it;
    const result =
      who === undefined ? { error: "access_denied" } : { login: { accountId: who, remember: false } };
    await provider.interactionFinished(ctx.req, ctx.res, result);
  });
  server.on("request", provider.callback());
  return it;
}
