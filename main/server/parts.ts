import { ConfigError, type ServerConfig } from "./config.ts";
import type { HttpServer } from "./http/http.ts";
import { type AlrimiServer, startServer } from "./server.ts";

export interface PartsOptions extends ServerConfig {
  /** One line of the log, without a line break. */
  readonly log: (line: string) => void;
}

/** All parts of one `alrimi server`. */
export interface RunningParts {
  /** Undefined without the part `http`. */
  readonly http: Pick<HttpServer, "url" | "metricsUrl"> | undefined;
  /** Answers the requests in work, then stops the other parts. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts what the configuration names.
 * @throws {ConfigError} (rejects) if a part cannot start, as with a port that is in use
 */
export async function startParts({ broker, parts, log }: PartsOptions): Promise<RunningParts> {
  const { keeper, http: part } = parts;
  if (part === undefined) {
    const server = startServer({ broker, keeper, log });
    return { http: undefined, stop: () => server.stop() };
  }
  // Loaded here only, because the other commands need none of it.
  const [{ startHttp }, { Metrics }, { Tokens }] = await Promise.all([
    import("./http/http.ts"),
    import("./http/metrics.ts"),
    import("./http/tokens.ts"),
  ]);
  const metrics = new Metrics({ now: Date.now, keeper: () => server.heartbeat });
  const settled = metrics.settled.bind(metrics);
  const server: AlrimiServer = startServer({ broker, keeper, settled, log });
  try {
    const tokens = new Tokens(part.tokensFile, { now: () => performance.now(), log });
    const http = await startHttp(part, {
      serviceOf: (authorization) => tokens.serviceOf(authorization),
      publish: (token, payload) => server.publish(token, payload),
      whyNotReady: () => (server.isConnected ? undefined : "the broker is not connected"),
      metrics,
      log,
    });
    const stop = async (): Promise<void> => {
      await http.stop();
      await server.stop();
    };
    return { http, stop };
  } catch (error) {
    await server.stop();
    throw new ConfigError(`http: ${(error as Error).message}`, { cause: error });
  }
}
