import type { AddressInfo, Socket } from "node:net";
import { type FastifyInstance, type FastifyReply, fastify } from "fastify";
import { readGivenFile } from "../../files/read-file.ts";
import type { HttpPart } from "../config.ts";
import { MOST_BYTES } from "./events.ts";
import { addEvents } from "./events-page.ts";
import { type FailedRequest, problemOf, responseFor } from "./failed-request.ts";
import type { HttpPorts } from "./ports.ts";
import { tell } from "./tell.ts";

export interface HttpServer {
  /** `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Of `/metrics`. */
  readonly metricsUrl: string;
  /** Takes no new request, and resolves when those in work are answered. */
  stop(): Promise<void>;
}

/** Milliseconds for a whole request to arrive, for a TLS handshake, and for a connection on which nothing happens. */
const ARRIVE_MS = 10_000;
const IDLE_MS = 60_000;
const MOST_CONNECTIONS = 4_096;

/**
 * Takes events over HTTP, and serves `/healthz`, `/readyz` and `/metrics`.
 * @throws {Error} (rejects) if it cannot listen, or a file cannot be read
 */
export async function startHttp(part: HttpPart, ports: HttpPorts): Promise<HttpServer> {
  const { host, port, metricsPort } = part;
  const door = instance(part, ports);
  const own = metricsPort === undefined ? undefined : instance({}, ports);
  const instances = own === undefined ? [door] : [door, own];
  await addEvents(door, part.maxRequestsPerSecond, ports);
  for (const app of instances) addHealth(app, ports);
  addMetrics(own ?? door, ports);
  const stop = async (): Promise<void> => {
    await Promise.all(instances.map((app) => app.close()));
  };
  try {
    await door.listen({ host, port });
    await own?.listen({ host, port: metricsPort ?? 0 });
  } catch (error) {
    await stop();
    throw error;
  }
  const url = urlOf(door, part.certFile === undefined ? "http" : "https", host);
  const metricsUrl = own === undefined ? url : urlOf(own, "http", host);
  ports.log(`http: listens on ${url}${own === undefined ? "" : `, metrics on ${metricsUrl}`}`);
  return { url, metricsUrl, stop };
}

/** An instance without pages, that has the limits and answers each failure with a problem. */
function instance({ certFile, keyFile }: Partial<HttpPart>, ports: HttpPorts): FastifyInstance {
  const { metrics, log } = ports;
  const timing = {
    headersTimeout: ARRIVE_MS,
    connectionsCheckingInterval: 1_000, // Node's own is 30 s: a slow sender would stay as long
  };
  const fail = (error: FailedRequest, reply: FastifyReply): FastifyReply => {
    const problem = problemOf(error);
    if (problem.reason === "internal") log(`http: ${error.stack?.replaceAll("\n", " ")}`);
    const { service } = reply.request;
    if (service !== undefined) metrics.refused(service.token, problem.reason);
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
      metrics.answered(status);
      socket.write(text);
      return socket.destroySoon();
    },
  };
  const app: FastifyInstance =
    certFile === undefined || keyFile === undefined
      ? fastify({ ...common, http: timing })
      : (fastify({
          ...common,
          https: { ...timing, handshakeTimeout: ARRIVE_MS, ...keysIn(certFile, keyFile) },
        }) as unknown as FastifyInstance);
  app.server.maxConnections = MOST_CONNECTIONS;
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
      tell(reply, { reason: "no-such-page", detail: "events are sent to /v1/events" });
      return;
    }
    void reply.header("allow", allowed.join(", "));
    tell(reply, { reason: "wrong-method", detail: `use ${allowed.join(" or ")}` });
  });
  app.addHook("onResponse", (_request, reply, done) => {
    metrics.answered(reply.statusCode);
    done();
  });
  return app;
}

function keysIn(certFile: string, keyFile: string): { readonly cert: Buffer; readonly key: Buffer } {
  return { cert: readGivenFile(certFile, MAX_PEM), key: readGivenFile(keyFile, MAX_PEM) };
}
const MAX_PEM = 256 * 1024;

function addHealth(app: FastifyInstance, ports: HttpPorts): void {
  app.get("/healthz", () => "ok\n");
  app.get("/readyz", (_request, reply) => {
    const why = ports.whyNotReady();
    return why === undefined ? "ok\n" : tell(reply, { reason: "unavailable", detail: why });
  });
}

function addMetrics(app: FastifyInstance, { metrics }: HttpPorts): void {
  app.get("/metrics", async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}

function urlOf(app: FastifyInstance, scheme: string, host: string): string {
  const { port } = app.server.address() as AddressInfo;
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
