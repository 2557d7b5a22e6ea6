import { randomBytes } from "node:crypto";
import { type CookieSerializeOptions, fastifyCookie } from "@fastify/cookie";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as v from "valibot";
import { accept, refuse } from "../../contract/result.ts";
import { readGivenFile } from "../../files/read-file.ts";
import { limitOf } from "../web/limit.ts";
import { isAllowedPage } from "../web/origins.ts";
import { refuseWeb } from "../web/problem.ts";
import type { OidcConfig } from "./config.ts";
import { Oidc, SignOnAway } from "./oidc.ts";
import { Once } from "./once.ts";
import { returnTo } from "./return-to.ts";
import { Seal } from "./seal.ts";
import type { SignOn, SignOnPorts } from "./signed-on.ts";

/** Where the company's sign-on sends the browser back to. It has to be registered there. */
export const BACK = "/v1/sign-on/back";

/** `__Host-`: only this server, over TLS, can set them. */
const SESSION = "__Host-alrimi";
const ATTEMPT = "__Host-alrimi-attempt";
/** Seconds for a person to sign on. */
const ATTEMPT_SECONDS = 600;
/** Used attempts that are remembered. */
const MOST_USED = 50_000;
/**
 * Pages of the sign-on for one address in a minute. A person needs two, and all people of a company may have one address:
 * this bounds what a stranger can do.
 */
const MOST_PAGES = 1_200;
const MAX_SECRET = 4_096;
const LEAST_KEY = 32;
/** Milliseconds between two lines of the log about the company's sign-on. */
const LOG_MS = 10_000;

/** Other pages may lead here, and so cookies come along with a link; a page of another site cannot send a form with them. */
const COOKIE = { path: "/", httpOnly: true, secure: true, sameSite: "lax" } satisfies CookieSerializeOptions;

const AttemptValue = v.object({
  state: v.string(),
  nonce: v.string(),
  verifier: v.string(),
  returnTo: v.string(),
});
const SessionValue = v.object({ login: v.string(), exp: v.number() });

/** Signs on by OpenID Connect. What is known of a person is in the person's browser, sealed; no server keeps sessions. */
export async function addOidc(
  app: FastifyInstance,
  options: OidcConfig,
  ports: SignOnPorts,
): Promise<SignOn> {
  const { origin, returnOrigins, now } = ports;
  const oidc = new Oidc(options, secretIn(options.clientSecretFile), origin + BACK);
  const seal = new Seal(sessionKey(options.sessionKeyFile), now);
  const seconds = Math.round(options.sessionHours * 3_600);
  // A server does not know what another one has used: there an attempt is good once more.
  const attempts = new Once(ATTEMPT_SECONDS * 1_000, MOST_USED, now);
  const isTooMany = limitOf(app, MOST_PAGES);
  let loggedAt = Number.NEGATIVE_INFINITY;
  const tell = (error: unknown): void => {
    if (now() - loggedAt < LOG_MS) return;
    loggedAt = now();
    ports.log(`sign-on: ${oneLine(error)}`);
  };
  const start = async (reply: FastifyReply, to: string): Promise<FastifyReply> => {
    if (await isTooMany(reply)) return reply;
    const url = returnTo(to, origin, returnOrigins);
    if (url === undefined) return refuseWeb(reply, "bad-return");
    try {
      const begun = await oidc.begin();
      const attempt = await seal.seal("attempt", { ...begun.attempt, returnTo: url }, ATTEMPT_SECONDS);
      return reply
        .setCookie(ATTEMPT, attempt, { ...COOKIE, maxAge: ATTEMPT_SECONDS })
        .redirect(begun.url.href, 303);
    } catch (error) {
      if (!(error instanceof SignOnAway)) throw error;
      tell(error);
      return refuseWeb(reply, "unavailable");
    }
  };
  const finish = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (await isTooMany(reply)) return reply;
    const opened = v.safeParse(AttemptValue, await seal.open("attempt", request.cookies[ATTEMPT]));
    if (!opened.success) return refuseWeb(reply, "sign-on-failed");
    void reply.clearCookie(ATTEMPT, COOKIE);
    if (!attempts.take(opened.output.state)) return refuseWeb(reply, "sign-on-failed");
    try {
      const login = await oidc.finish(new URL(request.url, origin).search, opened.output);
      const person = ports.personOf(login);
      if (!person.ok) return refuseWeb(reply, person.reason);
      return reply
        .setCookie(SESSION, await seal.seal("session", { login }, seconds), { ...COOKIE, maxAge: seconds })
        .redirect(opened.output.returnTo, 303);
    } catch (error) {
      tell(error);
      return refuseWeb(reply, error instanceof SignOnAway ? "unavailable" : "sign-on-failed");
    }
  };
  await app.register(fastifyCookie);
  app.get(BACK, finish);
  app.get<{ Querystring: { return?: unknown } }>("/v1/sign-on", (request, reply) => {
    const { return: to } = request.query;
    return typeof to === "string" ? start(reply, to) : refuseWeb(reply, "bad-return");
  });
  // Of this browser alone: the company's own sign-on goes on.
  app.post("/v1/sign-off", (request, reply) =>
    isAllowedPage(request, reply, origin, returnOrigins)
      ? reply.clearCookie(SESSION, COOKIE).code(204).send()
      : refuseWeb(reply, "other-origin"),
  );
  return {
    start,
    async personOf(request) {
      const session = v.safeParse(SessionValue, await seal.open("session", request.cookies[SESSION]));
      if (!session.success) return refuse("not-signed-on", "there is no session, or it has ended");
      const person = ports.personOf(session.output.login);
      return person.ok ? accept({ person: person.value, until: session.output.exp * 1_000 }) : person;
    },
  };
}

/** @throws {Error} whose message names the file, and never its content */
function secretIn(file: string): string {
  const secret = readGivenFile(file, MAX_SECRET).toString("utf8").trim();
  if (secret === "") throw new Error(`${file}: it is empty`);
  return secret;
}

function sessionKey(file: string | undefined): Uint8Array {
  if (file === undefined) return randomBytes(LEAST_KEY);
  const key = secretIn(file);
  if (key.length < LEAST_KEY) throw new Error(`${file}: it has fewer than ${LEAST_KEY} characters`);
  return Buffer.from(key);
}

/** What went wrong, without what the company's sign-on said of the person. */
function oneLine(error: unknown): string {
  const { message, cause } = error as Error;
  const why = cause instanceof Error ? `: ${cause.message}` : "";
  return `${message}${why}`.replaceAll(/\s+/g, " ").slice(0, 300);
}
