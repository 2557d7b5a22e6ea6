import type { FastifyInstance } from "fastify";
import type { SignOnConfig } from "./config.ts";
import { addOidc } from "./oidc-sign-on.ts";
import { proxySignOn } from "./proxy-sign-on.ts";
import type { SignOn, SignOnPorts } from "./signed-on.ts";

/** Adds the pages of the sign-on to the server for browsers. @throws {Error} (rejects) whose message names a file */
export async function addSignOn(
  app: FastifyInstance,
  { oidc, proxy }: SignOnConfig,
  ports: SignOnPorts,
): Promise<SignOn> {
  if (proxy !== undefined) return proxySignOn(proxy, ports);
  if (oidc === undefined) throw new Error("the configuration has no sign-on"); // its parser has refused that
  return addOidc(app, oidc, ports);
}
