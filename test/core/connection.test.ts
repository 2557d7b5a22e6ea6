import { expect, test } from "vitest";
import {
  type Connection,
  type ConnectionSignal,
  initialConnection,
  nextConnection,
} from "../../main/core/connection.ts";
import type { Problem } from "../../main/core/problem.ts";

type Kind = Connection["kind"];

const NOW = 100;
const problem: Problem = { key: "file-unreadable", args: ["/a.creds", "ENOENT"] };
const laterProblem: Problem = { key: "file-unreadable", args: ["/ca.pem", "EACCES"] };

/** Every state, with a last contact and before the first one. */
function statesSince(lastContact: number | null): Readonly<Record<Kind, Connection>> {
  return {
    connecting: initialConnection(lastContact),
    syncing: { kind: "syncing", lastContact },
    fresh: { kind: "fresh", since: 20, lastContact: lastContact ?? 30 }, // which is a contact itself
    stale: { kind: "stale", lastContact, cause: "unreachable" },
    refused: { kind: "refused", lastContact, cause: "permission" },
    misconfigured: { kind: "misconfigured", lastContact, problem },
  };
}

const signals: Readonly<Record<ConnectionSignal["kind"], ConnectionSignal>> = {
  connected: { kind: "connected" },
  synced: { kind: "synced" },
  kept: { kind: "kept" },
  heard: { kind: "heard" },
  doubted: { kind: "doubted" },
  lost: { kind: "lost", cause: "disconnected" },
  refused: { kind: "refused", cause: "credentials" },
  misconfigured: { kind: "misconfigured", problem: laterProblem },
};

/** The state after a signal: the same object, or these fields. Without `lastContact` it stays as before. */
type Outcome = "same" | (Partial<Connection> & { readonly kind: Kind });

const syncing: Outcome = { kind: "syncing" };
const freshNow: Outcome = { kind: "fresh", since: NOW, lastContact: NOW };
const freshStill: Outcome = { kind: "fresh", since: 20, lastContact: NOW };
const lost: Outcome = { kind: "stale", cause: "disconnected" };
const refused: Outcome = { kind: "refused", cause: "credentials" };
const misconfigured: Outcome = { kind: "misconfigured", problem: laterProblem };
/** Whatever was so far, the broker or the settings say something new. */
const always = { connected: syncing, kept: "same", lost, refused, misconfigured } as const;

/** The whole machine. */
const transitions: Readonly<Record<Kind, Readonly<Record<ConnectionSignal["kind"], Outcome>>>> = {
  connecting: { ...always, synced: "same", heard: "same", doubted: "same" },
  syncing: { ...always, synced: freshNow, heard: "same", doubted: "same" },
  fresh: { ...always, synced: freshStill, heard: freshStill, doubted: syncing },
  stale: { ...always, synced: "same", heard: "same", doubted: "same" },
  refused: { ...always, synced: freshNow, heard: "same", doubted: "same" },
  // A file that was mended while the broker is away is no trouble any more: the next dial's result takes its place.
  misconfigured: { ...always, synced: "same", heard: "same", doubted: "same" },
};

for (const lastContact of [10, null]) {
  for (const [from, row] of Object.entries(transitions)) {
    for (const [signal, outcome] of Object.entries(row)) {
      const to = outcome === "same" ? "stays" : outcome.kind;
      test(`connection - ${from} (last contact ${lastContact}), ${signal} → ${to}`, () => {
        const state = statesSince(lastContact)[from as Kind];
        const next = nextConnection(state, signals[signal as ConnectionSignal["kind"]], NOW);
        if (outcome === "same") expect(next).toBe(state);
        else expect(next).toEqual({ lastContact: state.lastContact, ...outcome });
      });
    }
  }
}

test("connection - a later loss, and a later refusal, names its own cause", () => {
  const { stale, refused: denied } = statesSince(10);
  expect(nextConnection(stale, { kind: "lost", cause: "no-heartbeat" }, NOW)).toMatchObject({
    cause: "no-heartbeat",
  });
  expect(nextConnection(denied, { kind: "refused", cause: "no-stream" }, NOW)).toMatchObject({
    cause: "no-stream",
  });
});

test("connection - fresh counts wait for the first word of a keeper, and its word ends that", () => {
  const read = nextConnection(
    { kind: "syncing", lastContact: 1 },
    { kind: "synced", awaitsKeeper: true },
    10,
  );
  expect(read).toEqual({ kind: "fresh", since: 10, lastContact: 10, awaitsKeeper: true });
  expect(nextConnection(read, { kind: "heard" }, 11)).toEqual({ ...read, lastContact: 11 });
  const kept = { kind: "fresh", since: 10, lastContact: 12 };
  expect(nextConnection(read, { kind: "kept" }, 12)).toEqual(kept);
  expect(nextConnection(read, { kind: "synced" }, 12)).toEqual(kept);
});
