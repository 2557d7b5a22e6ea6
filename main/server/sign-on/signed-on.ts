import type { FastifyReply, FastifyRequest } from "fastify";
import type { Result } from "../../contract/result.ts";

/** Why a browser's request has no person. */
export type SignOnRefusal = "not-signed-on" | "person-unknown" | "unavailable";

/** The person whose browser sent a request. */
export interface SignedOn {
  /** Canonical id, by the people directory if there is one. */
  readonly person: string;
  /** Milliseconds since the Unix epoch, after which the request counts no more: a stream has to end. */
  readonly until: number;
}

/** What the sign-on uses of the server. */
export interface SignOnPorts {
  /** How browsers reach this server: an origin such as `https://alrimi.example.com`. */
  readonly origin: string;
  /** Other origins to which a browser may return after signing on. */
  readonly returnOrigins: readonly string[];
  /** The id of the person whom the company's sign-on names, or why it has none. @param login as it named the person */
  personOf(login: string): Result<string, SignOnRefusal>;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** One line of the log. It names no person. */
  log(line: string): void;
}

/**
 * Who a browser's person is, as the company says. A page of this server asks so:
 *
 * ```ts
 * const who = await signOn.personOf(request);
 * if (who.ok) return page(who.value.person);
 * if (who.reason === "not-signed-on") return signOn.start(reply, request.url); // comes back to the same address
 * return refusePage(reply, who.reason);
 * ```
 */
export interface SignOn {
  /** Asks nobody: it reads the request alone. */
  personOf(request: FastifyRequest): Promise<Result<SignedOn, SignOnRefusal>>;
  /**
   * Sends the browser to the company's sign-on, and from there back.
   * @param returnTo a path of this server, or an address of one of the `returnOrigins`; any other is refused
   */
  start(reply: FastifyReply, returnTo: string): Promise<FastifyReply>;
}
