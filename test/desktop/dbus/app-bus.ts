import { type MessageBus, sessionBus } from "@jellybrick/dbus-next";
import { vi } from "vitest";
import type { Bus } from "../../../main/desktop/dbus/bus.ts";
import { connectBus } from "../../../main/desktop/dbus/dbus.ts";
import { startPrivateBus } from "./private-bus.ts";

/** The app on a bus of the test's own, which the environment names until it is disposed of. */
export interface AppBus {
  /** The app's connection. */
  readonly bus: Bus;
  /** A connection of another program. */
  other(): MessageBus;
  /** The bus dies. */
  kill(): Promise<void>;
  dispose(): Promise<void>;
}

export async function startAppBus(): Promise<AppBus> {
  const place = await startPrivateBus();
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", place.address);
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", place.address);
  const bus = await connected("session");
  const others: MessageBus[] = [];
  return {
    bus,
    other() {
      const other = sessionBus({ busAddress: place.address });
      other.on("error" as "connect", () => {}); // the bus ends before its clients do
      others.push(other);
      return other;
    },
    kill: place.kill,
    async dispose() {
      vi.unstubAllEnvs();
      bus.close();
      for (const other of others) other.disconnect();
      await place.dispose();
    },
  };
}

export async function connected(kind: "session" | "system"): Promise<Bus> {
  const found = await connectBus(kind);
  if (found === undefined) throw new Error("there is no bus");
  return found;
}
