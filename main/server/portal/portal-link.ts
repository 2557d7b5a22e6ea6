import { type Catalog, parseCatalog } from "../../contract/catalog.ts";
import type { Reply } from "../../contract/connection.ts";
import { HEARTBEAT_INTERVAL, HEARTBEAT_SUBJECT, heartbeatPatience } from "../../contract/heartbeat.ts";
import { KEEPER_PATIENCE, KEEPER_SUBJECT, parseKeeperHeartbeat } from "../../contract/keeper-heartbeat.ts";
import { APPROVALS_STREAM, CATALOG_STREAM } from "../../contract/streams.ts";
import { CATALOG_SUBJECT } from "../../contract/subject.ts";
import type { ConnectionSignal } from "../../core/connection.ts";
import type { BrokerError } from "../../nats/broker-error.ts";
import { BrokerLink } from "../../nats/broker-link.ts";
import { type BrokerOptions, connectBroker } from "../../nats/connect-broker.ts";
import { createInbox, type NatsConnection } from "../../nats/connection.ts";
import { DirectGets } from "../../nats/direct-gets.ts";
import { type Message, messageOf } from "../../nats/message.ts";
import { PORTAL_INBOX } from "../../nats/permissions.ts";

const ANSWER_MS = 8_000;
/** Milliseconds. Short, because a server that says nothing any more has to be left soon. */
const PING_MS = 2_500;
/** Milliseconds between two readings of the catalog, however often somebody says that it has changed. */
const CATALOG_MS = 5_000;
/** Milliseconds between two readings without a hint. */
const REFRESH_MS = 60_000;
/** An event that waits longer for the keeper makes the counts late. Milliseconds. */
const LATE_MS = 60_000;

export interface PortalLinkPorts {
  /** A stored event. @param origin the subject under which the broker stored it */
  event(origin: string, payload: Uint8Array): void;
  catalog(catalog: Catalog): void;
  signal(signal: ConnectionSignal): void;
  log(line: string): void;
}

/**
 * The portal's one connection to the broker: a single subscription for everybody, with the rules of the app. What the
 * broker says proves its origin; without a heartbeat of the broker, or of a keeper, the counts may be old.
 */
export class PortalLink {
  readonly #ports: PortalLinkPorts;
  readonly #link: BrokerLink;
  #gets: DirectGets | undefined;
  #catalogTimer: NodeJS.Timeout | undefined;
  /** When the catalog is read next, and was read last; milliseconds since the Unix epoch. */
  #catalogDue = Number.POSITIVE_INFINITY;
  #catalogAt = Number.NEGATIVE_INFINITY;
  #heartbeatTimer: NodeJS.Timeout | undefined;
  #keeperTimer: NodeJS.Timeout | undefined;
  #hasCatalog = false;
  #isLate = false;
  #lastFailure = "";

