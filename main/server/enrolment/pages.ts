import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as v from "valibot";
import { parseDocument } from "../../contract/document.ts";
import { type EnrolmentAnswer, type EnrolmentRefusal, isPcName, USER_KEY } from "../../contract/enrolment.ts";
import { type Result, refuse } from "../../contract/result.ts";
import { canonicalId } from "../../contract/subject.ts";
import { PROBLEM_TYPE } from "../http/problem.ts";
import { addressOf } from "../limits.ts";
import { Attempts } from "./attempts.ts";
import type { Enrolment } from "./enrolment.ts";

export interface EnrolmentPagePorts {
  readonly enrolment: Enrolment;
  /** Whether people can sign on here, or have codes only. */
  readonly hasSignOn: boolean;
  /** One line of the log. */
  readonly log: (line: string) => void;
}

/** Bytes of a request. */
const MOST_BYTES = 8 * 1024;
/** Codes that are looked for at the same time. */
const MOST_IN_WORK = 128;
/** Milliseconds between two lines of the log with the same reason. */
const LOG_MS = 10_000;

const text = (most: number) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(most));
const signed = {
  key: v.pipe(v.string(), v.regex(USER_KEY, "it is not the public key of a user")),
  signature: v.pipe(
    v.string(),
    v.regex(/^[\w-]{86}$/, "it is not a signature in base64url"),
    v.transform((written) => Buffer.from(written, "base64url")),
  ),
};
const Enrol = v.union([
  v.strictObject({
    ...signed,
    grant: text(2_048),
    verifier: v.pipe(v.string(), v.regex(/^[\w.~-]{43,128}$/)),
  }),
  v.strictObject({
    ...signed,
    code: text(200),
    pc: v.custom<string>(isPcName, "it must be a name of up to 64 characters"),
  }),
]);
/** An id as the server gave it. In another writing it would be a renamed person, whose key leaves the list of the old id. */
const id = v.pipe(
  v.string(),
  v.check((given) => {
    const canonical = canonicalId(given);
    return canonical.ok && canonical.value === given;
  }),
);
const Renew = v.strictObject({ ...signed, user: id, nonce: text(2_048) });

const STATUS: Readonly<Record<EnrolmentRefusal, number>> = {
  "bad-code": 403,
  "code-used": 403,
  "code-expired": 403,
  "bad-signature": 403,
  "key-unknown": 403,
  "key-withdrawn": 403,
  "person-unknown": 403,
  "too-many-keys": 403,
  "too-many-attempts": 429,
  "bad-request": 400,
  unavailable: 503,
};

/** Refusals of requests that anybody can send. */
const OF_STRANGERS: readonly EnrolmentRefusal[] = [
  ...(["bad-code", "code-expired", "bad-signature", "key-unknown"] as const),
];

/** Adds the pages that an app without a login asks. */
export function addEnrolment(app: FastifyInstance, { enrolment, hasSignOn, log }: EnrolmentPagePorts): void {
  const attempts = new Attempts(() => performance.now());
  let inWork = 0;
  const toldAt = new Map<EnrolmentRefusal, number>();
  const limited = { bodyLimit: MOST_BYTES };

  app.post("/v1/enrol", limited, async (request, reply) => {
    const asked = read(Enrol, request);
    if (!asked.ok) return answer(reply, asked);
    const { value } = asked;
    if ("grant" in value)
      return answer(reply, told(await enrolment.bySignOn(value, value.grant, value.verifier)));
    if (inWork >= MOST_IN_WORK)
      return answer(reply, refuse("unavailable", "too many codes at the same time"));
    const address = addressOf(request);
    if (!attempts.begin(address)) return answer(reply, refuse("too-many-attempts", "wait a minute"));
    inWork += 1;
    const given = await enrolment.byCode(value, value.code, value.pc).finally(() => {
      inWork -= 1;
    });
    if (given.ok || given.reason === "unavailable") attempts.undo(address);
    return answer(reply, told(given));
  });
  app.get("/v1/enrol/nonce", (_request, reply) =>
    reply.header("cache-control", "no-store").send({ nonce: enrolment.seals.nonce(), hasSignOn }),
  );
  app.post("/v1/enrol/renew", limited, async (request, reply) => {
    const asked = read(Renew, request);
    if (!asked.ok) return answer(reply, asked);
    return answer(reply, told(await enrolment.renew(asked.value, asked.value.user, asked.value.nonce)));
  });

  /** Logs what an administrator may look for. It names no person, and a stranger's requests write no lines. */
  function told(given: Result<EnrolmentAnswer, EnrolmentRefusal>): typeof given {
    if (given.ok || OF_STRANGERS.includes(given.reason)) return given;
    const now = performance.now();
    if (now - (toldAt.get(given.reason) ?? Number.NEGATIVE_INFINITY) < LOG_MS) return given;
    toldAt.set(given.reason, now);
    log(`enrolment: refused: ${given.reason}: ${given.detail}`);
    return given;
  }
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  { body }: FastifyRequest,
): Result<v.InferOutput<Schema>, "bad-request"> {
  const document = parseDocument(body instanceof Uint8Array ? body : new Uint8Array(), MOST_BYTES);
  if (!document.ok) return refuse("bad-request", document.detail);
  const parsed = v.safeParse(schema, document.value, { abortEarly: true });
  if (parsed.success) return { ok: true, value: parsed.output };
  const [issue] = parsed.issues;
  return refuse("bad-request", `"${v.getDotPath(issue) ?? "the body"}" cannot be used`);
}

function answer(reply: FastifyReply, given: Result<EnrolmentAnswer, EnrolmentRefusal>): FastifyReply {
  void reply.header("cache-control", "no-store");
  if (given.ok) return reply.send(given.value);
  const { reason, detail } = given;
  const status = STATUS[reason];
  const problem = { type: `urn:alrimi:${reason}`, title: "No login is given", status, detail };
  return reply
    .code(status)
    .header("content-type", PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify(problem)));
}
