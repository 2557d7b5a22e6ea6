import { randomBytes } from "node:crypto";
import type { Outcome } from "../contract/intake.ts";
import { Answers } from "../nats/answers.ts";
import { BrokerError } from "../nats/broker-error.ts";
import { BrokerLink } from "../nats/broker-link.ts";
import { connectBroker } from "../nats/connect-broker.ts";
import { KEEPER_INBOX } from "../nats/permissions.ts";
import { ConfigError, type ServerConfig } from "./config.ts";
import type { HttpServer } from "./http/http.ts";
import { KeeperSession } from "./keeper/session.ts";
import { RetainedStore } from "./keeper/store.ts";

export interface ServerOptions extends ServerConfig {
  /** One line of the log, without a line break. */
  readonly log: (line: string) => void;
}

/** A running `alrimi server`. */
export interface AlrimiServer {
  /** Whether this server's keeper is the one that works. */
  readonly isActive: boolean;
  /** Undefined without the part `http`. */
  readonly http: Pick<HttpServer, "url" | "metricsUrl"> | undefined;
  /** Answers the requests in work, lets another keeper work, and closes the connection. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Runs the parts. A broker that is away is dialled again without end, with the credentials' files read anew each time.
 * @throws {ConfigError} (rejects) if a part cannot start, as with a port that is in use
 */
export async function startServer({ broker, parts, log }: ServerOptions): Promise<AlrimiServer> {
  const id = randomBytes(6).toString("hex");
  let session: KeeperSession | undefined;
  let intake: RetainedStore | undefined;
  let lastFailure = "not connected yet";
  let settled = (_token: string, _outcome: Outcome): void => {};

  const startHttp = async (part: NonNullable<typeof parts.http>): Promise<HttpServer> => {
    // Loaded here only, because the other commands need none of it.
    const [http, { Metrics }, { Tokens }] = await Promise.all([
      import("./http/http.ts"),
      import("./http/metrics.ts"),
      import("./http/tokens.ts"),
    ]);
    const metrics = new Metrics({ now: Date.now, keeper: () => session?.heartbeat });
    settled = (token, outcome) => metrics.settled(token, outcome);
    const tokens = new Tokens(part.tokensFile, { now: () => performance.now(), log });
    return http.startHttp(part, {
      serviceOf: (authorization) => tokens.serviceOf(authorization),
      async publish(token, payload) {
        const subject = `intake.${token}`;
        if (intake === undefined) throw new BrokerError("closed", subject, lastFailure);
        await intake.put(subject, payload);
      },
      whyNotReady: () => (intake === undefined ? "the broker is not connected" : undefined),
      metrics,
      log,
    });
  };
  const http =
    parts.http === undefined
      ? undefined
      : await startHttp(parts.http).catch((error: Error) => {
          throw new ConfigError(`http: ${error.message}`, { cause: error });
        });

  const link = new BrokerLink({
    connect: () => connectBroker({ ...broker, reconnect: false }),
    isUp(connection) {
      lastFailure = "";
      log(`broker: connected to ${connection.getServer()}`);
      const store = new RetainedStore(new Answers(connection, KEEPER_INBOX));
      intake = store;
      const ports = { id, now: Date.now, log };
      const own = parts.keeper
        ? new KeeperSession(connection, { ...ports, settled: (token, outcome) => settled(token, outcome) })
        : undefined;
      session = own;
      void connection.closed().then(() => {
        if (intake === store) intake = undefined;
        void own?.stop();
      });
    },
    failed(error: BrokerError) {
      // A broker that stays away is one line, not one for each dial.
      if (error.message !== lastFailure) log(`broker: ${error.message}`);
      lastFailure = error.message;
    },
  });
  return {
    get isActive() {
      return session?.isActive ?? false;
    },
    http,
    async stop() {
      await http?.stop();
      await session?.stop();
      await link.close();
    },
  };
}
