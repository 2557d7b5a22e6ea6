import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { addressOf } from "../limits.ts";
import { refuseWeb } from "./problem.ts";

/**
 * Counts a request.
 * @param key whose request it is; default: the address
 * @returns whether it is one too many; then it is answered
 */
export type Limit = (reply: FastifyReply, key?: string) => Promise<boolean>;

/** @param most requests of one key in a minute */
export function limitOf(app: FastifyInstance, most: number): Limit {
  const keys = new WeakMap<FastifyRequest, string>();
  const count = app.createRateLimit({
    max: most,
    timeWindow: 60_000,
    keyGenerator: (request) => keys.get(request) ?? "",
  });
  return async (reply, key = addressOf(reply.request)) => {
    keys.set(reply.request, key);
    const counted = await count(reply.request);
    if (counted.isAllowed || !counted.isExceeded) return false;
    refuseWeb(reply, "too-many-requests", counted.ttlInSeconds);
    return true;
  };
}