  constructor(broker: BrokerOptions, ports: PortalLinkPorts) {
    this.#ports = ports;
    this.#link = new BrokerLink({
      connect: () => connectBroker({ ...broker, reconnect: false, pingIntervalMs: PING_MS }),
      isUp: (connection) => this.#isUp(connection),
      failed: (error: BrokerError) => {
        if (error.message !== this.#lastFailure) ports.log(`portal: ${error.message}`);
        this.#lastFailure = error.message;
        ports.signal({ kind: "lost", cause: "disconnected" });
      },
    });
  }

  /** The retained event of a person and a service. Never rejects. @param subject `approvals.<user>.<service>` */
  get(subject: string): Promise<Reply> {
    const { connection } = this.#link;
    if (connection === undefined || this.#gets === undefined) return Promise.resolve({ kind: "unavailable" });
    return this.#gets.get(APPROVALS_STREAM, subject, ANSWER_MS);
  }

  async stop(): Promise<void> {
    this.#rest();
    await this.#link.close();
  }

  #isUp(connection: NatsConnection): void {
    this.#lastFailure = "";
    this.#hasCatalog = false;
    this.#isLate = false;
    this.#catalogAt = Number.NEGATIVE_INFINITY;
    this.#catalogDue = Number.POSITIVE_INFINITY;
    this.#gets = new DirectGets(connection, createInbox(PORTAL_INBOX));
    this.#ports.log(`portal: connected to ${connection.getServer()}`);
    this.#ports.signal({ kind: "connected" });
    const on = (subject: string, hear: (message: Message) => void): void => {
      connection.subscribe(subject, {
        callback: (error, message) => {
          if (error === null) return hear(messageOf(message));
          this.#ports.log(`portal: ${subject}: ${error.message}`);
          this.#ports.signal({ kind: "refused", cause: "permission" });
        },
      });
    };
    on("approvals.*.*", ({ origin, data }) => {
      if (origin !== undefined) this.#ports.event(origin, data);
    });
    on(CATALOG_SUBJECT, () => this.#readSoon(connection));
    on(HEARTBEAT_SUBJECT, ({ isHeartbeat }) => {
      if (isHeartbeat) this.#heartbeat(connection);
    });
    on(KEEPER_SUBJECT, ({ hasHeaders, data }) => {
      // An answer of the server that an employee has sent here has headers.
      const said = hasHeaders ? undefined : parseKeeperHeartbeat(data);
      if (said?.isActive === true) this.#keeper(said.oldestWaiting);
    });
    this.#heartbeat(connection);
    this.#waitForKeeper();
    this.#readSoon(connection);
    void connection.closed().then(() => this.#rest());
  }

  #rest(): void {
    clearTimeout(this.#heartbeatTimer);
    clearTimeout(this.#keeperTimer);
    clearTimeout(this.#catalogTimer);
  }

  #heartbeat(connection: NatsConnection): void {
    this.#ports.signal({ kind: "heard" });
    clearTimeout(this.#heartbeatTimer);
    this.#heartbeatTimer = setTimeout(() => {
      this.#ports.log("portal: no heartbeat of the broker");
      this.#ports.signal({ kind: "lost", cause: "no-heartbeat" });
      this.#link.giveUp(connection); // another server may be in touch with the others
    }, heartbeatPatience(HEARTBEAT_INTERVAL));
  }

  #keeper(oldestWaiting: number): void {
    this.#waitForKeeper();
    if (oldestWaiting > LATE_MS) this.#late(Date.now() - oldestWaiting);
    else if (this.#isLate) {
      this.#isLate = false;
      this.#ports.signal({ kind: "connected" });
      if (this.#hasCatalog) this.#ports.signal({ kind: "synced" });
    } else this.#ports.signal({ kind: "kept" });
  }

  #waitForKeeper(): void {
    const from = Date.now();
    clearTimeout(this.#keeperTimer);
    this.#keeperTimer = setTimeout(() => this.#late(from), KEEPER_PATIENCE);
  }

  #late(asOf: number): void {
    if (this.#isLate) return;
    this.#isLate = true;
    this.#ports.log("portal: no keeper is heard, or events wait for long");
    this.#ports.signal({ kind: "lost", cause: "keeper-late", asOf });
  }

  /** What arrives on the catalog's subject is only a hint, and one that comes during a reading counts. */
  #readSoon(connection: NatsConnection, ms = CATALOG_MS): void {
    const due = Math.max(Date.now(), this.#catalogAt + ms);
    if (connection.isClosed() || due >= this.#catalogDue) return;
    this.#catalogDue = due;
    clearTimeout(this.#catalogTimer);
    this.#catalogTimer = setTimeout(() => void this.#readCatalog(connection), due - Date.now());
  }

  async #readCatalog(connection: NatsConnection): Promise<void> {
    this.#catalogAt = Date.now();
    this.#catalogDue = Number.POSITIVE_INFINITY;
    const reply = await this.#gets?.get(CATALOG_STREAM, CATALOG_SUBJECT, ANSWER_MS);
    if (connection.isClosed()) return;
    const isProven = reply?.kind === "message" && reply.origin === CATALOG_SUBJECT;
    const parsed = isProven ? parseCatalog(reply.payload) : undefined;
    if (parsed?.ok === false) this.#ports.log(`portal: catalog refused: ${parsed.detail}`);
    if (parsed?.ok === true || reply?.kind === "none") {
      this.#ports.catalog(parsed?.ok === true ? parsed.value.catalog : []);
      if (!this.#hasCatalog && !this.#isLate) this.#ports.signal({ kind: "synced", awaitsKeeper: true });
      this.#hasCatalog = true;
    }
    this.#readSoon(connection, this.#hasCatalog ? REFRESH_MS : CATALOG_MS);
  }
}
