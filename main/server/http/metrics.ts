import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Outcome } from "../../contract/intake.ts";
import type { KeeperHeartbeat } from "../../contract/keeper-heartbeat.ts";
import type { BridgeFault } from "../bridge/bridge.ts";
import type { ProblemReason } from "./problem.ts";

/** Services with figures of their own. All others are counted together, so that labels cannot fill the memory. */
const MOST_SERVICES = 1_000;
const OTHER = "other";
/** Upper bounds in seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface MetricsPorts {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** What this server's keeper says of itself; undefined without one. */
  readonly keeper: () => KeeperHeartbeat | undefined;
}

/** The figures of `alrimi server` for Prometheus. They name services, never a person and never a count. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #services = new Set<string>();
  readonly #counts = countsIn(this.#registry);
  readonly #now: () => number;

  constructor({ now, keeper }: MetricsPorts) {
    this.#now = now;
    const gauge = (name: string, help: string, value: (said: KeeperHeartbeat) => number): void => {
      const collect = function (this: Gauge): void {
        const said = keeper();
        this.set(said === undefined ? 0 : value(said));
      };
      new Gauge({ name, help, collect, registers: [this.#registry] });
    };
    gauge("alrimi_keeper_active", "1 if this server's keeper works", ({ isActive }) => Number(isActive));
    gauge(
      "alrimi_keeper_oldest_waiting_seconds",
      "Age of the oldest event that this server's keeper has not settled",
      ({ oldestWaiting }) => oldestWaiting / 1e3,
    );
    gauge("alrimi_keeper_waiting_events", "Events that wait for the keeper", ({ waiting }) => waiting);
  }

  /** The media type of {@link text}. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** The keeper settled an event. @param token the service's subject token */
  settled(token: string, { outcome, reason }: Outcome): void {
    const service = this.#labelOf(token);
    this.#counts.events.inc({ service, outcome, reason: reason ?? "" });
    this.#counts.last.set({ service }, this.#now() / 1e3);
  }

  /** The broker has events of a request. */
  accepted(token: string, events: number): void {
    const service = this.#labelOf(token);
    this.#counts.accepted.inc({ service }, events);
    this.#counts.last.set({ service }, this.#now() / 1e3);
  }

  /** A request with a valid token was refused. */
  refused(token: string, reason: ProblemReason): void {
    this.#counts.refused.inc({ service: this.#labelOf(token), reason });
  }

  /** The certificate in use. @param validTo milliseconds since the Unix epoch */
  certificate(validTo: number): void {
    this.#counts.certificate.set(validTo / 1e3);
  }

  /** An old system answered a bridge, or did not. */
  bridged(token: string, result: "count" | BridgeFault): void {
    const service = this.#labelOf(token);
    this.#counts.bridged.inc({ service, result });
    if (result === "count") this.#counts.confirmed.set({ service }, this.#now() / 1e3);
  }

  answered(status: number): void {
    this.#counts.requests.inc({ status });
  }

  /** How long a request with events took. */
  took(seconds: number): void {
    this.#counts.duration.observe(seconds);
  }

  #labelOf(token: string): string {
    if (this.#services.has(token)) return token;
    if (this.#services.size >= MOST_SERVICES) return OTHER;
    this.#services.add(token);
    return token;
  }
}

function countsIn(registry: Registry) {
  const registers = [registry];
  return {
    events: new Counter({
      name: "alrimi_events_total",
      help: "Events that this server's keeper settled, by outcome (kept, older, refused) and reason",
      labelNames: ["service", "outcome", "reason"],
      registers,
    }),
    last: new Gauge({
      name: "alrimi_last_event_timestamp_seconds",
      help: "Unix time of the last event that this server took or settled",
      labelNames: ["service"],
      registers,
    }),
    accepted: new Counter({
      name: "alrimi_http_events_total",
      help: "Events that came over HTTP and were given to the broker",
      labelNames: ["service"],
      registers,
    }),
    refused: new Counter({
      name: "alrimi_http_refusals_total",
      help: "Requests with a valid token that were refused, by reason",
      labelNames: ["service", "reason"],
      registers,
    }),
    certificate: new Gauge({
      name: "alrimi_http_certificate_expiry_timestamp_seconds",
      help: "Unix time at which the certificate of the intake over HTTP ends; 0 without TLS",
      registers,
    }),
    bridged: new Counter({
      name: "alrimi_bridge_requests_total",
      help: "What a bridge's requests led to: count, or the fault that makes counts unsure",
      labelNames: ["service", "result"],
      registers,
    }),
    confirmed: new Gauge({
      name: "alrimi_bridge_last_count_timestamp_seconds",
      help: "Unix time of the last count that a bridge read",
      labelNames: ["service"],
      registers,
    }),
    requests: new Counter({
      name: "alrimi_http_requests_total",
      help: "Answered HTTP requests by status",
      labelNames: ["status"],
      registers,
    }),
    duration: new Histogram({
      name: "alrimi_http_events_duration_seconds",
      help: "Time until a request with events was answered",
      buckets: BUCKETS,
      registers,
    }),
  };
}
