import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { replaceOwnFile } from "../files/replace-file.ts";
import { type BrokerConfigInput, brokerConfig } from "./broker-config.ts";
import { findProgram, PortTaken, ServerProcess } from "./server-process.ts";

/** What `brokerConfig` takes; the folders are the broker's own, and the port is chosen when none is given. */
export type EmbeddedConfig = Omit<BrokerConfigInput, "port" | "storeDir" | "portsFileDir">;

export interface EmbeddedBrokerOptions {
  /** The logins and permissions, or the complete text of a configuration. */
  readonly config: EmbeddedConfig | string;
  /** A folder of its own: configuration (readable by the owner only), streams and log; it outlives the broker. */
  readonly dataDir: string;
  /** The port for clients; a free one on the loopback when left out. */
  readonly port?: number;
  /** The nats-server to run; by default the first on the PATH or in the usual system folders. */
  readonly binary?: string;
  /** Milliseconds to wait until it serves; default 20,000. */
  readonly readyTimeoutMs?: number;
}

export interface EmbeddedBroker {
  /** `nats://127.0.0.1:<port>`, the same for its whole life. */
  readonly url: string;
  readonly port: number;
  /** Of the server that runs now; undefined when none does. */
  readonly pid: number | undefined;
  /** `http://127.0.0.1:<port>`, when the configuration has a monitoring port. */
  readonly monitorUrl: string | undefined;
  readonly logFile: string;
  /** Ends it in order; resolves when the process is gone. Idempotent. */
  stop(): Promise<void>;
  /** SIGKILL, as a power cut would; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: connections stay open and nothing is answered. Returns when the server stands still (on Linux). */
  freeze(): void;
  thaw(): void;
  /** Starts it again on the same port with the same streams, after `kill`, `stop` or while it runs. */
  restart(): Promise<void>;
  /** Writes another configuration and has the running server take it over (SIGHUP), or the next start. */
  reconfigure(config: EmbeddedConfig | string): Promise<void>;
}

/** How often a port is tried: a chosen one may be taken, and a fixed one may still be closing. */
const PORT_ATTEMPTS = 20;

/**
 * A nats-server of our own on the loopback, for tests, the demo and measurements. It ends with this process.
 * @throws when nats-server is not installed, refuses the configuration or does not serve in time; the message says so
 */
export async function startBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const dataDir = resolve(options.dataDir);
  const binary = options.binary ?? findProgram("nats-server");
  if (binary === undefined || !existsSync(binary)) {
    throw new Error(
      "nats-server is not installed: apt-get install nats-server, or see https://nats.io/download",
    );
  }
  const configFile = join(dataDir, "nats-server.conf");
  const logFile = join(dataDir, "nats-server.log");
  const portsDir = join(dataDir, "ports");
  await mkdir(portsDir, { recursive: true });

  const configure = (config: EmbeddedConfig | string): void =>
    replaceOwnFile(
      configFile,
      typeof config === "string"
        ? config
        : brokerConfig({ ...config, port: -1, storeDir: join(dataDir, "streams") }),
    );
  configure(options.config);

  let running: ServerProcess | undefined;
  let monitorUrl: string | undefined;

  const start = async (fixed: number | undefined): Promise<number> => {
    for (let attempt = 1; ; attempt += 1) {
      const port = fixed ?? belowEphemeral();
      const server = new ServerProcess(binary, ["-c", configFile, "-p", String(port)], { logFile, portsDir });
      try {
        monitorUrl = (await server.ready(options.readyTimeoutMs ?? 20_000)).monitoring?.[0];
        running = server;
        return port;
      } catch (error) {
        await server.end("SIGKILL");
        if (!(error instanceof PortTaken) || attempt >= PORT_ATTEMPTS) throw error;
        if (fixed !== undefined) await sleep(100);
      }
    }
  };
  const port = await start(options.port);

  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    get pid() {
      return running?.pid;
    },
    get monitorUrl() {
      return monitorUrl;
    },
    logFile,
    stop: async () => running?.end("SIGTERM"),
    kill: async () => running?.end("SIGKILL"),
    freeze: () => running?.freeze(),
    thaw: () => running?.signal("SIGCONT"),
    restart: async () => {
      await running?.end("SIGTERM");
      await start(port);
    },
    reconfigure: async (config) => {
      configure(config);
      running?.signal("SIGHUP");
    },
  };
}

/**
 * A port under the ephemeral range. Ports the system hands out (port 0 or -1) lie in that range: while the broker is
 * down for a restart another socket may be given the port, and a client on the loopback that keeps redialling it can
 * even connect to itself. The server binds it itself, so a port that is taken costs one more attempt and no race.
 */
function belowEphemeral(): number {
  return randomInt(10_000, 30_000);
}
