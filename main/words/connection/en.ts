import type { ConnectionWords } from "./ko.ts";

export const connectionEn: ConnectionWords = {
  connecting: "Connecting…",
  syncing: "Reading the latest state…",
  fresh: "Up to date",
  awaitsKeeper: "Checking whether the counts are current…",
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
      "A different program answers at the server address. Ask your administrator for the right address.",
    tls: "The server's certificate cannot be verified. Ask your administrator.",
    "no-heartbeat":
      "The server answers, but it may be cut off from the other servers, so counts may be out of date. Alrimi tries another server. If this continues, tell your administrator.",
    "keeper-late":
      "The connection works, but the server is not processing new counts at the moment. No count is lost. If this continues, tell your administrator.",
  },
  late: "Counts may be late",
  refused: "Access was refused",
  refusedHint: {
    credentials: "The user name or password (credentials) is not accepted. Ask your administrator.",
    permission:
      "You are not allowed to read what Alrimi needs from the broker (counts, service list or heartbeat). Ask your administrator. Alrimi connects automatically when you are allowed.",
    "no-stream": "The server is not set up yet (no stream). Ask your administrator.",
  },
  misconfigured: "Check the settings",
  waitingForKeyring: "Waiting for the secure storage (keyring) of this PC…",
};
