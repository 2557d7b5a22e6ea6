import { HEARTBEAT_INTERVAL, HEARTBEAT_SUBJECT } from "../../contract/heartbeat.ts";
import { unreachable } from "../../contract/result.ts";
import { CATALOG_SUBJECT, parseApprovalsSubject, subjectToken } from "../../contract/subject.ts";
import type { ConnectionSignal } from "../../core/connection.ts";
import { type Clock, jitter } from "../clock.ts";
import { catalogHints } from "./catalog-hints.ts";
import type { FeedSink } from "./feed-sink.ts";
import { createHearing } from "./hearing.ts";
import { listenForHeartbeat } from "./heartbeat.ts";
import { readAgain, readChangedCatalog, readSnapshot, type SnapshotPorts } from "./snapshot.ts";
import type { BrokerAddress, Dial, DialFailure, Link, LinkEvent, Message } from "./transport.ts";
import { unreadServices } from "./unread-services.ts";

const SECOND = 1_000;
const PING_TIMEOUT = 3 * SECOND;
/** A server that sends no heartbeat is asked so often whether it is there, and has so long to answer: within a minute. */
const ASK_EVERY = 45 * SECOND;
const ASK_TIMEOUT = 10 * SECOND;
const MINUTE = 60 * SECOND;

export interface FeedPorts {
  readonly dial: Dial;
  readonly clock: Clock;
  readonly sink: FeedSink;
  /** Canonical ids of the services whose retained events are to be read: of the catalog and of the ledger. */
  readonly services: () => readonly string[];
  /**
   * The credentials as the settings have them by now, for a login that was refused: a password may have been changed
   * there. Undefined when they cannot be read. Files that the settings name are read at each dial anyway.
   */
  readonly credentials?: () => BrokerAddress["credentials"];
  /** Milliseconds between two heartbeats of the broker, when it is not provisioned with the usual ones. */
  readonly heartbeatInterval?: number;
}

export interface Feed {
  /** Woke from sleep, or the network changed: find out now whether the connection still stands, and read again. */
  check(): void;
  /** Reads every service's retained event again. */
  refresh(): void;
  stop(): Promise<void>;
}

/**
 * Follows one user's events: a core subscription first, then one direct get per service and no consumer at all. What
 * arrives between the two is not lost, and what arrives twice is recognised by its sequence.
 * @param user a canonical id
 */
