import { defined } from "../../contract/defined.ts";
import { HEARTBEAT_INTERVAL, HEARTBEAT_SUBJECT } from "../../contract/heartbeat.ts";
import { KEEPER_SUBJECT, parseKeeperHeartbeat } from "../../contract/keeper-heartbeat.ts";
import { LEADER_STREAMS, leaderSubject } from "../../contract/leader.ts";
import type { FeedEffect, FeedEvent, Subscribed } from "../../core/feed/events.ts";
import { feedSetup, next } from "../../core/feed/feed.ts";
import { initialFeed } from "../../core/feed/state.ts";
import type { Link } from "../../nats/link.ts";
import type { Message } from "../../nats/message.ts";
import { appInbox } from "../../nats/permissions.ts";
import type { Clock } from "../clock.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { FeedSink } from "./feed-sink.ts";
import { createHeardThrottle } from "./heard-throttle.ts";
import { keepTimers } from "./timers.ts";
import type { BrokerAddress, Dial } from "./transport.ts";

export interface FeedPorts {
  readonly dial: Dial;
  readonly clock: Clock;
  readonly sink: FeedSink;
  /** Canonical ids of the services whose retained events have to be read: those of the catalog and of the ledger. */
  readonly services: () => readonly string[];
  /**
   * Current credentials of the settings, read after a refused login because the password may have changed, and after a
   * renewal. Undefined
   * when they cannot be read. Files named in the settings are read at every dial anyway.
   */
  readonly credentials?: () => BrokerAddress["credentials"];
  /** Where a policy asks for reports to the fleet. */
  readonly fleet?: Fleet | undefined;
  /** Interval between two heartbeats in milliseconds, for a broker that is provisioned with an unusual one. */
  readonly heartbeatInterval?: number;
  /** Milliseconds without word of a keeper, for a test whose clock runs ahead of the keeper's. */
  readonly keeperPatience?: number;
}

export interface Feed {
  /** Checks the connection and reads the retained events again, after a wake-up or a network change. */
  check(): void;
  /** Reads the retained events of all services again. */
  refresh(): void;
  /** Takes a newer login, without a gap. */
  loginRenewed(): void;
  /** Sends a message over the present connection; nothing without one. */
  publish(subject: string, payload: string): void;
  stop(): Promise<void>;
}

/** One function per kind of effect. */
type Performers = {
  readonly [Kind in FeedEffect["kind"]]: (effect: Extract<FeedEffect, { readonly kind: Kind }>) => void;
};

/**
 * Follows the events of one user: carries out the effects of the core's feed and dispatches their results to it. Live
 * messages go directly to the sink.
 * @param user canonical id
 */
