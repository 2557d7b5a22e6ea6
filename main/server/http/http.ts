import type { FastifyInstance } from "fastify";
import type { HttpPart } from "../config.ts";
import { addEnrolment } from "../enrolment/pages.ts";
import { addEvents } from "./events-page.ts";
import { type InstancePorts, instance, keepCertificate, urlOf } from "./instance.ts";
import { openApi } from "./openapi.ts";
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

/**
 * Takes events over HTTP, and serves `/v1/openapi.json`, `/healthz`, `/readyz` and `/metrics`.
 * @throws {Error} (rejects) if it cannot listen, or a file cannot be read
 */
export async function startHttp(part: HttpPart, ports: HttpPorts): Promise<HttpServer> {
  const { host, port, metricsPort } = part;
  const { metrics, enrolment, log } = ports;
  const told: InstancePorts = {
    answered: (status) => metrics.answered(status),
    refused: (token, reason) => metrics.refused(token, reason),
    log,
  };
  const elsewhere = "events are sent to /v1/events";
  const door = instance({ ...part, elsewhere }, told);
  const own = metricsPort === undefined ? undefined : instance({ elsewhere }, told);
  const instances = own === undefined ? [door] : [door, own];
  await addEvents(door, part.maxRequestsPerSecond, ports);
  if (enrolment !== undefined) addEnrolment(door, { enrolment, hasSignOn: false, log });
  keepCertificate(door, part, { renewed: ({ validTo }) => metrics.certificate(validTo), log });
  for (const app of instances) addHealth(app, ports);
  addMetrics(own ?? door, ports);
  door.get("/v1/openapi.json", () => openApi());
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
  log(`http: listens on ${url}${own === undefined ? "" : `, metrics on ${metricsUrl}`}`);
  return { url, metricsUrl, stop };
}

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
