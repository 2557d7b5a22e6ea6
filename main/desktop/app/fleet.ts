import { arch } from "node:os";
import { FLEET_PLATFORMS, type FleetReport, fleetSubject, type TestOutcome } from "../../contract/fleet.ts";
import { deviceState } from "../../view/diagnostics/device-state.ts";
import { testNotice } from "../../view/test-notice.ts";
import type { Clock } from "../clock.ts";
import type { Bus } from "../dbus/bus.ts";
import { notificationFacts, trayFacts } from "../diagnose/desktop-facts.ts";
import { createFleet, type DeviceState, type Fleet } from "../fleet/fleet.ts";
import { installationId } from "../fleet/installation.ts";
import type { Log } from "../log/log.ts";
import type { Shown } from "../notify/awaited-notices.ts";
import { hasXEmbedTray } from "../system/linux/xembed-tray.ts";
import { blockerPorts } from "../system/notification-settings.ts";
import type { Hub } from "./hub.ts";
import type { AwaitingNotifier } from "./notifications.ts";

/** Milliseconds for the desktop to show a test notice. The first notice may start the notification server. */
const PATIENCE = 15_000;

export interface SessionFleetPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly notifier: Pick<AwaitingNotifier, "showAndTell">;
  readonly sessionBus: Promise<Bus | undefined>;
  /** Version of the app. */
  readonly version: string;
}

/**
 * The reports and test notices of one session. Undefined on a system that reports do not know.
 * @param user canonical id
 * @param userData the app's folder
 */
export function createSessionFleet(
  hub: Hub,
  user: string,
  userData: string,
  ports: SessionFleetPorts,
  publish: (subject: string, payload: string) => void,
): Fleet | undefined {
  const { clock, log, notifier, version } = ports;
  const platform = FLEET_PLATFORMS.find((each) => each === process.platform);
  const subject = fleetSubject(user);
  if (platform === undefined || !subject.ok) return undefined;
  log.info("fleet: the policy asks for reports to the administrator");

  async function device(): Promise<DeviceState> {
    const { env } = process;
    const bus = await ports.sessionBus.catch(() => undefined);
    const desktop = {
      platform: process.platform,
      bus,
      hasXEmbedTray: () => hasXEmbedTray(env),
      ...blockerPorts,
    };
    const [notifications, tray] = await Promise.all([notificationFacts(desktop), trayFacts(desktop)]);
    return deviceState(notifications, tray, hub.situation.problems);
  }

  async function show(): Promise<TestOutcome> {
    const { language, preferences } = hub.situation;
    const shown = await notifier.showAndTell(testNotice(language, preferences), PATIENCE);
    if (shown.kind !== "shown") return { outcome: "failed", reason: REASONS[shown.kind] };
    // Windows and macOS take a notice that their settings keep from the screen.
    const { notifications } = await device();
    return notifications === "blocked" ? { outcome: "failed", reason: "blocked" } : { outcome: "shown" };
  }

  return createFleet({
    clock,
    log,
    about: { version, platform, arch: arch(), installation: installationId(userData, log) },
    connection: () => hub.situation.connection,
    presence: () => hub.presence,
    device,
    show,
    tested: (outcome) => hub.tested(outcome),
    publish: (payload) => publish(subject.value, payload),
  });
}

type FailedReason = Extract<NonNullable<FleetReport["test"]>, { outcome: "failed" }>["reason"];

const REASONS: Readonly<Record<Exclude<Shown["kind"], "shown">, FailedReason>> = {
  "no-server": "no-server",
  "not-taken": "refused",
  "no-answer": "no-answer",
};
