import type { FastifyReply } from "fastify";
import { formatProblem, PROBLEM_TYPE, type Problem, statusOf } from "./problem.ts";

/** Seconds after which a sender should try again. */
const RETRY_AFTER = "5";

/** Answers with a problem. */
export function tell(reply: FastifyReply, problem: Problem): FastifyReply {
  const status = statusOf(problem.reason);
  if (status === 401) {
    // The body was not read, and a stranger's is not waited for.
    void reply.header("www-authenticate", 'Bearer realm="alrimi"').header("connection", "close");
  }
  if (status === 429 && !reply.hasHeader("retry-after")) void reply.header("retry-after", "1");
  if (status === 503) void reply.header("retry-after", RETRY_AFTER);
  // To a text Fastify would add a charset, which this media type does not have.
  return reply
    .code(status)
    .header("content-type", PROBLEM_TYPE)
    .send(Buffer.from(formatProblem(problem)));
}
