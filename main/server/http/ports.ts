import type { Result } from "../../contract/result.ts";
import type { Enrolment } from "../enrolment/enrolment.ts";
import type { UserUnknown } from "../people/people.ts";
import type { Metrics } from "./metrics.ts";
import type { TokenService } from "./tokens.ts";

/** What the HTTP part uses of the others. */
export interface HttpPorts {
  /** The service whose token an `Authorization` header holds. */
  serviceOf(authorization: string | undefined): TokenService | undefined;
  /** The id of the person whom an event names. @param user a canonical id */
  personOf(user: string): Result<string, UserUnknown>;
  /**
   * Gives one event to the broker, and resolves when the broker has it.
   * @param token the service's subject token
   * @throws {BrokerError} (rejects)
   */
  publish(token: string, payload: Uint8Array): Promise<void>;
  /** Why no event can be taken now; undefined when the broker is connected. */
  whyNotReady(): string | undefined;
  /** Undefined where the configuration has no `enrolment`. */
  readonly enrolment?: Enrolment | undefined;
  readonly metrics: Metrics;
  readonly log: (line: string) => void;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Set once the token is known. */
    service: TokenService | undefined;
  }
}
