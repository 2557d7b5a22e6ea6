import { randomBytes } from "node:crypto";
import type { Outcome } from "../contract/intake.ts";
import type { KeeperHeartbeat } from "../contract/keeper-heartbeat.ts";
import { Answers } from "../nats/answers.ts";
import { BrokerError } from "../nats/broker-error.ts";
import { BrokerLink } from "../nats/broker-link.ts";
import { type BrokerOptions, connectBroker } from "../nats/connect-broker.ts";
import { KEEPER_INBOX } from "../nats/permissions.ts";
import { KeeperSession } from "./keeper/session.ts";
import { RetainedStore } from "./keeper/store.ts";

/** Milliseconds. Short, because a keeper at a node that says nothing any more has to go to another one. */
const PING_MS = 2_500;

export interface ServerOptions {
  readonly broker: BrokerOptions;
  /** Whether the keeper runs; default true. */
  readonly keeper?: boolean;
  /** For every event that this server's keeper settled. @param token the service's subject token */
  readonly settled?: (token: string, outcome: Outcome) => void;
  /** One line of the log, without a line break. */
  readonly log: (line: string) => void;
}

/** A running `alrimi server`. */
export interface AlrimiServer {
  /** Whether this server's keeper is the one that works. */
  readonly isActive: boolean;
  readonly isConnected: boolean;
  /** What this server's keeper says of itself; undefined without one. */
  readonly heartbeat: KeeperHeartbeat | undefined;
  /**
   * Stores an event in the intake.
   * @param token the service's subject token
   * @throws {BrokerError} (rejects); the event may have been stored
   */
  publish(token: string, payload: Uint8Array): Promise<void>;
  /** Lets another keeper work, and closes the connection. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Runs the keeper. A broker that is away is dialled again without end, with the credentials' files read anew each time.
 */
export function startServer({ broker, keeper = true, settled, log }: ServerOptions): AlrimiServer {
  const id = randomBytes(6).toString("hex");
  let session: KeeperSession | undefined;
  let store: RetainedStore | undefined;
  let lastFailure = "";
  const link = new BrokerLink({
    connect: () => connectBroker({ ...broker, reconnect: false, pingIntervalMs: PING_MS }),
    isUp(connection) {
      lastFailure = "";
      log(`broker: connected to ${connection.getServer()}`);
      store = new RetainedStore(new Answers(connection, KEEPER_INBOX));
      if (!keeper) return;
      const own = new KeeperSession(connection, { id, now: Date.now, settled: settled ?? (() => {}), log });
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
    get isConnected() {
      return link.connection !== undefined;
    },
    get heartbeat() {
      return session?.heartbeat;
    },
    async publish(token, payload) {
      const subject = `intake.${token}`;
      if (store === undefined) throw new BrokerError("closed", subject, lastFailure);
      await store.put(subject, payload);
    },
    async stop() {
      await session?.stop();
      await link.close();
    },
  };
}
