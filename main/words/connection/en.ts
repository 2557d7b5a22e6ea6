import type { ConnectionWords } from "./ko.ts";

export const connectionEn: ConnectionWords = {
  connecting: "Connecting…",
  syncing: "Reading the latest state…",
  fresh: "Up to date",
  unsureServices: (services) =>
    services === 1
      ? "The count of 1 service is not confirmed"
      : `The counts of ${services} services are not confirmed`,
  unsureHint: "Alrimi keeps checking.",
  stale: "Not connected",
  staleHint: {
    unreachable: "The server cannot be reached. Check the network (VPN). Alrimi keeps trying.",
    disconnected: "The connection to the server was lost. Alrimi keeps reconnecting.",
    "no-answer": "The server does not answer. Alrimi keeps trying.",
    "not-nats":
      "Something else answers at the server's address. Ask your administrator for the right address.",
    tls: "The server's certificate cannot be verified. Ask your administrator.",
    "no-heartbeat":
      "The server answers, but it may be cut off from the others, so counts may be old. Alrimi tries another one. If this stays, tell your administrator.",
    "keeper-late":
      "The connection is good, but new counts are not taken in on the server at the moment. Nothing is lost. If this stays, tell your administrator.",
  },
  late: "Counts may be late",
  refused: "Access was refused",
  refusedHint: {
    credentials: "The user name or password (credentials) is not accepted. Ask your administrator.",
    permission:
      "You are not allowed to read what Alrimi needs from the broker (counts, service list or heartbeat). Ask your administrator. Alrimi connects by itself once you are.",
    "no-stream": "The server is not set up yet (no stream). Ask your administrator.",
  },
  misconfigured: "Check the settings",
  waitingForKeyring: "Waiting for the secure storage (keyring) of this PC…",
};
