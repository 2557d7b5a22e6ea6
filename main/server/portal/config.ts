import * as v from "valibot";
import { BrokerLoginSchema, brokerLogin } from "../broker-login.ts";
import { text, timeZone } from "../config-values.ts";

const origin = v.pipe(
  text,
  v.check(
    (given) => /^https?:\/\//.test(given) && URL.canParse(given) && new URL(given).origin === given,
    "it must be an origin such as https://portal.example.com",
  ),
);
const number = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least));

/** The board in the company portal. */
export const PortalSchema = v.strictObject({
  /** The login of the role `portal`, which reads everybody's counts and writes nothing. */
  credentials: BrokerLoginSchema,
  /** Origins whose pages may show a person's board. */
  allowedOrigins: v.optional(v.array(origin), []),
  /** Origins whose `http:` links are shown, as in the policy of the app. */
  linkOrigins: v.optional(v.array(origin), []),
  timeZone: v.optional(timeZone, "Asia/Seoul"),
  maxStreams: v.optional(number(1), 20_000),
  maxStreamsPerPerson: v.optional(number(1), 8),
});

/** {@link PortalSchema} with absolute paths. */
export type PortalPart = v.InferOutput<typeof PortalSchema>;

export function portalPart(
  part: PortalPart,
  at: (path: string | undefined) => string | undefined,
): PortalPart {
  return { ...part, credentials: brokerLogin(part.credentials, at) };
}
