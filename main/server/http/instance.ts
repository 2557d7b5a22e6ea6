import type { Server as HttpsServer, ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { type FastifyInstance, type FastifyReply, fastify } from "fastify";
import type { CertificateFiles } from "../config-values.ts";
import { type RenewalPorts, readCertificate, renewCertificate } from "./certificate.ts";
import { boundPerAddress, MOST_PER_ADDRESS } from "./connections.ts";
import { MOST_BYTES } from "./events.ts";
import { type FailedRequest, problemOf, responseFor } from "./failed-request.ts";
import type { ProblemReason } from "./problem.ts";
import { tell } from "./tell.ts";

export interface InstanceOptions extends CertificateFiles {
  /** What a person or a program is told that asks for a page that is not there. */
  readonly elsewhere: string;
  readonly maxConnections?: number;
  /** Default {@link MOST_PER_ADDRESS}. */
  readonly maxConnectionsPerAddress?: number | undefined;
  /** Further options of TLS, such as the authority of the clients' certificates. */
  readonly tls?: Pick<ServerOptions, "ca" | "requestCert" | "rejectUnauthorized">;
}

export interface InstancePorts {
  answered(status: number): void;
  /** A request with a valid token was refused. @param token the service's subject token */
  refused(token: string, reason: ProblemReason): void;
  log(line: string): void;
}

/** Milliseconds for a whole request to arrive, for a TLS handshake, and for a connection on which nothing happens. */
const ARRIVE_MS = 10_000;
const IDLE_MS = 60_000;
const MOST_CONNECTIONS = 4_096;

/** An instance without pages, that has the limits and answers each failure with a problem. */
export function instance(options: InstanceOptions, ports: InstancePorts): FastifyInstance {
  const { certFile, keyFile, elsewhere, maxConnections = MOST_CONNECTIONS, tls = {} } = options;
  const timing = {
    headersTimeout: ARRIVE_MS,
    connectionsCheckingInterval: 1_000, // Node's own is 30 s: a slow sender would stay as long
  };
  const fail = (error: FailedRequest, reply: FastifyReply): FastifyReply => {
    const problem = problemOf(error);
    if (problem.reason === "internal") ports.log(`http: ${error.stack?.replaceAll("\n", " ")}`);
    const { service } = reply.request;
    if (service !== undefined) ports.refused(service.token, problem.reason);
    return tell(reply, problem);
  };
  const common = {
    bodyLimit: MOST_BYTES,
    requestTimeout: ARRIVE_MS,
    connectionTimeout: IDLE_MS,
    keepAliveTimeout: IDLE_MS,
    return503OnClosing: false,
    frameworkErrors: (error: FailedRequest, _request: unknown, reply: unknown) => {
      fail(error, reply as FastifyReply);
    },
    clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => {
      if (error.code === "ECONNRESET" || !socket.writable) return socket.destroy();
      const { status, text } = responseFor(error.code);
      ports.answered(status);
      socket.write(text);
      return socket.destroySoon();
    },
  };
  const app: FastifyInstance =
    certFile === undefined || keyFile === undefined
      ? fastify({ ...common, http: timing })
      : (fastify({
          ...common,
          https: { ...timing, handshakeTimeout: ARRIVE_MS, ...tls, ...readCertificate(certFile, keyFile) },
        }) as unknown as FastifyInstance);
  app.server.maxConnections = maxConnections;
  boundPerAddress(app.server, options.maxConnectionsPerAddress ?? MOST_PER_ADDRESS, ports.log);
  app.decorateRequest("service", undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: FailedRequest, _request, reply) => fail(error, reply));
  const methods = new Map<string, readonly string[]>();
  app.addHook("onRoute", ({ url, method }) => {
    methods.set(url, [...(methods.get(url) ?? []), method].flat());
  });
  // Answered before the body is read, which could be a stranger's.
  app.addHook("onRequest", (request, reply, done) => {
    if (!request.is404) return done();
    const [path = ""] = request.url.split("?");
    const allowed = methods.get(path);
    if (!["GET", "HEAD"].includes(request.method)) void reply.header("connection", "close");
    if (allowed === undefined) {
      tell(reply, { reason: "no-such-page", detail: elsewhere });
      return;
    }
    void reply.header("allow", allowed.join(", "));
    tell(reply, { reason: "wrong-method", detail: `use ${allowed.join(" or ")}` });
  });
  app.addHook("onResponse", (_request, reply, done) => {
    ports.answered(reply.statusCode);
    done();
  });
  return app;
}

/** Renews the certificate of an instance with TLS when its files change, and tells when it ends. */
export function keepCertificate(
  app: FastifyInstance,
  { certFile, keyFile }: CertificateFiles,
  ports: RenewalPorts,
): void {
  if (certFile === undefined || keyFile === undefined) return;
  ports.renewed(readCertificate(certFile, keyFile));
  const server = app.server as unknown as HttpsServer;
  const undo = renewCertificate(server, certFile, keyFile, ports);
  app.addHook("onClose", async () => undo());
}

export function urlOf(app: FastifyInstance, scheme: string, host: string): string {
  const { port } = app.server.address() as AddressInfo;
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
