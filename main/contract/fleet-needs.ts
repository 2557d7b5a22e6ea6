import type { FleetReport } from "./fleet.ts";

/** Why an app needs help, as `alrimi fleet` finds it. */
export type FleetNeed =
  | { readonly kind: "notifications-blocked" | "tray-missing" | "never-connected" }
  | { readonly kind: "not-served"; readonly connection: FleetReport["connection"] }
  /** @property storedAt of the last report; milliseconds since the Unix epoch */
  | { readonly kind: "silent"; readonly storedAt: number }
  | { readonly kind: "outdated"; readonly newest: string };

/** The kinds, in the order in which they are shown. */
export const FLEET_NEEDS = [
  "notifications-blocked",
  "tray-missing",
  "not-served",
  "silent",
  "outdated",
  "never-connected",
] as const satisfies readonly FleetNeed["kind"][];