export function startFeed(
  user: string,
  given: Omit<BrokerAddress, "inboxPrefix" | "avoid" | "isLook" | "patience">,
  ports: FeedPorts,
): Feed {
  const { dial, clock, sink, services, credentials, fleet, heartbeatInterval, keeperPatience } = ports;
  const setup = feedSetup(user, {
    hasCopies: given.servers.length > 1,
    heartbeatInterval: heartbeatInterval ?? HEARTBEAT_INTERVAL,
    isInFleet: fleet !== undefined,
    ...defined({ keeperPatience }),
  });
  const ownPrefix = setup.own.slice(0, -1);
  let address = given;
  let state = initialFeed(setup);
  /** By line number. */
  const links = new Map<number, Link>();
  const undoSubscriptions: (() => void)[] = [];
  let closing: Promise<unknown> = Promise.resolve();

  const waiting: FeedEvent[] = [];
  let isBusy = false;
  /** Handles an event. An event that results from an effect waits until the earlier effects are carried out. */
  function dispatch(event: FeedEvent): void {
    waiting.push(event);
    if (isBusy) return;
    isBusy = true;
    try {
      for (let first = waiting.shift(); first !== undefined; first = waiting.shift()) {
        const turn = next(state, first, clock.now(), clock.random());
        state = turn.state;
        for (const effect of turn.effects) perform(effect);
      }
    } finally {
      isBusy = false;
      timers.keep(state.timers);
    }
  }
  const timers = keepTimers(clock, (due) => dispatch({ kind: "due", due }));

  const performers: Performers = {
    dial: (effect) => void connect(effect),
    "renew-credentials"() {
      address = { ...address, credentials: credentials?.() ?? address.credentials };
    },
    subscribe({ line, subject, as }) {
      const onDenied = (): void =>
        as === "test" ? fleet?.denied() : dispatch({ kind: "denied", line, subject });
      const undo = links.get(line)?.subscribe(subject, listeners[as], onDenied);
      if (undo !== undefined) undoSubscriptions.push(undo);
    },
    unsubscribe() {
      for (const undo of undoSubscriptions.splice(0)) undo();
    },
    ping: (effect) => void ping(effect),
    get: (effect) => void get(effect),
    close({ line }) {
      closing = Promise.all([closing, links.get(line)?.close()]);
    },
    list: ({ reading }) => dispatch({ kind: "listed", reading, services: services() }),
    retained({ reading, service, retained }) {
      dispatch({ kind: "found", reading, service, found: sink.retained(service, retained) });
    },
    unanswered: ({ service }) => sink.unanswered(service),
    catalog({ payload, revision }) {
      if (sink.catalog(payload, revision) === "older") dispatch({ kind: "older-catalog" });
    },
    unproven: ({ subject }) => sink.unproven(subject),
    signal({ signal }) {
      if (signal.kind === "connected") fleet?.connected();
      if (signal.kind === "lost") fleet?.lost();
      sink.signal(signal);
    },
    log: ({ text }) => sink.log(text),
  };
  function perform(effect: FeedEffect): void {
    (performers[effect.kind] as (effect: FeedEffect) => void)(effect);
  }

  async function connect({ line, avoid, isLook, patience }: FeedEffect & { kind: "dial" }): Promise<void> {
    const inboxPrefix = appInbox(user);
    const dialled = await dial(
      { ...address, inboxPrefix, patience, isLook, ...defined({ avoid }) },
      (event) => {
        if (event.kind === "closed") links.delete(line);
        dispatch({ kind: "link", line, event });
      },
    );
    if (!dialled.ok) return dispatch({ kind: "dial-failed", line, failure: dialled.failure });
    const { server, isClustered, took } = dialled.link;
    links.set(line, dialled.link);
    dispatch({ kind: "dialled", line, server, isClustered, took });
  }

  async function ping({ line, ping, timeout }: FeedEffect & { kind: "ping" }): Promise<void> {
    const isAnswered = (await links.get(line)?.ping(timeout)) ?? false;
    dispatch({ kind: "pinged", ping, isAnswered });
  }

  async function get({ line, get, stream, subject, timeout }: FeedEffect & { kind: "get" }): Promise<void> {
    const reply = await links.get(line)?.directGet(stream, subject, timeout);
    dispatch({ kind: "replied", get, reply: reply ?? { kind: "unavailable" } });
  }

  const hear = createHeardThrottle(
    () => sink.signal({ kind: "heard" }),
    () => clock.now(),
  );
  const listeners: Record<Subscribed, (message: Message) => void> = {
    events(message) {
      const { origin } = message;
      if (origin?.startsWith(ownPrefix)) {
        hear();
        sink.event(origin, message.data);
      } else {
        sink.unproven(message.subject);
        dispatch({ kind: "unproven", subject: message.subject });
      }
    },
    catalog: () => dispatch({ kind: "hint" }),
    heartbeat({ isHeartbeat }) {
      if (!isHeartbeat) return sink.unproven(HEARTBEAT_SUBJECT);
      hear();
      dispatch({ kind: "heartbeat" });
    },
    keeper({ data, hasHeaders }) {
      // An answer of the server that another app has sent here has headers.
      const said = hasHeaders ? undefined : parseKeeperHeartbeat(data);
      if (said === undefined) return sink.unproven(KEEPER_SUBJECT);
      hear();
      if (said.isActive) dispatch({ kind: "keeper", oldestWaiting: said.oldestWaiting });
    },
    leader({ hasHeaders, subject }) {
      const stream = LEADER_STREAMS.find((each) => leaderSubject(each) === subject);
      // An answer of the server that another app has sent here has headers.
      if (stream === undefined || hasHeaders) sink.unproven(subject);
      else dispatch({ kind: "leader", stream });
    },
    test({ hasHeaders, subject, data }) {
      // An answer of the broker, which any employee can have sent here, has headers. The administrator sends none.
      if (hasHeaders) sink.unproven(subject);
      else fleet?.heard(data);
    },
  };

  dispatch({ kind: "start" });

  return {
    check: () => dispatch({ kind: "check" }),
    refresh: () => dispatch({ kind: "refresh" }),
    loginRenewed: () => dispatch({ kind: "login-renewed" }),
    publish(subject, payload) {
      links.get(state.line)?.publish(subject, payload);
    },
    async stop() {
      dispatch({ kind: "stop" });
      await Promise.resolve(); // a close requested by a waiting event is carried out after this event
      await closing;
    },
  };
}
