import * as v from "valibot";
import { defined } from "../../contract/defined.ts";
import { isPair, listening, PAIR, text } from "../config-values.ts";
import { EnrolmentSchema, enrolmentPart } from "../enrolment/config.ts";
import { PortalSchema, portalPart } from "../portal/config.ts";
import { isSafeUrl, SignOnSchema, signOnPart } from "../sign-on/config.ts";

const origin = v.pipe(
  text,
  v.check(
    (given) => isSafeUrl(given) && new URL(given).origin === given,
    "it must be an origin such as https://alrimi.example.com",
  ),
);

/** What browsers reach: a listener of its own, apart from that of the services. */
export const WebSchema = v.pipe(
  v.strictObject({
    ...listening(8443),
    /** How browsers reach this server, through whatever stands in front of it. */
    url: origin,
    signOn: SignOnSchema,
    /** Gives logins to apps whose people sign on. */
    enrolment: v.optional(EnrolmentSchema),
    portal: v.optional(PortalSchema),
  }),
  v.check((files) => isPair(files), PAIR),
  v.check(
    ({ signOn, certFile }) => signOn.proxy === undefined || certFile !== undefined,
    'a proxy needs TLS: "certFile" and "keyFile"',
  ),
);

/** {@link WebSchema} with absolute paths. */
export type WebPart = v.InferOutput<typeof WebSchema>;

/** Connections beside the portal's event streams. */
const MOST_OTHERS = 4_096;

/** Connections of all browsers, and of one address. */
export function connectionsOf({ certFile, signOn, portal, maxConnectionsPerAddress }: WebPart): {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
} {
  const maxConnections = MOST_OTHERS + (portal?.maxStreams ?? 0); // each open page has one
  const isBehindProxy = certFile === undefined || signOn.proxy !== undefined;
  // A proxy has one address for everybody, and a branch of the company may have one for all its people.
  const most = isBehindProxy ? maxConnections : Math.ceil(maxConnections / 4);
  return { maxConnections, maxConnectionsPerAddress: maxConnectionsPerAddress ?? most };
}

export function webPart(part: WebPart, at: (path: string | undefined) => string | undefined): WebPart {
  const { certFile, keyFile, signOn, enrolment, portal } = part;
  return {
    ...part,
    ...defined({
      ...{ certFile: at(certFile), keyFile: at(keyFile) },
      enrolment: enrolment && enrolmentPart(enrolment, at),
    }),
    signOn: signOnPart(signOn, at),
    ...(portal === undefined ? {} : { portal: portalPart(portal, at) }),
  };
}