export function startFeed(
  user: string,
  given: Omit<BrokerAddress, "inboxPrefix" | "avoid">,
  { dial, clock, sink, services, credentials, heartbeatInterval = HEARTBEAT_INTERVAL }: FeedPorts,
): Feed {
  let address = given;
  const token = subjectToken(user);
  if (!token.ok) throw new Error(token.detail); // the policy was checked before
  const inboxPrefix = `_TRAY.${token.value}`;
  const ownPrefix = `approvals.${token.value}.`;
  const own = `${ownPrefix}*`;
  const stored = `stored.${token.value}.*`;

  let link: Link | undefined;
  /** Whose events count: a connection that was left, or is not taken yet, may speak as well. */
  let line = Symbol("connection");
  let isStopped = false;
  /** Raised with each connection: what an older one still answers is not taken for an answer of this one. */
  let generation = 0;
  const timers = new Set<() => void>();
  let undoSubscriptions: (() => void)[] = [];
  /** The generation that is being read now, and whether somebody asked for it once more. */
  let reading: { readonly generation: number; again: boolean } | undefined;

  /** Waits on the clock, unless the feed is stopped before. */
  function after(delay: number, callback: () => void): () => void {
    const cancel = clock.after(delay, () => {
      timers.delete(cancel);
      callback();
    });
    timers.add(cancel);
    return () => {
      timers.delete(cancel);
      cancel();
    };
  }

  async function connect(): Promise<void> {
    line = Symbol("connection");
    const dialled = await dial({ ...address, inboxPrefix }, eventsOf(line));
    if (isStopped) {
      if (dialled.ok) await dialled.link.close();
      return;
    }
    if (!dialled.ok) {
      const { failure } = dialled;
      tellFailure(failure);
      const isRefused = failure.kind === "refused" && failure.cause === "credentials";
      if (isRefused) address = { ...address, credentials: credentials?.() ?? address.credentials };
      connectLater();
      return;
    }
    link = dialled.link;
    subscribe();
    stand();
    if (address.servers.length > 1) readSoon();
  }

  let cancelWaiting: (() => void) | undefined;
  function connectLater(): void {
    cancelWaiting = after(jitter(clock, 2 * SECOND, 7 * SECOND), connectNow);
  }

  function connectNow(): void {
    cancelWaiting?.();
    cancelWaiting = undefined;
    void connect();
  }

  function tellFailure(failure: DialFailure): void {
    if (failure.kind === "file-unreadable") {
      sink.log(`settings: ${failure.file}: ${failure.detail}`);
      sink.signal({
        kind: "misconfigured",
        problem: { key: "file-unreadable", args: [failure.file, failure.detail] },
      });
      return;
    }
    sink.log(`broker: ${failure.cause}: ${failure.detail}`);
    sink.signal({ kind: failure.kind, cause: failure.cause } as ConnectionSignal);
  }

  function eventsOf(own: symbol): (event: LinkEvent) => void {
    return (event) => {
      if (own === line) onLinkEvent(event);
    };
  }

  function onLinkEvent(event: LinkEvent): void {
    if (isStopped) return;
    switch (event.kind) {
      case "heard":
        sink.signal({ kind: "heard" });
        break;
      case "disconnected":
        fall();
        sink.log("broker: disconnected");
        sink.signal({ kind: "lost", cause: "disconnected" });
        giveUpLater();
        break;
      case "reconnected":
        stand();
        readSoon();
        break;
      case "failed":
        tellFailure(event.cause);
        break;
      case "closed":
        fall();
        link = undefined;
        // What is known of the loss by now says more.
        if (cancelGivingUp === undefined) sink.signal({ kind: "lost", cause: "disconnected" });
        connectLater();
        break;
      default:
        unreachable(event);
    }
  }

  let cancelGivingUp: (() => void) | undefined;
  /**
   * The client's own redials do not say why they fail, go by a certificate authority read long ago, and wait for days
   * when the clock is set back: after a while the link is left for a new one.
   */
  function giveUpLater(): void {
    cancelGivingUp?.();
    const lost = link;
    cancelGivingUp = after(jitter(clock, 20 * SECOND, 40 * SECOND), () => void lost?.close());
  }

  function stand(): void {
    generation++;
    unread.clear();
    hints.clear();
    cancelGivingUp?.();
    cancelGivingUp = undefined;
    sink.log(`broker: connected to ${link?.server}`);
    // To connect is no reason to be surer than before.
    if (heartbeat.isMissing) sink.signal({ kind: "lost", cause: "no-heartbeat" });
    else sink.signal({ kind: "connected" });
    // A server that stands alone may do without; once it sends one, it has to go on.
    if (link?.isClustered || heartbeat.isMissing) heartbeat.wait();
    else {
      heartbeat.pause();
      askLater();
    }
    refresh();
  }

  /** Dialled anew, or asked for again, a server that stands alone still sends none: it was set up to, and is no longer. */
  function doWithoutHeartbeat(): void {
    sink.log("broker: the heartbeat has ended, and none is needed of a server that stands alone");
    heartbeat.forget();
    stand();
  }

  let cancelAsking = (): void => {};
  /** Whether a connection over which no heartbeat is waited for still stands; one that does not is dialled anew. */
  function askLater(): void {
    const asked = link;
    cancelAsking();
    cancelAsking = after(ASK_EVERY, async () => {
      if (asked === undefined || asked !== link) return;
      if (await asked.ping(ASK_TIMEOUT)) askLater();
      else if (asked === link) asked.redial();
    });
  }

  /** There is no connection. */
  function fall(): void {
    generation++;
    unread.clear();
    hints.clear();
    heartbeat.pause();
    cancelAsking();
  }

  function subscribe(): void {
    if (link === undefined) return;
    for (const undo of undoSubscriptions) undo();
    undoSubscriptions = [
      link.subscribe(own, onEvent, () => onDenied(own)),
      link.subscribe(CATALOG_SUBJECT, hints.hint, () => onDenied(CATALOG_SUBJECT)),
      link.subscribe(
        HEARTBEAT_SUBJECT,
        ({ isHeartbeat }) => {
          if (!isHeartbeat) sink.unproven(HEARTBEAT_SUBJECT);
          else {
            hear();
            onHeartbeat();
          }
        },
        () => {
          if (link?.isClustered) onDenied(HEARTBEAT_SUBJECT);
          else sink.log("broker: no heartbeat, and none is needed of a server that stands alone");
        },
      ),
    ];
    isInOneAccount = undefined;
  }

  const hear = createHearing(
    () => sink.signal({ kind: "heard" }),
    () => clock.now(),
  );

  function onEvent(message: Message): void {
    const { origin } = message;
    if (origin?.startsWith(ownPrefix)) {
      hear();
      sink.event(origin, message.data);
    } else onUnproven(message.subject);
  }

  /** Whether the broker has one account for all; undefined until a message gives reason to ask. */
  let isInOneAccount: boolean | undefined;
  /**
   * Only what was stored proves where it comes from. On a broker with accounts nothing else arrives by right; with one
   * account for all, as on a server without any configuration, a service's own message arrives too, and what was stored
   * of it is heard on the subject of the stream's republish. That is tried once a connection, whatever was sent.
   */
  function onUnproven(subject: string): void {
    sink.unproven(subject);
    if (isInOneAccount !== undefined || link === undefined) return;
    isInOneAccount = true;
    const asked = link;
    const undo = link.subscribe(stored, onEvent, () => {
      isInOneAccount = false;
    });
    undoSubscriptions.push(undo);
    void asked.ping(PING_TIMEOUT).then(() => {
      if (!isInOneAccount || asked !== link || isStopped) return;
      refresh();
      const sent = parseApprovalsSubject(subject);
      if (sent.ok) unread.add(sent.value.service); // perhaps of no service that is read anyway
    });
  }

  let isDenied = false;
  /** The client drops a denied subscription for good: try again on a timer, for when permission is granted. */
  function onDenied(subject: string): void {
    sink.log(`broker: no permission for ${subject}`);
    sink.signal({ kind: "refused", cause: "permission" });
    if (isDenied || isStopped) return;
    isDenied = true;
    after(jitter(clock, 20 * SECOND, 40 * SECOND), () => {
      isDenied = false;
      subscribe();
      refresh();
    });
  }

  /** One snapshot of a connection at a time; one that is asked for meanwhile follows. */
  function refresh(): void {
    if (reading?.generation === generation) {
      reading.again = true;
      return;
    }
    const ports = snapshotPorts();
    if (ports === undefined) return;
    const mine = { generation, again: false };
    reading = mine;
    void readSnapshot(ports).then((isComplete) => {
      if (ports.isCurrent() && isComplete && !isDenied) tellRead();
      if (reading !== mine) return; // a newer connection is being read
      reading = undefined;
      if (mine.again && !isStopped) refresh();
    });
  }

  /** For the connection that stands now; undefined when there is none. */
  function snapshotPorts(): SnapshotPorts | undefined {
    if (link === undefined) return undefined;
    const current = generation;
    return {
      link,
      user,
      services,
      sink,
      isCurrent: () => !isStopped && current === generation,
      onDenied,
      onOlder: readSoon,
      onUnread: (service) => unread.add(service),
      hasCopies: address.servers.length > 1,
      clock,
      after,
    };
  }

  const unread = unreadServices(
    async (service) => {
      const ports = snapshotPorts();
      return ports !== undefined && readAgain(service, ports);
    },
    clock,
    after,
  );

  const hints = catalogHints(
    () => {
      const ports = snapshotPorts();
      if (ports === undefined) return;
      void readChangedCatalog(ports).then((isAnswered) => {
        if (!isAnswered && ports.isCurrent()) refresh();
      });
    },
    clock,
    after,
  );

  function tellRead(): void {
    // What else was told meanwhile is over; that it may all be old is not.
    if (heartbeat.isMissing) sink.signal({ kind: "lost", cause: "no-heartbeat" });
    else sink.signal({ kind: "synced" });
  }

  let isChecking = false;
  /** Waking fires more than once, and a network changes in several steps: one check at a time. */
  async function checkConnection(): Promise<void> {
    if (link === undefined && cancelWaiting !== undefined) return connectNow();
    if (link === undefined || isChecking) return;
    isChecking = true;
    const checked = link;
    sink.signal({ kind: "doubted" });
    if (!(await checked.ping(PING_TIMEOUT)) && checked === link) checked.redial();
    isChecking = false;
    refresh();
  }

  const heartbeat = listenForHeartbeat({
    interval: heartbeatInterval,
    clock,
    after,
    onMissing(isStill) {
      if (isStill && link?.isClustered === false) return doWithoutHeartbeat();
      sink.log(`broker: no heartbeat at ${link?.server}`);
      sink.signal({ kind: "lost", cause: "no-heartbeat" });
      // All of a cluster's apps miss it at once while no leader is elected: they do not all move in one second.
      after(jitter(clock, 0, heartbeatInterval), () => void move());
    },
  });

  function onHeartbeat(): void {
    cancelAsking();
    if (!heartbeat.heard()) return;
    sink.log("broker: the heartbeat is heard again");
    stand(); // what was read without it counts for nothing
  }

  let isMoving = false;
  /**
   * To another server, which may not be cut off; until it is there, and if none is, this one is kept. Who knows one
   * address dials that anew: it may stand for several servers.
   */
  async function move(): Promise<void> {
    if (link === undefined || isMoving || isStopped || !heartbeat.isMissing) return;
    if (address.servers.length === 1) return link.redial();
    isMoving = true;
    const [left, next] = [link, Symbol("connection")];
    const dialled = await dial({ ...address, inboxPrefix, avoid: left.server }, eventsOf(next));
    isMoving = false;
    if (!dialled.ok) return;
    if (isStopped || link !== left || !heartbeat.isMissing || dialled.link.server === left.server) {
      await dialled.link.close();
      return;
    }
    sink.log(`broker: moved from ${left.server} to ${dialled.link.server}`);
    line = next;
    link = dialled.link;
    subscribe();
    stand();
    readSoon();
    await left.close();
  }

  let cancelReadingSoon = (): void => {};
  /** A copy that comes back may serve a moment before it has caught up with the others. */
  function readSoon(): void {
    cancelReadingSoon();
    cancelReadingSoon = after(jitter(clock, 10 * SECOND, 20 * SECOND), refresh);
  }

  function reconcileLater(): void {
    after(jitter(clock, 5 * MINUTE, 15 * MINUTE), () => {
      refresh();
      reconcileLater();
    });
  }

  void connect();
  reconcileLater();

  return {
    check: () => void checkConnection(),
    refresh,
    async stop() {
      isStopped = true;
      unread.clear();
      hints.clear();
      for (const cancel of timers) cancel();
      await link?.close();
    },
  };
}
