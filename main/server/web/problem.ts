import type { FastifyReply } from "fastify";
import { signOnWordsIn } from "../../words/sign-on/index.ts";
import { PROBLEM_TYPE } from "../http/problem.ts";
import { languageIn, sendPage } from "./text-page.ts";

const KINDS = {
  "bad-return": [400, "The browser may not return to this address"],
  "not-signed-on": [401, "The person is not signed on"],
  "sign-on-failed": [403, "The sign-on was refused, was for another attempt, or took too long"],
  "other-origin": [403, "A page of this origin may not ask"],
  "person-unknown": [403, "The person is not in the people directory"],
  "too-many-requests": [429, "The person or the address asks too often"],
  "too-many-streams": [429, "The person has too many open pages"],
  unavailable: [503, "The sign-on or the broker cannot be reached now"],
} as const;

/** Why a browser gets no page. */
export type WebProblem = keyof typeof KINDS;

/**
 * Answers with a problem of RFC 9457, or a browser that opens a page with a page. It names no person.
 * @param wait seconds until it may be asked again, where that helps
 */
export function refuseWeb(reply: FastifyReply, reason: WebProblem, wait = 5): FastifyReply {
  const [status, title] = KINDS[reason];
  if (status === 429 || status === 503) void reply.header("retry-after", String(wait));
  void reply.code(status);
  if (reply.request.headers.accept?.includes("text/html")) {
    const words = signOnWordsIn(languageIn(reply.request));
    return sendPage(reply, words.title, `<h1>${words.title}</h1><p>${words.refused[reason]}</p>`);
  }
  return reply
    .header("content-type", PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify({ type: `urn:alrimi:${reason}`, title, status })));
}
