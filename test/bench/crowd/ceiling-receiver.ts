import { connect } from "nats";
import type { Saved } from "../../../main/core/knowledge/saved.ts";
import { DEFAULT_PREFERENCES } from "../../../main/core/preferences/preferences.ts";
import { Hub } from "../../../main/desktop/app/hub.ts";
import type { HubPorts } from "../../../main/desktop/app/hub-ports.ts";
import { sinkOf } from "../../../main/desktop/app/hub-sink.ts";
import { startFeed } from "../../../main/desktop/broker/feed.ts";
import { dialNats } from "../../../main/desktop/broker/nats-transport.ts";
import { systemClock } from "../../../main/desktop/clock.ts";
import { CATALOG, passwordOf } from "./company.ts";

/**
 * A process that takes events in: `tsx ceiling-receiver.ts app|raw URL USER EVENTS`. Says "ready", then the
 * milliseconds between the first event and the last, of the clock and of its own processor time.
 */

const [kind, url = "", user = "", events = ""] = process.argv.slice(2);
let seen = 0;
let from = 0;
let cpu = process.cpuUsage();

/** Called after an event was dealt with. */
function count(): void {
  seen++;
  if (seen === 1) {
    from = performance.now();
    cpu = process.cpuUsage();
  }
  if (seen !== Number(events)) return;
  const { user: own, system } = process.cpuUsage(cpu);
  process.send?.({
    kind: "taken",
    wall: performance.now() - from,
    cpu: (own + system) / 1_000,
    last: last(),
  });
}
let last: () => number = () => Number.NaN;

async function receiveRaw(): Promise<void> {
  const connection = await connect({
    servers: url,
    user,
    pass: passwordOf(user),
    inboxPrefix: `_TRAY.${user}`,
  });
  const text = new TextDecoder();
  let event: { sequence?: number } = {};
  last = () => event.sequence ?? Number.NaN;
  connection.subscribe(`approvals.${user}.*`, {
    callback: (error, message) => {
      if (error !== null) throw error;
      event = JSON.parse(text.decode(message.data)) as { sequence: number };
      count();
    },
  });
  await connection.flush();
  process.send?.({ kind: "ready" });
}

/** The app's own hub, feed and transport; what would be drawn, shown and saved goes nowhere. */
function receiveAsApp(): void {
  let save: (() => Saved) | undefined;
  let isReady = false;
  const nothing = (): void => {};
  const ports: HubPorts = {
    clock: systemClock,
    log: { info: nothing, warn: (line) => console.error(line), error: (line) => console.error(line) },
    store: {
      loaded: undefined,
      saveSoon: (take) => (save = take),
      saveNow: (take) => (save = take),
      flush: nothing,
      putAside: nothing,
    },
    tray: { render: nothing },
    board: {
      open: nothing,
      close: nothing,
      toggle: () => false,
      keep: nothing,
      isOpen: () => false,
      isWatched: () => false,
      render: nothing,
    },
    settings: { open: nothing, refresh: nothing },
    account: { open: nothing },
    preferences: { effective: { ...DEFAULT_PREFERENCES, onlyWorkingHours: false }, change: nothing },
    notifier: { show: nothing, withdraw: nothing, withdrawAll: nothing },
    links: { open: async () => true },
    isOnline: () => true,
    restart: nothing,
    quit: nothing,
  };
  const hub = new Hub(ports, {
    user,
    owner: "bench",
    systemLanguage: "ko",
    linkOrigins: [],
    version: "0.1.0",
  });
  hub.receiveCatalog(new TextEncoder().encode(CATALOG));
  last = () => {
    const [[, text = "{}"] = []] = save?.().events ?? [];
    return (JSON.parse(text) as { sequence: number }).sequence;
  };
  startFeed(
    user,
    { servers: [url], credentials: { username: user, password: passwordOf(user) }, tls: undefined },
    {
      dial: dialNats,
      clock: systemClock,
      sink: {
        ...sinkOf(hub, nothing),
        event(origin, payload) {
          hub.receive(origin, payload);
          if (isReady) count();
        },
        signal(signal) {
          hub.signal(signal);
          if (signal.kind !== "synced" || isReady) return;
          isReady = true;
          process.send?.({ kind: "ready" });
        },
      },
      services: () => hub.services(),
    },
  );
}

if (kind === "raw") await receiveRaw();
else receiveAsApp();
process.on("disconnect", () => process.exit());
