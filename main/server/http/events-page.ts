import type { FastifyInstance, FastifyRequest } from "fastify";
import { MAX_EVENT_BYTES } from "../../contract/event.ts";
import { isShareFull } from "../../nats/api-answer.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import { addLimits } from "../limits.ts";
import { type ContentHeaders, MOST_BYTES, type ReadEvents, readEvents, readPeopleEvents } from "./events.ts";
import { Refused } from "./failed-request.ts";
import type { HttpPorts } from "./ports.ts";
import { Quota } from "./quota.ts";
import { ReadQueue } from "./read-queue.ts";
import type { TokenService } from "./tokens.ts";
import { whenOver } from "./when-over.ts";

/**
 * Bytes of one service's requests that are read or published at the same time. With many slow connections it could fill the
 * memory.
 */
const MOST_IN_WORK = 32 * MOST_BYTES;
/** Milliseconds between two lines of the log about the broker. */
const LOG_MS = 10_000;

/** Where the holders of tokens send. */
const PATHS: Readonly<Record<TokenService["role"], string>> = {
  writer: "/v1/events",
  hr: "/v1/people/events",
};

type Read = (sender: TokenService, headers: ContentHeaders, body: Uint8Array) => ReadEvents;

/** The token is checked before the body is read, and everything before the first event goes to the broker. */
export async function addEvents(app: FastifyInstance, most: number, ports: HttpPorts): Promise<void> {
  const { metrics, log } = ports;
  const inWork = new Quota(MOST_IN_WORK);
  const queue = new ReadQueue();
  let loggedAt = Number.NEGATIVE_INFINITY;
  await addLimits(
    app,
    () =>
      new Refused({ reason: "too-many-requests", detail: `at most ${most} requests a second: send arrays` }),
  );
  const add = (path: string, role: TokenService["role"], read: Read): void => {
    app.post(
      path,
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
          if (request.service?.role === role) return done();
          if (request.service !== undefined) {
            const detail = `this token may only send to ${PATHS[request.service.role]}`;
            return done(new Refused({ reason: "service-mismatch", detail }));
          }
          const detail =
            authorization === undefined
              ? "send Authorization: Bearer …"
              : "this token is not known, or has expired";
          done(new Refused({ reason: "bad-token", detail }));
        },
        preParsing(request, reply, _payload, done) {
          const { token = "" } = request.service ?? {};
          const length = Number(request.headers["content-length"] ?? MOST_BYTES);
          const bytes = Math.min(length, MOST_BYTES); // a larger one is refused before it is read
          if (!inWork.add(token, bytes)) {
            const detail = "too many bytes at the same time: wait for the answers of other requests";
            return done(new Refused({ reason: "too-many-requests", detail }));
          }
          whenOver(reply.raw, () => inWork.remove(token, bytes));
          done();
        },
        onResponse(_request, reply, done) {
          metrics.took(reply.elapsedTime / 1e3);
          done();
        },
      },
      async ({ service, headers, body }, reply) => {
        if (service === undefined) throw new Error("a request without a token reached the handler");
        const { token } = service;
        const bytes = body instanceof Uint8Array ? body : new Uint8Array();
        if (bytes.length > MAX_EVENT_BYTES) await queue.turn(token);
        const events = read(service, headers, bytes);
        if (!events.ok) throw new Refused(events.problem);
        const payloads = events.value;
        try {
          await Promise.all(payloads.map((payload) => ports.publish(token, payload)));
        } catch (error) {
          if (!(error instanceof BrokerError)) throw error;
          if (performance.now() - loggedAt > LOG_MS) log(`http: no event is taken: ${error.message}`);
          loggedAt = performance.now();
          const detail = "some events may be stored already: send all again, which changes nothing for those";
          throw new Refused({ reason: isShareFull(error) ? "too-many-waiting" : "unavailable", detail });
        }
        metrics.accepted(token, payloads.length);
        return reply.code(202).send({ accepted: payloads.length });
      },
    );
  };
  add(PATHS.writer, "writer", ({ id }, headers, body) => readEvents(id, headers, body, ports.personOf));
  add(PATHS.hr, "hr", (_, headers, body) => readPeopleEvents(headers, body));
}
