import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Whether the page that asks may have an answer, by what the browser says of it. An allowed page of another origin is
 * told so. A browser sends cookies with requests of any page of the same site, so the answer has to depend on the page.
 * A request with neither header is a program's, such as curl's: a browser sends the origin with each POST.
 * @param own the origin of this server
 * @param allowed other origins
 */
export function isAllowedPage(
  { headers }: Pick<FastifyRequest, "headers">,
  reply: Pick<FastifyReply, "header">,
  own: string,
  allowed: readonly string[],
): boolean {
  const { origin, "sec-fetch-site": site } = headers;
  void reply.header("vary", "Origin, Sec-Fetch-Site");
  if (origin === undefined) {
    // Not a page's script, or one of our own. An image or a frame of another page says where it is from.
    return site === undefined || site === "same-origin" || site === "none";
  }
  // For a form of a page with the referrer policy no-referrer, as ours have, the origin is "null".
  if (origin === own || (origin === "null" && site === "same-origin")) return true;
  if (!allowed.includes(origin)) return false;
  void reply.header("access-control-allow-origin", origin).header("access-control-allow-credentials", "true");
  return true;
}
