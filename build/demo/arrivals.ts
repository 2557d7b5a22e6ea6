import type { Random } from "./requests.ts";
import { type DemoSystem, SYSTEMS } from "./services.ts";

export const PACES = ["slow", "normal", "fast", "off"] as const;
export type Pace = (typeof PACES)[number];

/** Factors for the intervals of a service. */
const STRETCH: Readonly<Record<Exclude<Pace, "off">, number>> = { slow: 5, normal: 1, fast: 0.15 };

/** Milliseconds until the next request of a system: half to one and a half of its average. */
export function nextArrival(service: DemoSystem, pace: Exclude<Pace, "off">, random: Random): number {
  return Math.round(service.every * STRETCH[pace] * (0.5 + random()) * 1000);
}

/** Creates requests, each system at its own pace. Returns the undo. */
export function startArrivals(pace: Pace, arrive: (service: DemoSystem) => void): () => void {
  if (pace === "off") return () => {};
  const timers = new Map<DemoSystem, NodeJS.Timeout>();
  const plan = (service: DemoSystem): void => {
    const later = (): void => {
      plan(service);
      arrive(service);
    };
    timers.set(service, setTimeout(later, nextArrival(service, pace, Math.random)));
  };
  for (const service of SYSTEMS) plan(service);
  return () => {
    for (const timer of timers.values()) clearTimeout(timer);
  };
}
