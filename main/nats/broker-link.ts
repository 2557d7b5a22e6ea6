import { BrokerError } from "./broker-error.ts";
import type { NatsConnection } from "./connection.ts";
import { backOff, pause } from "./pause.ts";

/** The functions that a {@link BrokerLink} uses. */
export interface BrokerLinkPorts {
  connect(): Promise<NatsConnection>;
  isUp(connection: NatsConnection): void;
  failed(error: BrokerError): void;
}

/** Milliseconds between dials, doubled each time. Half of it is random, so that services do not dial in step. */
const PAUSE = { first: 200, most: 5000 };

/**
 * A connection that is redialled without limit, not by the client but here. So each dial reads the credentials again
 * and reports why it failed, and a connection without answers can be closed.
 */
export class BrokerLink {
  readonly #ports: BrokerLinkPorts;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;
  #connection: NatsConnection | undefined;

  constructor(ports: BrokerLinkPorts) {
    this.#ports = ports;
    this.#ended = this.#run();
  }

  get connection(): NatsConnection | undefined {
    return this.#connection?.isClosed() ? undefined : this.#connection;
  }

  /** Closes a connection that gives no answers, if it is still in use. */
  giveUp(connection: NatsConnection): void {
    if (connection === this.#connection) void connection.close().catch(() => {});
  }

  /** Stops. Resolves when everything is closed. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#connection?.close().catch(() => {});
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const connection = await this.#ports.connect();
        if (signal.aborted) return await connection.close();
        this.#connection = connection;
        failures = 0;
        this.#ports.isUp(connection);
        const reason = await connection.closed();
        this.#connection = undefined;
        if (!signal.aborted) {
          this.#ports.failed(new BrokerError("closed", connection.getServer(), reason?.message ?? ""));
        }
      } catch (error) {
        const failure =
          error instanceof BrokerError
            ? error
            : new BrokerError("broker-refused", "connect", String(error), { cause: error });
        if (!signal.aborted) this.#ports.failed(failure);
      }
      await pause(backOff(failures, PAUSE), signal);
    }
  }
}
