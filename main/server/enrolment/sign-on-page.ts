import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as v from "valibot";
import { checkNumberOf, isPcName, USER_KEY } from "../../contract/enrolment.ts";
import { hashOfToken } from "../../nats/bearer-token.ts";
import { type EnrolmentPageWords, enrolmentPageWordsIn } from "../../words/enrolment-page/index.ts";
import type { SignOn } from "../sign-on/signed-on.ts";
import { escaped, languageIn, sendPage } from "../web/text-page.ts";
import type { Seals } from "./seals.ts";

const MOST_BYTES = 8 * 1024;

/** What an app gives to the browser. The server sends the browser back to a port of this PC, and nowhere else. */
const Asked = v.object({
  key: v.pipe(v.string(), v.regex(USER_KEY)),
  challenge: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  port: v.pipe(
    v.string(),
    v.regex(/^[1-9]\d{3,4}$/),
    v.transform(Number),
    v.minValue(1_024),
    v.maxValue(65_535),
  ),
  state: v.pipe(v.string(), v.regex(/^[\w-]{16,64}$/)),
  pc: v.custom<string>(isPcName),
});
type Asked = v.InferOutput<typeof Asked>;

type PageRefusal = keyof EnrolmentPageWords["refused"];

/** Adds the page on which a person who signed on lets an app connect. */
export function addSignOnPage(app: FastifyInstance, seals: Seals, signOn: SignOn): void {
  app.get("/v1/enrol/start", async (request, reply) => {
    const asked = v.safeParse(Asked, request.query);
    if (!asked.success) return refusePage(request, reply, "bad-request");
    const who = await signOn.personOf(request);
    if (who.ok) return confirmPage(request, reply, asked.output, who.value.person);
    return who.reason === "not-signed-on"
      ? signOn.start(reply, request.url)
      : refusePage(request, reply, who.reason);
  });

  app.post("/v1/enrol/confirm", { bodyLimit: MOST_BYTES }, async (request, reply) => {
    const body = request.body instanceof Uint8Array ? new TextDecoder().decode(request.body) : "";
    const given = Object.fromEntries(new URLSearchParams(body));
    const asked = v.safeParse(Asked, given);
    if (!asked.success) return refusePage(request, reply, "bad-request");
    const who = await signOn.personOf(request);
    if (!who.ok) return refusePage(request, reply, who.reason === "not-signed-on" ? "too-late" : who.reason);
    const { key, challenge, pc, port, state } = asked.output;
    const grant = { user: who.value.person, key, challenge, pc };
    // A page of another site cannot have it, and so cannot press the button.
    if (!seals.isForm(given["form"] ?? "", grant)) return refusePage(request, reply, "too-late");
    const back = new URL(`http://127.0.0.1:${port}/enrolled`);
    back.searchParams.set("state", state);
    if (given["answer"] === "yes") back.searchParams.set("code", seals.grant(grant));
    else back.searchParams.set("error", "declined");
    return reply.redirect(back.href, 303);
  });

  function confirmPage(
    request: FastifyRequest,
    reply: FastifyReply,
    { key, challenge, pc, port, state }: Asked,
    user: string,
  ): FastifyReply {
    const words = wordsOf(request);
    const form = seals.form({ user, key, challenge, pc });
    const hidden = Object.entries({ key, challenge, pc, port, state, form }).map(
      ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(String(value))}">`,
    );
    const rows = [
      [words.who, user],
      [words.pc, pc],
      [words.number, checkNumberOf(hashOfToken(key))],
    ].map(([label = "", value = ""]) => `<dt>${label}</dt><dd>${escaped(value)}</dd>`);
    const content = `<h1>${words.heading}</h1><dl>${rows.join("")}</dl><p>${words.compare}</p>
<form method="post" action="/v1/enrol/confirm">${hidden.join("")}
<button name="answer" value="yes">${words.connect}</button> <button name="answer" value="no">${words.cancel}</button></form>`;
    // A browser that follows the answer of the form asks this rule, too.
    return sendPage(reply, words.title, content, `form-action 'self' http://127.0.0.1:${port}`);
  }
}

const STATUS: Readonly<Record<PageRefusal, number>> = {
  "bad-request": 400,
  "person-unknown": 403,
  "too-late": 403,
  unavailable: 503,
};

function refusePage(request: FastifyRequest, reply: FastifyReply, reason: PageRefusal): FastifyReply {
  void reply.code(STATUS[reason]);
  const { title, refused } = wordsOf(request);
  return sendPage(reply, title, `<h1>${title}</h1><p>${refused[reason]}</p>`);
}

function wordsOf(request: FastifyRequest): EnrolmentPageWords {
  return enrolmentPageWordsIn(languageIn(request));
}
