import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Language } from "../../contract/catalog.ts";
import type { SignedOn, SignOn } from "../sign-on/signed-on.ts";
import { limitOf } from "../web/limit.ts";
import { isAllowedPage } from "../web/origins.ts";
import { refuseWeb } from "../web/problem.ts";
import { languageIn } from "../web/text-page.ts";
import type { Boards } from "./boards.ts";
import type { BoardElement } from "./element.ts";
import type { Streams } from "./streams.ts";

export interface PortalPages {
  readonly signOn: SignOn;
  readonly boards: Pick<Boards, "read" | "view" | "asOf">;
  readonly streams: Pick<Streams, "open" | "refusal">;
  readonly element: BoardElement;
  /** Of this server, as browsers reach it. */
  readonly origin: string;
  readonly allowedOrigins: readonly string[];
}

/** Where the script of `<alrimi-board>` is, in its newest version. */
export const ELEMENT_PATH = "/v1/alrimi-board.js";

/** Readings of one person's `/v1/board` in a minute. A page reads it only when its stream is refused. */
const MOST_READINGS = 120;

/** Adds `/v1/board`, its event stream, and the script. */
export function addPortalPages(app: FastifyInstance, pages: PortalPages): void {
  const { signOn, boards, streams, origin, allowedOrigins } = pages;
  /** The person, or undefined once it is answered why not. */
  const personOf = async (request: FastifyRequest, reply: FastifyReply): Promise<SignedOn | undefined> => {
    if (!isAllowedPage(request, reply, origin, allowedOrigins)) {
      refuseWeb(reply, "other-origin");
      return undefined;
    }
    const who = await signOn.personOf(request);
    if (who.ok) return who.value;
    refuseWeb(reply, who.reason);
    return undefined;
  };
  const isTooMany = limitOf(app, MOST_READINGS);
  app.get("/v1/board", async (request, reply) => {
    const who = await personOf(request, reply);
    if (who === undefined || (await isTooMany(reply, who.person))) return reply;
    const language = askedLanguage(request);
    await boards.read(who.person);
    return { ...boards.view(who.person, language), asOf: boards.asOf(language) };
  });
  app.get("/v1/board/events", { exposeHeadRoute: false }, async (request, reply) => {
    const who = await personOf(request, reply);
    if (who === undefined) return reply;
    const refusal = streams.refusal(who.person);
    if (refusal !== undefined) return refuseWeb(reply, refusal);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      "content-type": "text/event-stream",
      // For proxies such as nginx, which would hold the events back.
      "x-accel-buffering": "no",
    });
    streams.open(who, askedLanguage(request), raw);
    return reply;
  });
  addElement(app, pages.element);
}

function addElement(app: FastifyInstance, { text, gzip, version }: BoardElement): void {
  const send = (request: FastifyRequest, reply: FastifyReply, cache: string): FastifyReply => {
    const etag = `"${version}"`;
    void reply.headers({
      etag,
      "cache-control": cache,
      // It is the same for everybody and says nothing of anybody, and any page may load it.
      ...{ "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" },
      ...{ "content-type": "text/javascript; charset=utf-8", vary: "Accept-Encoding" },
    });
    if (request.headers["if-none-match"] === etag) return reply.code(304).send();
    const isGzip = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
    return isGzip ? reply.header("content-encoding", "gzip").send(gzip) : reply.send(text);
  };
  app.get(ELEMENT_PATH, (request, reply) => send(request, reply, "public, no-cache"));
  app.get(`/v1/alrimi-board.${version}.js`, (request, reply) =>
    send(request, reply, "public, max-age=31536000, immutable"),
  );
}

/** Of the query, else of the browser. */
function askedLanguage(request: FastifyRequest): Language {
  const { lang } = request.query as { readonly lang?: unknown };
  return lang === "ko" || lang === "en" ? lang : languageIn(request);
}
