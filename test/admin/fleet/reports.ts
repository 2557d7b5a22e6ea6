import { type FleetReport, formatFleetReport } from "../../../main/contract/fleet.ts";

export const NOW = Date.UTC(2026, 10, 28, 10);
const HOUR = 3_600_000;

/** A report of a PC that needs no help. @param pc a number that makes the installation */
export function reportOf(changes: Partial<FleetReport> = {}, pc = 1): FleetReport {
  return {
    version: "0.2.0",
    platform: "win32",
    arch: "x64",
    installation: pc.toString(16).padStart(32, "0"),
    connection: "fresh",
    since: NOW - HOUR,
    lastContactAt: NOW - 1_000,
    notifications: "shown",
    tray: "there",
    at: NOW,
    ...changes,
  };
}

/** A stored report, some hours old. */
export function stored(user: string, changes: Partial<FleetReport> = {}, { hoursAgo = 1, pc = 1 } = {}) {
  return {
    subject: `fleet.${user.replaceAll(".", "%2E")}`,
    data: new TextEncoder().encode(formatFleetReport(reportOf(changes, pc))),
    hasHeaders: false,
    storedAt: NOW - hoursAgo * HOUR,
  };
}
