import * as v from "valibot";
import { parseDocument } from "../../contract/document.ts";
import { ENROLMENT_REFUSALS, type EnrolmentAnswer, type EnrolmentRefusal } from "../../contract/enrolment.ts";
import { parseServerAddress } from "../../contract/server-address.ts";
import { canonicalId } from "../../contract/subject.ts";

/** Maximum size of an answer of the enrolment server in bytes. */
export const MAX_ANSWER_BYTES = 256 * 1024;

/** What the enrolment server answered. */
export type Asked =
  | { readonly kind: "answered"; readonly answer: EnrolmentAnswer }
  | { readonly kind: "refused"; readonly reason: EnrolmentRefusal }
  /** No answer, or one that is not of an enrolment server: the network, a proxy, a server that restarts. */
  | { readonly kind: "unreachable"; readonly detail: string };

const Answer = v.object({
  user: v.pipe(
    v.string(),
    v.check((id) => {
      const canonical = canonicalId(id);
      return canonical.ok && canonical.value === id;
    }),
  ),
  jwt: v.pipe(v.string(), v.maxLength(16 * 1024), v.regex(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/)),
  expiresAt: v.pipe(v.number(), v.integer()),
  lifetime: v.pipe(v.number(), v.integer(), v.minValue(1)),
  servers: v.pipe(
    v.array(
      v.pipe(
        v.string(),
        v.check((server) => parseServerAddress(server, "refused").ok),
      ),
    ),
    v.minLength(1),
    v.maxLength(32),
  ),
  ca: v.optional(v.pipe(v.string(), v.includes("-----BEGIN CERTIFICATE-----"))),
});
const Refused = v.object({ type: v.pipe(v.string(), v.startsWith("urn:alrimi:")) });

/** Reads an answer. Never throws. @param status of HTTP */
export function readAnswer(status: number, body: Uint8Array): Asked {
  const document = parseDocument(body, MAX_ANSWER_BYTES);
  const strange = (): Asked => ({ kind: "unreachable", detail: `it answered ${status}` });
  if (!document.ok) return strange();
  if (status === 200) {
    const { output, success } = v.safeParse(Answer, document.value);
    if (!success) return strange();
    const { ca, ...answer } = output;
    return { kind: "answered", answer: ca === undefined ? answer : { ...answer, ca } };
  }
  const refused = v.safeParse(Refused, document.value);
  const named = refused.success ? refused.output.type.slice("urn:alrimi:".length) : "";
  const reason = ENROLMENT_REFUSALS.find((each) => each === named);
  if (reason === undefined || reason === "unavailable") return strange();
  return { kind: "refused", reason };
}
