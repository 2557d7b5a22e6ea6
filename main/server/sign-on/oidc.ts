import * as client from "openid-client";
import type { OidcConfig } from "./config.ts";

/** What the browser keeps, sealed, while the person signs on. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Seconds for each answer of the company's sign-on. */
const ANSWER_SECONDS = 10;
/** Answers of the company's sign-on that are waited for at the same time. */
const MOST_IN_WORK = 200;

/** The company's sign-on cannot be asked now. */
export class SignOnAway extends Error {
  override readonly name = "SignOnAway";
}

/** OpenID Connect, authorization code with PKCE. The only user of `openid-client`. */
export class Oidc {
  readonly #options: OidcConfig;
  readonly #secret: string;
  readonly #back: string;
  #discovered: Promise<client.Configuration> | undefined;
  #inWork = 0;

  /** @param back where the company's sign-on sends the browser: an absolute address of this server */
  constructor(options: OidcConfig, secret: string, back: string) {
    this.#options = options;
    this.#secret = secret;
    this.#back = back;
  }

  /** @throws {SignOnAway} (rejects) */
  async begin(): Promise<{ readonly url: URL; readonly attempt: Attempt }> {
    const config = await this.#discover();
    const attempt = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: this.#back,
      scope: this.#options.scopes.join(" "),
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: "S256",
    });
    return { url, attempt };
  }

  /**
   * The claim that names the person, of the ID token or else of the user info.
   * @param query what came back with the browser
   * @throws {SignOnAway} (rejects) if the sign-on cannot be asked; {Error} if it refuses, or its answer is not for this attempt
   */
  async finish(query: string, { state, nonce, verifier }: Attempt): Promise<string> {
    if (this.#inWork >= MOST_IN_WORK) throw new SignOnAway("too many people sign on at the same time");
    this.#inWork += 1;
    try {
      const config = await this.#discover();
      const url = new URL(this.#back);
      url.search = query;
      const tokens = await client.authorizationCodeGrant(config, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error("there is no ID token");
      const { claim } = this.#options;
      const of: client.UserInfoResponse | client.IDToken =
        claims[claim] === undefined
          ? await client.fetchUserInfo(config, tokens.access_token, claims.sub)
          : claims;
      if (claim === "email" && of["email_verified"] !== true) throw new Error("the address is not verified");
      const named = of[claim];
      if (typeof named !== "string") throw new Error(`there is no claim ${JSON.stringify(claim)}`);
      return named;
    } catch (error) {
      throw isAway(error) ? new SignOnAway((error as Error).message, { cause: error }) : error;
    } finally {
      this.#inWork -= 1;
    }
  }

  /** Once, and again after a failure. @throws {SignOnAway} (rejects) */
  async #discover(): Promise<client.Configuration> {
    const { issuer, clientId } = this.#options;
    this.#discovered ??= client.discovery(
      new URL(issuer),
      clientId,
      undefined,
      client.ClientSecretBasic(this.#secret),
      {
        timeout: ANSWER_SECONDS,
        execute: [
          client.enableNonRepudiationChecks,
          // Only this computer's: the configuration refuses all others.
          ...(issuer.startsWith("http:") ? [client.allowInsecureRequests] : []),
        ],
      },
    );
    const discovered = this.#discovered;
    try {
      return await discovered;
    } catch (error) {
      if (this.#discovered === discovered) this.#discovered = undefined;
      throw new SignOnAway((error as Error).message, { cause: error });
    }
  }
}

/** Whether nothing was refused, but no answer came. */
function isAway(error: unknown): boolean {
  if (error instanceof SignOnAway || error instanceof TypeError) return true; // fetch's own
  return error instanceof client.ClientError && error.code === "OAUTH_TIMEOUT";
}
