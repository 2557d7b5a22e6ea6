import { expect, test } from "vitest";
import {
  type Connection,
  type ConnectionSignal,
  initialConnection,
  nextConnection,
} from "../../main/core/connection.ts";
import type { Problem } from "../../main/core/messages/index.ts";

const problem: Problem = { key: "bad-user", args: ["?"] };

const states: Readonly<Record<Connection["kind"], Connection>> = {
  connecting: initialConnection(10),
  syncing: { kind: "syncing", lastContact: 10 },
  fresh: { kind: "fresh", since: 20, lastContact: 30 },
  stale: { kind: "stale", lastContact: 10, cause: "unreachable" },
  refused: { kind: "refused", lastContact: 10, cause: "permission" },
  misconfigured: { kind: "misconfigured", lastContact: 10, problem },
};

const signals: Readonly<Record<ConnectionSignal["kind"], ConnectionSignal>> = {
  connected: { kind: "connected" },
  synced: { kind: "synced" },
  heard: { kind: "heard" },
  doubted: { kind: "doubted" },
  lost: { kind: "lost", cause: "disconnected" },
  refused: { kind: "refused", cause: "credentials" },
  misconfigured: { kind: "misconfigured", problem },
};

/** The whole machine: what each signal makes of each state. */
const transitions: Readonly<
  Record<Connection["kind"], Readonly<Record<ConnectionSignal["kind"], Connection["kind"]>>>
> = {
  connecting: {
    connected: "syncing",
    synced: "connecting",
    heard: "connecting",
    doubted: "connecting",
    lost: "stale",
    refused: "refused",
    misconfigured: "misconfigured",
  },
  syncing: {
    connected: "syncing",
    synced: "fresh",
    heard: "syncing",
    doubted: "syncing",
    lost: "stale",
    refused: "refused",
    misconfigured: "misconfigured",
  },
  fresh: {
    connected: "syncing",
    synced: "fresh",
    heard: "fresh",
    doubted: "syncing",
    lost: "stale",
    refused: "refused",
    misconfigured: "misconfigured",
  },
  stale: {
    connected: "syncing",
    synced: "stale",
    heard: "stale",
    doubted: "stale",
    lost: "stale",
    refused: "refused",
    misconfigured: "misconfigured",
  },
  refused: {
    connected: "syncing",
    synced: "fresh",
    heard: "refused",
    doubted: "refused",
    lost: "stale",
    refused: "refused",
    misconfigured: "misconfigured",
  },
  misconfigured: {
    connected: "syncing",
    synced: "misconfigured",
    heard: "misconfigured",
    doubted: "misconfigured",
    lost: "misconfigured",
    refused: "misconfigured",
    misconfigured: "misconfigured",
  },
};

for (const [from, row] of Object.entries(transitions)) {
  for (const [signal, to] of Object.entries(row)) {
    test(`connection - ${from}, ${signal} → ${to}`, () => {
      const next = nextConnection(
        states[from as Connection["kind"]],
        signals[signal as ConnectionSignal["kind"]],
        100,
      );
      expect(next.kind).toBe(to);
      // Only a broker that was heard while everything was known moves the last contact.
      const before = states[from as Connection["kind"]].lastContact;
      const isContact = to === "fresh" && signal !== "doubted";
      expect(next.lastContact).toBe(isContact ? 100 : before);
    });
  }
}

test("connection - staying fresh keeps the time since when it is", () => {
  expect(nextConnection(states.fresh, signals.synced, 100)).toEqual({
    kind: "fresh",
    since: 20,
    lastContact: 100,
  });
});

test("connection - a later loss names the later cause", () => {
  expect(nextConnection(states.stale, signals.lost, 100)).toMatchObject({ cause: "disconnected" });
});
