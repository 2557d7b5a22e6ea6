import type { BusObject } from "./bus.ts";

/** The notification server of the desktop (Desktop Notifications Specification 1.2). */
export const NOTIFICATION_SERVER: BusObject = {
  destination: "org.freedesktop.Notifications",
  path: "/org/freedesktop/Notifications",
  interface: "org.freedesktop.Notifications",
};
