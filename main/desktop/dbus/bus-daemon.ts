import type { BusObject } from "./bus.ts";

/** The bus itself, which knows the names on it (D-Bus Specification, "Message Bus Messages"). */
export const BUS_DAEMON: BusObject = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
};
