import { fastifyRateLimit, normalizeIP } from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { defined } from "../contract/defined.ts";

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

/** Who sent a request, by the network: an IPv4 address, or the first 64 bits of an IPv6 address. */
export function addressOf({ ip }: FastifyRequest): string {
  return normalizeIP(ip);
}
