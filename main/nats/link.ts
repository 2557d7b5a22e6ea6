import { createInbox, DebugEvents, Events, type NatsConnection } from "nats";
import type { ConnectionEvent, Reply, Server } from "../contract/connection.ts";
import { type DialOptions, dialBroker } from "./dial.ts";
import { DirectGets } from "./direct-gets.ts";
import { type Failure, isRefusal } from "./failure.ts";
import { type Message, messageOf } from "./message.ts";
import { ping } from "./ping.ts";

/** A connection, and its present server. */
export interface Link extends Server {
  /** How long this server took to accept the connection and the login. Milliseconds. */
  readonly took: number;
  /** @returns the function that unsubscribes. A denied subscription is dropped for good; subscribe again to retry. */
  subscribe(subject: string, onMessage: (message: Message) => void, onDenied: () => void): () => void;
  /** Sends a message that nobody answers. It is lost when the connection is. */
  publish(subject: string, payload: string): void;
  /** Reads the retained message of a subject without a consumer. Never rejects. @param timeout milliseconds */
  directGet(stream: string, subject: string, timeout: number): Promise<Reply>;
  /** Whether the broker answers within `timeout` milliseconds. */
  ping(timeout: number): Promise<boolean>;
  close(): Promise<void>;
}

export interface LinkOptions extends Omit<DialOptions, "reconnect" | "inboxPrefix"> {
  readonly inboxPrefix: string;
}

/** The result of {@link openLink}. */
export type Linked =
  | { readonly ok: true; readonly link: Link }
  | { readonly ok: false; readonly failure: Failure };

/**
 * Opens a connection, and reports its changes to `onEvent`. A lost one is closed: its owner decides when to dial again,
 * reads the files of the login again, and learns why a dial fails. Never rejects.
 */
export async function openLink(
  options: LinkOptions,
  onEvent: (event: ConnectionEvent<Failure>) => void,
): Promise<Linked> {
  const dialled = await dialBroker({ ...options, reconnect: false });
  if (!dialled.ok) return dialled;
  const { connection, took } = dialled;
  const gets = new DirectGets(connection, createInbox(options.inboxPrefix));
  void watch(connection, gets, onEvent);
  return { ok: true, link: linkOver(connection, took, gets, onEvent) };
}

function linkOver(
  connection: NatsConnection,
  took: number,
  gets: DirectGets,
  onEvent: (event: ConnectionEvent<Failure>) => void,
): Link {
  return {
    took,
    get server() {
      return connection.getServer();
    },
    get isClustered() {
      return isClustered(connection);
    },
    subscribe(subject, onMessage, onDenied) {
      const subscription = connection.subscribe(subject, {
        callback: (error, message) => {
          if (error !== null) return onDenied();
          onMessage(messageOf(message));
        },
      });
      return () => subscription.unsubscribe();
    },
    publish(subject, payload) {
      if (!connection.isClosed()) connection.publish(subject, payload);
    },
    directGet: (stream, subject, timeout) => gets.get(stream, subject, timeout),
    async ping(timeout) {
      const isAlive = await ping(connection, timeout);
      if (isAlive) onEvent({ kind: "heard" });
      return isAlive;
    },
    async close() {
      await connection.close().catch(() => {});
    },
  };
}

async function watch(
  connection: NatsConnection,
  gets: DirectGets,
  onEvent: (event: ConnectionEvent<Failure>) => void,
): Promise<void> {
  let isSilent = false;
  void connection.closed().then(() => onEvent({ kind: "closed", isSilent }));
  for await (const status of connection.status()) {
    switch (status.type) {
      case Events.Error:
        if (status.permissionContext?.operation === "publish") gets.denied(status.permissionContext.subject);
        if (isRefusal(status.data)) {
          onEvent({ kind: "failed", cause: { reason: "authorization", detail: String(status.data) } });
        }
        break;
      case DebugEvents.StaleConnection:
        isSilent = true;
        break;
      case DebugEvents.PingTimer:
        // At most one ping is open, so the ping before it was answered.
        if (Number(status.data) <= 1) onEvent({ kind: "heard" });
        break;
    }
  }
}

/**
 * Whether the server belongs to a cluster, by its greeting. `STREAM.INFO` is no help: from 2.10 on a standalone server
 * names itself as a leader there.
 */
export function isClustered({ info }: NatsConnection): boolean {
  return (info?.cluster ?? "") !== "";
}
