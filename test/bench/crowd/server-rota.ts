/** When a lost connection is dialled again, and what is not answered asked again; milliseconds. */
export interface ReconnectRules {
  readonly wait: number;
  readonly jitter: number;
  /** How long an answer to a direct get is waited for before it is asked again, at first and then. */
  readonly firstGetTimeout: number;
  readonly nextGetTimeout: number;
}

/** The app's: see `spreadRedials` in `main/nats/redials.ts` and the timeouts in `feed.ts`. */
export const APP_RULES: ReconnectRules = {
  wait: 500,
  jitter: 4_000,
  firstGetTimeout: 8_000,
  nextGetTimeout: 15_000,
};

export type Turn =
  | { readonly kind: "dial"; readonly port: number }
  /** Ask again after so many milliseconds. */
  | { readonly kind: "wait"; readonly delay: number };

interface Server {
  readonly port: number;
  dialledAt: number;
}

/**
 * Which server to dial, and when: the loop of the `nats` package. Servers stand in a random order and take turns; one
 * that was dialled a while ago is dialled at once, so the first redial is not delayed, nor is that of another server.
 */
export class ServerRota {
  readonly #servers: Server[];
  #isFirst = true;
  #drawn: number | undefined;

  constructor(ports: readonly number[], random: () => number = Math.random) {
    this.#servers = ports
      .map((port) => ({ port, place: random() }))
      .sort((a, b) => a.place - b.place)
      .map(({ port }) => ({ port, dialledAt: 0 }));
  }

  next(rules: ReconnectRules, now: number, random: () => number = Math.random): Turn {
    this.#drawn ??= rules.wait + random() * rules.jitter;
    const wait = this.#drawn;
    const server = this.#isFirst ? this.#servers[0] : this.#servers.shift();
    if (server === undefined) throw new Error("there is no server to dial");
    if (!this.#isFirst) this.#servers.push(server);
    this.#isFirst = false;
    if (server.dialledAt !== 0 && server.dialledAt + wait > now) {
      return { kind: "wait", delay: Math.min(wait, server.dialledAt + wait - now) };
    }
    server.dialledAt = now;
    this.#drawn = undefined;
    return { kind: "dial", port: server.port };
  }
}
