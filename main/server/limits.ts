import { isIP } from "node:net";
import { fastifyRateLimit, normalizeIP } from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { defined } from "../contract/defined.ts";
import { isLoopback } from "../contract/server-address.ts";

const NO_HEADERS = { "x-ratelimit-limit": false, "x-ratelimit-remaining": false, "x-ratelimit-reset": false };

/**
 * Lets routes limit their requests, by `config.rateLimit` or by `createRateLimit`.
 * @param refused the error of a request that is one too many for its `config.rateLimit`
 */
export async function addLimits(app: FastifyInstance, refused?: () => Error): Promise<void> {
  await app.register(fastifyRateLimit, {
    global: false,
    addHeadersOnExceeding: NO_HEADERS,
    addHeaders: { ...NO_HEADERS, "retry-after": true },
    ...defined({ errorResponseBuilder: refused }),
  });
}

/** What an address is counted as: an IPv4 address, or the first 64 bits of an IPv6 address. */
export function networkOf(ip: string): string {
  return normalizeIP(ip);
}

/**
 * Who sent a request, by {@link networkOf}. A proxy on this computer adds whose request it passes on. Anybody else could
 * add any address.
 */
export function addressOf({ ip, headers }: Pick<FastifyRequest, "ip" | "headers">): string {
  const added = String(headers["x-forwarded-for"]).split(",").at(-1)?.trim() ?? "";
  const isAdded = isLoopback({ host: ip.replace(/^::ffff:/, "") }) && isIP(added) !== 0;
  return networkOf(isAdded ? added : ip);
}
