import type { AddressInfo, Socket } from "node:net";
import { fastifyRateLimit } from "@fastify/rate-limit";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { readGivenFile } from "../../files/read-file.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { HttpPart } from "../config.ts";
import { MOST_BYTES, readEvents } from "./events.ts";
import { type FailedRequest, problemOf, responseFor } from "./failed-request.ts";
import type { Metrics } from "./metrics.ts";
import { formatProblem, PROBLEM_TYPE, type Problem, statusOf } from "./problem.ts";
import type { TokenService } from "./tokens.ts";

export interface HttpPorts {
  /** The service whose token an `Authorization` header holds. */
  serviceOf(authorization: string | undefined): TokenService | undefined;
  /**
   * Gives one event to the broker, and resolves when the broker has it.
   * @param token the service's subject token
   * @throws {BrokerError} (rejects)
   */
  publish(token: string, payload: Uint8Array): Promise<void>;
  /** Why no event can be taken now; undefined when the broker is connected. */
  whyNotReady(): string | undefined;
  readonly metrics: Metrics;
  readonly log: (line: string) => void;
}

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
/** Seconds after which a sender should try again. */
const RETRY_AFTER = "5";
/** Milliseconds between two lines of the log about the broker. */
const LOG_MS = 10_000;

declare module "fastify" {
  interface FastifyRequest {
    /** Set once the token is known. */
    service: TokenService | undefined;
  }
}

/** A problem on its way to the error handler. */
class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.reason);
    this.problem = problem;
  }
}

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
  const fail = (error: FailedRequest | Refused, reply: FastifyReply): FastifyReply => {
    const problem = error instanceof Refused ? error.problem : problemOf(error);
    if (problem.reason === "internal") log(`http: ${(error as Error).stack?.replaceAll("\n", " ")}`);
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
  app.setNotFoundHandler((request, reply) => {
    const [path = ""] = request.url.split("?");
    const allowed = (["GET", "HEAD", "POST"] as const).filter((method) =>
      app.hasRoute({ method, url: path }),
    );
    if (allowed.length === 0)
      return tell(reply, { reason: "no-such-page", detail: "see the guide for owners" });
    void reply.header("allow", allowed.join(", "));
    return tell(reply, { reason: "wrong-method", detail: `use ${allowed.join(" or ")}` });
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

/** The token is checked before the body is read, and everything before the first event goes to the broker. */
async function addEvents(app: FastifyInstance, most: number, ports: HttpPorts): Promise<void> {
  const { metrics, log } = ports;
  let loggedAt = Number.NEGATIVE_INFINITY;
  await app.register(fastifyRateLimit, {
    global: false,
    addHeadersOnExceeding: NO_HEADERS,
    addHeaders: { ...NO_HEADERS, "retry-after": true },
    errorResponseBuilder: () =>
      new Refused({ reason: "too-many-requests", detail: `at most ${most} requests a second: send arrays` }),
  });
  app.post(
    "/v1/events",
    {
      config: {
        rateLimit: {
          hook: "preParsing", // after the token, before the body
          max: most,
          timeWindow: 1_000,
          keyGenerator: ({ service }: FastifyRequest) => service?.token ?? "",
        },
      },
      onRequest(request, _reply, done) {
        const { authorization } = request.headers;
        request.service = ports.serviceOf(authorization);
        if (request.service !== undefined) return done();
        const detail =
          authorization === undefined ? "send Authorization: Bearer …" : "this token is not known";
        done(new Refused({ reason: "bad-token", detail }));
      },
      onResponse(_request, reply, done) {
        metrics.took(reply.elapsedTime / 1e3);
        done();
      },
    },
    async ({ service, headers, body }, reply) => {
      if (service === undefined) throw new Error("a request without a token reached the handler");
      const { id, token } = service;
      const events = readEvents(id, headers, body instanceof Uint8Array ? body : new Uint8Array());
      if (!events.ok) throw new Refused(events.problem);
      const payloads = events.value;
      try {
        await Promise.all(payloads.map((payload) => ports.publish(token, payload)));
      } catch (error) {
        if (!(error instanceof BrokerError)) throw error;
        if (performance.now() - loggedAt > LOG_MS) log(`http: no event is taken: ${error.message}`);
        loggedAt = performance.now();
        const detail = "some events may be stored already: send all again, which changes nothing for those";
        throw new Refused({ reason: "unavailable", detail });
      }
      metrics.accepted(token, payloads.length);
      return reply.code(202).send({ accepted: payloads.length });
    },
  );
}

const NO_HEADERS = { "x-ratelimit-limit": false, "x-ratelimit-remaining": false, "x-ratelimit-reset": false };

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

function tell(reply: FastifyReply, problem: Problem): FastifyReply {
  const status = statusOf(problem.reason);
  if (status === 401) {
    // The body was not read, and a stranger's is not waited for.
    void reply.header("www-authenticate", 'Bearer realm="alrimi"').header("connection", "close");
  }
  if (status === 503) void reply.header("retry-after", RETRY_AFTER);
  // To a text Fastify would add a charset, which this media type does not have.
  return reply
    .code(status)
    .header("content-type", PROBLEM_TYPE)
    .send(Buffer.from(formatProblem(problem)));
}

function urlOf(app: FastifyInstance, scheme: string, host: string): string {
  const { port } = app.server.address() as AddressInfo;
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
