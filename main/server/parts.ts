import { defined } from "../contract/defined.ts";
import type { BrokerOptions } from "../nats/connect-broker.ts";
import type { BridgeSessionPorts } from "./bridge/bridge-session.ts";
import { type BridgePart, oldSystemOf } from "./bridge/config.ts";
import { ConfigError, type HttpPart, type ServerConfig } from "./config.ts";
import { enrolmentOf } from "./enrolment/start.ts";
import type { HttpServer } from "./http/http.ts";
import type { Metrics } from "./http/metrics.ts";
import { type AlrimiServer, type ServerOptions, startServer } from "./server.ts";
import type { WebPart } from "./web/config.ts";
import type { WebServer } from "./web/web.ts";

export interface PartsOptions extends ServerConfig {
  /** One line of the log, without a line break. */
  readonly log: (line: string) => void;
}

/** All parts of one `alrimi server`. */
export interface RunningParts {
  /** Undefined without the part `http`. */
  readonly http: Pick<HttpServer, "url" | "metricsUrl"> | undefined;
  /** Undefined without the part `web`. */
  readonly web: Pick<WebServer, "url"> | undefined;
  /** Answers the requests in work, then stops the other parts. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts what the configuration names.
 * @throws {ConfigError} (rejects) if a part cannot start, as with a port that is in use
 */
export async function startParts({ broker, parts, log }: PartsOptions): Promise<RunningParts> {
  const { keeper, http: httpPart, web: webPart, bridges = [] } = parts;
  let metrics: Metrics | undefined;
  const others = await othersOf(bridges, {
    asked: (token, result) => metrics?.bridged(token, result),
    log,
  });
  if (httpPart !== undefined) {
    const { Metrics } = await import("./http/metrics.ts");
    metrics = new Metrics({ now: Date.now, keeper: () => server.heartbeat });
  }
  const settled = metrics?.settled.bind(metrics);
  const server: AlrimiServer = startServer({
    ...{ broker, keeper, others, log },
    ...(settled === undefined ? {} : { settled }),
  });
  let http: HttpServer | undefined;
  let web: WebServer | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all([http?.stop(), web?.stop()]);
    await server.stop();
  };
  // Loaded here only, because the other commands need none of it.
  const start = async <Started>(part: string, load: () => Promise<Started>): Promise<Started> => {
    try {
      return await load();
    } catch (error) {
      await stop();
      throw new ConfigError(`${part}: ${(error as Error).message}`, { cause: error });
    }
  };
  if (httpPart !== undefined && metrics !== undefined) {
    http = await start("http", () => startIntake(httpPart, server, metrics, log));
  }
  if (webPart !== undefined) {
    web = await start("web", () => startPages(webPart, server, broker, log));
  }
  return { http, web, stop };
}

async function startIntake(
  part: HttpPart,
  server: AlrimiServer,
  metrics: Metrics,
  log: (line: string) => void,
): Promise<HttpServer> {
  const [{ startHttp }, { Tokens }] = await Promise.all([
    import("./http/http.ts"),
    import("./http/tokens.ts"),
  ]);
  const tokens = new Tokens(part.tokensFile, { now: () => performance.now(), time: Date.now, log });
  return startHttp(part, {
    serviceOf: (authorization) => tokens.serviceOf(authorization),
    publish: (token, payload) => server.publish(token, payload),
    personOf: (user) => server.personOf(user),
    whyNotReady: () => {
      if (!server.isConnected) return "the broker is not connected";
      return server.isDirectoryRead ? undefined : "the people directory is not read yet";
    },
    enrolment: part.enrolment && (await enrolmentOf(part.enrolment, server)),
    ...{ metrics, log },
  });
}

async function startPages(
  part: WebPart,
  server: AlrimiServer,
  { servers, tls }: BrokerOptions,
  log: (line: string) => void,
): Promise<WebServer> {
  const { startWeb } = await import("./web/web.ts");
  const { portal, url: origin } = part;
  const enrolment = part.enrolment && (await enrolmentOf(part.enrolment, server));
  return startWeb(part, {
    ...{ server, log },
    async addPages(app, signOn) {
      if (enrolment !== undefined) {
        const [{ addEnrolment }, { addSignOnPage }] = await Promise.all([
          import("./enrolment/pages.ts"),
          import("./enrolment/sign-on-page.ts"),
        ]);
        addEnrolment(app, { enrolment, hasSignOn: true, log });
        addSignOnPage(app, enrolment.seals, signOn);
      }
      if (portal === undefined) return undefined;
      const { addPortal } = await import("./portal/portal.ts");
      return addPortal(app, portal, {
        broker: { servers, ...defined({ tls }) },
        ...{ signOn, origin, log },
        isKnown(person) {
          const known = server.personOf(person);
          // Whoever was renamed is not known by the old id, whose counts stand still and may be another person's later.
          return !server.isDirectoryRead || (known.ok && known.value === person);
        },
      });
    },
  });
}

/** Starts the bridges over each connection. @throws {ConfigError} (rejects) if a file of theirs cannot be read */
async function othersOf(
  bridges: readonly BridgePart[],
  ports: BridgeSessionPorts,
): Promise<NonNullable<ServerOptions["others"]>> {
  if (bridges.length === 0) return () => [];
  const { startBridge } = await import("./bridge/bridge-session.ts");
  try {
    const all = bridges.map((part) => ({ part, system: oldSystemOf(part) }));
    return (broker) => all.map(({ part, system }) => startBridge(broker, part, system, ports));
  } catch (error) {
    throw new ConfigError(`bridges: ${(error as Error).message}`, { cause: error });
  }
}
