import type { FastifyInstance } from "fastify";
import { refuse } from "../../contract/result.ts";
import { canonicalId } from "../../contract/subject.ts";
import { MAX_GIVEN_FILE, readGivenFile } from "../../files/read-file.ts";
import { instance, keepCertificate, urlOf } from "../http/instance.ts";
import { addLimits } from "../limits.ts";
import type { AlrimiServer, StoppablePart } from "../server.ts";
import { addSignOn } from "../sign-on/sign-on.ts";
import type { SignOn } from "../sign-on/signed-on.ts";
import { connectionsOf, type WebPart } from "./config.ts";

export interface WebPorts {
  readonly server: Pick<AlrimiServer, "isDirectoryRead" | "personOf">;
  /** Adds pages. They ask the sign-on who a browser's person is. @returns what has to be stopped before the server ends */
  addPages?(app: FastifyInstance, signOn: SignOn): Promise<StoppablePart | undefined>;
  /** Milliseconds since the Unix epoch; default: the clock's. */
  now?(): number;
  log(line: string): void;
}

export interface WebServer {
  /** Where it listens: `https://127.0.0.1:8443`. Browsers may reach it by another address. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Nothing of a person's may be kept by what is between, and no page may be shown inside another. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/**
 * Serves browsers: the sign-on, and the pages of other parts.
 * @throws {Error} (rejects) if it cannot listen, or a file cannot be read
 */
export async function startWeb(
  part: WebPart,
  { server, addPages, now = Date.now, log }: WebPorts,
): Promise<WebServer> {
  const { proxy } = part.signOn;
  const authority = proxy === undefined ? {} : { ca: readGivenFile(proxy.caFile, MAX_GIVEN_FILE) };
  const app = instance(
    {
      ...part,
      elsewhere: "there is no page at this address",
      ...connectionsOf(part),
      // Behind a proxy nobody else gets so far as to send a request.
      ...(proxy === undefined ? {} : { tls: { ...authority, requestCert: true, rejectUnauthorized: true } }),
    },
    { answered: () => {}, refused: () => {}, log },
  );
  let pages: StoppablePart | undefined;
  const stop = async (): Promise<void> => {
    await pages?.stop();
    await app.close();
  };
  app.addHook("onRequest", (_request, reply, done) => {
    void reply.headers(HEADERS);
    done();
  });
  try {
    await addLimits(app);
    const signOn = await addSignOn(app, part.signOn, {
      origin: part.url,
      returnOrigins: part.portal?.allowedOrigins ?? [],
      personOf(login) {
        if (!server.isDirectoryRead) return refuse("unavailable", "the people directory is not read yet");
        const id = canonicalId(login);
        const person = id.ok ? server.personOf(id.value) : id;
        return person.ok ? person : refuse("person-unknown", "the people directory does not know the person");
      },
      now,
      log,
    });
    pages = await addPages?.(app, signOn);
    keepCertificate(app, part, { renewed: () => {}, log, context: authority });
    await app.listen({ host: part.host, port: part.port });
  } catch (error) {
    await stop();
    throw error;
  }
  const url = urlOf(app, part.certFile === undefined ? "http" : "https", part.host);
  log(`web: listens on ${url}, for browsers ${part.url}`);
  return { url, stop };
}
