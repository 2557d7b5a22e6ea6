import type { FastifyRequest } from "fastify";
import { accept, refuse } from "../../contract/result.ts";
import { refuseWeb } from "../web/problem.ts";
import type { ProxyConfig } from "./config.ts";
import { isProxy } from "./proxy-certificate.ts";
import { returnTo } from "./return-to.ts";
import type { SignOn, SignOnPorts } from "./signed-on.ts";

/** Milliseconds for which a request counts. A stream ends then, and the proxy looks again. */
const COUNTS_MS = 60 * 60_000;

/** A proxy in front of this server names the person in a header. Only a request over its own certificate has it. */
export function proxySignOn({ header, names }: ProxyConfig, ports: SignOnPorts): SignOn {
  const loginIn = (request: FastifyRequest): string | undefined => {
    if (!isProxy(request.raw.socket, names)) return undefined;
    // Two of them: one may be the browser's own.
    const [login, ...others] = request.raw.headersDistinct[header] ?? [];
    return others.length === 0 ? login : undefined;
  };
  return {
    async personOf(request) {
      const login = loginIn(request);
      if (login === undefined) return refuse("not-signed-on", "no proxy has named the person");
      const person = ports.personOf(login);
      return person.ok ? accept({ person: person.value, until: ports.now() + COUNTS_MS }) : person;
    },
    async start(reply, to) {
      if (loginIn(reply.request) === undefined) return refuseWeb(reply, "not-signed-on");
      const url = returnTo(to, ports.origin, ports.returnOrigins);
      return url === undefined ? refuseWeb(reply, "bad-return") : reply.redirect(url, 303);
    },
  };
}
