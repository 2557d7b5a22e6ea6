import { STATUS_CODES } from "node:http";
import { formatProblem, PROBLEM_TYPE, type Problem, type ProblemReason, statusOf } from "./problem.ts";

/** An error of the HTTP framework, with its code and the status that it would answer. */
export interface FailedRequest extends Error {
  readonly code?: string;
  readonly statusCode?: number;
}

/** A problem on its way to the error handler. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.reason);
    this.problem = problem;
  }
}

/** What is told of a failed request. An error of the framework without a status of the sender is the server's. */
export function problemOf(error: FailedRequest): Problem {
  if (error instanceof Refused) return error.problem;
  const { statusCode = 500, message } = error;
  switch (statusCode) {
    case 413:
      return { reason: "too-large", detail: "the body has at most 1 MiB" };
    case 415:
      return { reason: "unsupported-content", detail: "the content type cannot be read" };
    default: {
      const isSender = statusCode >= 400 && statusCode < 500;
      return isSender
        ? { reason: "bad-request", detail: message }
        : { reason: "internal", detail: "see its log" };
    }
  }
}

/** The whole response for what is no request of HTTP, or did not arrive in time. @param code of Node's parser */
export function responseFor(code: string | undefined): { readonly status: number; readonly text: string } {
  const reason: ProblemReason =
    code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? "too-slow"
      : code === "HPE_HEADER_OVERFLOW"
        ? "headers-too-large"
        : "bad-request";
  const status = statusOf(reason);
  const body = formatProblem({ reason, detail: code ?? "it is no HTTP" });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return { status, text: `${head.join("\r\n")}\r\n\r\n${body}` };
}
