import { type FleetReport, formatFleetReport, type TestOutcome } from "../../contract/fleet.ts";
import type { Presence } from "../../core/attention/attention.ts";
import type { Connection } from "../../core/connection.ts";
import { nextReport, type ReportEvent, type ReportPlan, takeTest, testHeldBy } from "../../core/fleet.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";

/** What the system says about this app. */
export type DeviceState = Pick<FleetReport, "notifications" | "tray">;

export interface FleetPorts {
  readonly clock: Clock;
  readonly log: Pick<Log, "info">;
  /** The constant part of every report. */
  readonly about: Pick<FleetReport, "version" | "platform" | "arch" | "installation">;
  readonly connection: () => Connection;
  readonly presence: () => Presence;
  /** Never rejects. */
  readonly device: () => Promise<DeviceState>;
  /** Shows the test notice. Resolves when the desktop has taken it, or not. Never rejects. */
  readonly show: () => Promise<TestOutcome>;
  /** A test notice was answered. */
  readonly tested: (outcome: TestOutcome) => void;
  /** Sends a report over the present connection. */
  readonly publish: (payload: string) => void;
}

/** Reports the app's own state to the administrator, and answers test notices. */
export interface Fleet {
  /** The connection is up. */
  connected(): void;
  /** The connection is down. */
  lost(): void;
  /** The broker does not know reports yet. Nothing is reported until the app or the policy starts anew. */
  denied(): void;
  /** A message without headers arrived where the administrator sends test notices. */
  heard(payload: Uint8Array): void;
  stop(): void;
}

export function createFleet(ports: FleetPorts): Fleet {
  const { clock, log } = ports;
  let plan: ReportPlan = "none";
  let isConnected = false;
  let isOver = false;
  let cancel = (): void => {};
  let testedAt: number | null = null;

  function take(event: ReportEvent): void {
    const next = nextReport(plan, event, clock.random());
    plan = next.plan;
    if (next.wait !== undefined) {
      cancel();
      cancel = clock.after(next.wait, () => take({ kind: "due", isConnected }));
    }
    if (next.isDue) void report();
  }

  async function report(test?: FleetReport["test"]): Promise<void> {
    const device = await ports.device();
    if (isOver) return;
    const connection = ports.connection();
    ports.publish(
      formatFleetReport({
        ...ports.about,
        connection: connection.kind,
        since: connection.kind === "fresh" ? connection.since : null,
        lastContactAt: connection.lastContact,
        ...device,
        at: clock.now(),
        ...(test === undefined ? {} : { test }),
      }),
    );
  }

  async function answer(id: string): Promise<void> {
    const held = testHeldBy(ports.presence());
    const outcome = held ?? (await ports.show());
    log.info(`test notice of the administrator: ${Object.values(outcome).join(", ")}`);
    ports.tested(outcome);
    await report({ id, ...outcome });
  }

  function stop(): void {
    isOver = true;
    cancel();
  }

  return {
    connected() {
      isConnected = true;
      if (!isOver) take({ kind: "connected" });
    },
    lost() {
      isConnected = false;
    },
    denied() {
      if (isOver) return;
      log.info("fleet: the broker does not allow reports; none are sent");
      stop();
    },
    heard(payload) {
      const id = isOver ? undefined : takeTest(payload, testedAt, clock.now());
      if (id === undefined) return;
      testedAt = clock.now();
      void answer(id);
    },
    stop,
  };
}
