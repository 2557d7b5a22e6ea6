import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { replaceOwnFile } from "../files/replace-file.ts";
import { type BrokerConfigInput, brokerConfig } from "./broker-config.ts";
import { PortTaken, ServerProcess, serverProgram } from "./server-process.ts";

/** The input of `brokerConfig` without folders and port, which `startBroker` sets. */
export type EmbeddedConfig = Omit<BrokerConfigInput, "port" | "storeDir" | "portsFileDir">;

export interface EmbeddedBrokerOptions {
  /** The logins and permissions, or the complete text of a configuration. */
  readonly config: EmbeddedConfig | string;
  /** A folder for this broker only, with configuration (mode 0600), streams and log. It is kept after the end. */
  readonly dataDir: string;
  /** The port for clients on the loopback; default: a free one. */
  readonly port?: number;
  /** The path of nats-server; default: the first on the PATH or in the usual system folders. */
  readonly binary?: string;
  /** Milliseconds until the server must be ready; default 20,000. */
  readonly readyTimeoutMs?: number;
}

/** A private nats-server. */
export interface EmbeddedBroker {
  /** `nats://127.0.0.1:<port>`. It stays the same after a restart. */
  readonly url: string;
  readonly port: number;
  /** The process id of the running server; undefined if it does not run. */
  readonly pid: number | undefined;
  /** `http://127.0.0.1:<port>`; undefined without a monitoring port. */
  readonly monitorUrl: string | undefined;
  readonly logFile: string;
  /** Sends SIGTERM. Resolves when the process has ended. Idempotent. */
  stop(): Promise<void>;
  /** Sends SIGKILL. Resolves when the process has ended. */
  kill(): Promise<void>;
  /** Sends SIGSTOP: connections stay open without answers. On Linux it returns when every thread has stopped. */
  freeze(): void;
  /** Sends SIGCONT. */
  thaw(): void;
  /** Starts the server again on the same port with the same streams. A running one is stopped first. */
  restart(): Promise<void>;
  /** Writes another configuration, and makes a running server load it (SIGHUP). Does not wait for that. */
  reconfigure(config: EmbeddedConfig | string): Promise<void>;
}

/** Attempts to get a port: a chosen one may be in use, and a fixed one may still be closing. */
const PORT_ATTEMPTS = 20;

/**
 * Starts a private nats-server on the loopback, for tests, the demo and measurements. It ends with this process.
 * @throws {Error} (rejects) if nats-server is not installed, refuses the configuration, or is not ready in time; the
 * message says which
 */
export async function startBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const dataDir = resolve(options.dataDir);
  const binary = serverProgram(options.binary);
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
 * A random port below the ephemeral range. The system gives out ports (for 0 or -1) in that range. So during a restart
 * another socket could get the port, and a redialling client on the loopback could even connect to itself. If the port
 * is in use the server fails to bind it, and another one is tried.
 */
function belowEphemeral(): number {
  return randomInt(10_000, 30_000);
}
