import { randomBytes } from "node:crypto";
import type { BrokerError } from "../nats/broker-error.ts";
import { BrokerLink } from "../nats/broker-link.ts";
import { type BrokerOptions, connectBroker } from "../nats/connect-broker.ts";
import { KeeperSession } from "./keeper/session.ts";

export interface ServerOptions {
  readonly broker: BrokerOptions;
  /** One line of the log, without a line break. */
  readonly log: (line: string) => void;
}

/** A running `alrimi server`. */
export interface AlrimiServer {
  /** Whether this server's keeper is the one that works. */
  readonly isActive: boolean;
  /** Lets another keeper work, and closes the connection. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Runs the keeper. A broker that is away is dialled again without end, with the credentials' files read anew each time.
 */
export function startServer({ broker, log }: ServerOptions): AlrimiServer {
  const id = randomBytes(6).toString("hex");
  let session: KeeperSession | undefined;
  let lastFailure = "";
  const link = new BrokerLink({
    connect: () => connectBroker({ ...broker, reconnect: false }),
    isUp(connection) {
      lastFailure = "";
      log(`broker: connected to ${connection.getServer()}`);
      const own = new KeeperSession(connection, { id, now: Date.now, settled: () => {}, log });
      session = own;
      void connection.closed().then(() => own.stop());
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
    async stop() {
      await session?.stop();
      await link.close();
    },
  };
}
