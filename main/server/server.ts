import { randomBytes } from "node:crypto";
import type { Outcome } from "../contract/intake.ts";
import type { KeeperHeartbeat } from "../contract/keeper-heartbeat.ts";
import type { Result } from "../contract/result.ts";
import { Answers, storeBy } from "../nats/answers.ts";
import { BrokerError } from "../nats/broker-error.ts";
import { BrokerLink } from "../nats/broker-link.ts";
import { type BrokerOptions, connectBroker } from "../nats/connect-broker.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { KEEPER_INBOX } from "../nats/permissions.ts";
import { KeeperSession } from "./keeper/session.ts";
import { People, type UserUnknown } from "./people/people.ts";

/** Milliseconds. Short, because a keeper at a node that says nothing any more has to go to another one. */
const PING_MS = 2_500;
/** Milliseconds for the broker to store an event. */
const STORE_MS = 4_000;

export interface ServerOptions {
  readonly broker: BrokerOptions;
  /** Whether the keeper runs; default true. */
  readonly keeper?: boolean;
  /** For every event that this server's keeper settled. @param token the service's subject token */
  readonly settled?: (token: string, outcome: Outcome) => void;
  /** What else runs over each connection. It is stopped before the connection is closed, or after it was lost. */
  readonly others?: (broker: PartBroker) => readonly StoppablePart[];
  /** One line of the log, without a line break. */
  readonly log: (line: string) => void;
}

/** What a part of the server works with. */
export interface PartBroker {
  readonly answers: Answers;
  readonly people: People;
  /** The random id of this process. */
  readonly id: string;
}

export interface StoppablePart {
  /** Never rejects. */
  stop(): Promise<void>;
}

/** A running `alrimi server`. */
export interface AlrimiServer {
  /** Whether this server's keeper is the one that works. */
  readonly isActive: boolean;
  readonly isConnected: boolean;
  /** Whether it is known if there is a people directory, and who is in it. */
  readonly isDirectoryRead: boolean;
  /** What this server's keeper says of itself; undefined without one. */
  readonly heartbeat: KeeperHeartbeat | undefined;
  /** The id of the person whom an event names, by the people directory. @param user a canonical id */
  personOf(user: string): Result<string, UserUnknown>;
  /**
   * Stores an event in the intake.
   * @param token the service's subject token
   * @throws {BrokerError} (rejects); the event may have been stored
   */
  publish(token: string, payload: Uint8Array): Promise<void>;
  /** For requests over the present connection. @throws {BrokerError} without one */
  answers(): Answers;
  /** Lets another keeper work, and closes the connection. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Runs the keeper. A broker that is away is dialled again without end, with the credentials' files read anew each time.
 */
export function startServer({ broker, keeper = true, settled, others, log }: ServerOptions): AlrimiServer {
  const id = randomBytes(6).toString("hex");
  let session: KeeperSession | undefined;
  let answers: Answers | undefined;
  let parts: readonly StoppablePart[] = [];
  const stopParts = () => Promise.all(parts.map((part) => part.stop()));
  const people = new People({ now: () => performance.now(), log });
  let lastFailure = "";
  // Only when the directory is read, because a part that cannot work must not hold its lease.
  const startAll = (connection: NatsConnection, over: Answers): void => {
    if (connection.isClosed()) return;
    parts = others?.({ answers: over, people, id }) ?? [];
    void connection.closed().then(stopParts);
    if (!keeper) return;
    const own = new KeeperSession(connection, {
      ...{ id, now: Date.now, people, log },
      settled: settled ?? (() => {}),
    });
    session = own;
    void connection.closed().then(() => own.stop());
  };
  const current = (): Answers => {
    if (answers === undefined) throw new BrokerError("closed", "broker", lastFailure);
    return answers;
  };
  const link = new BrokerLink({
    connect: () => connectBroker({ ...broker, reconnect: false, pingIntervalMs: PING_MS }),
    isUp(connection) {
      lastFailure = "";
      log(`broker: connected to ${connection.getServer()}`);
      const over = new Answers(connection, KEEPER_INBOX);
      answers = over;
      void people.follow(connection, over);
      void people.whenRead().then(() => startAll(connection, over));
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
    get isDirectoryRead() {
      return people.isRead;
    },
    get heartbeat() {
      return session?.heartbeat;
    },
    personOf: (user) => people.idOf(user),
    answers: current,
    async publish(token, payload) {
      await storeBy(current(), `intake.${token}`, payload, STORE_MS);
    },
    async stop() {
      await Promise.all([session?.stop(), stopParts()]);
      await link.close();
    },
  };
}
