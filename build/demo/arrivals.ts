import type { Random } from "./requests.ts";
import { type DemoService, SERVICES } from "./services.ts";

export const PACES = ["slow", "normal", "fast", "off"] as const;
export type Pace = (typeof PACES)[number];

/** Factors for the intervals of a service. */
const STRETCH: Readonly<Record<Exclude<Pace, "off">, number>> = { slow: 5, normal: 1, fast: 0.15 };

/** Milliseconds until the next request of a service: half to one and a half of its average. */
export function nextArrival(service: DemoService, pace: Exclude<Pace, "off">, random: Random): number {
  return Math.round(service.every * STRETCH[pace] * (0.5 + random()) * 1000);
}

/** Creates requests, each service at its own pace. Returns the undo. */
export function startArrivals(pace: Pace, arrive: (service: DemoService) => void): () => void {
  if (pace === "off") return () => {};
  const timers = new Map<DemoService, NodeJS.Timeout>();
  const plan = (service: DemoService): void => {
    const later = (): void => {
      plan(service);
      arrive(service);
    };
    timers.set(service, setTimeout(later, nextArrival(service, pace, Math.random)));
  };
  for (const service of SERVICES) plan(service);
  return () => {
    for (const timer of timers.values()) clearTimeout(timer);
  };
}
