import { APP_ID } from "../../core/identity.ts";
import type { Problem } from "../../core/problem.ts";
import type { Clock } from "../clock.ts";
import type { RegistryValue } from "../system/windows/windows-registry.ts";

/** Finds out whether the settings of Windows or macOS keep the app's notifications from being shown. */

/** Who has switched them off: the company, the person for all programs, or the person for this one. */
export type Blocker = "company" | "all" | "app";

export interface BlockerPorts {
  /** A value of the Windows registry. */
  readonly registry: (key: string, name: string) => Promise<RegistryValue | undefined>;
  /** The settings of macOS for notifications, as XML. Undefined when they cannot be read. */
  readonly macSettings: () => Promise<string | undefined>;
}

const WINDOWS = "Software\\Microsoft\\Windows\\CurrentVersion";
const POLICIES = "Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\PushNotifications";

/** Milliseconds. The systems do not announce a change. */
const LOOK_EVERY = 10 * 60_000;

/**
 * Who blocks notifications. Undefined when nothing does; "unknown" where the system does not tell. Linux has no such
 * settings in one place; its notification server is watched instead.
 */
export async function notificationBlocker(
  platform: NodeJS.Platform,
  { registry, macSettings }: BlockerPorts,
): Promise<Blocker | "unknown" | undefined> {
  switch (platform) {
    case "win32": {
      const [policy, all, app] = await Promise.all([
        registry(`HKCU\\${POLICIES}`, "NoToastApplicationNotification"),
        registry(`HKCU\\${WINDOWS}\\PushNotifications`, "ToastEnabled"),
        registry(`HKCU\\${WINDOWS}\\Notifications\\Settings\\${APP_ID}`, "Enabled"),
      ]);
      if (policy !== undefined && Number(policy.data) === 1) return "company";
      if (all !== undefined && Number(all.data) === 0) return "all";
      return app !== undefined && Number(app.data) === 0 ? "app" : undefined;
    }
    case "darwin":
      return macBlocker(await macSettings());
    default:
      return undefined;
  }
}

/** The bit of `flags` that is the switch "Allow notifications", since macOS 11. Without documentation; widely used. */
const ALLOWED = 1 << 25;

function macBlocker(xml = ""): Blocker | "unknown" | undefined {
  const apps = xml.matchAll(/<dict>(?:(?!<dict>).)*?<\/dict>/gs);
  for (const [app] of apps) {
    if (/<key>bundle-id<\/key>\s*<string>([^<]*)<\/string>/.exec(app)?.[1] !== APP_ID) continue;
    const flags = /<key>flags<\/key>\s*<integer>(\d+)<\/integer>/.exec(app)?.[1];
    if (flags !== undefined) return (Number(flags) & ALLOWED) === 0 ? "app" : undefined;
  }
  return "unknown"; // before the first notification there is no entry
}

/**
 * Looks now and every ten minutes. Returns the undo.
 * @param sink receives the problem, or undefined when nothing blocks notifications; called at each change
 */
export function watchNotificationBlocker(
  platform: NodeJS.Platform,
  ports: BlockerPorts,
  clock: Pick<Clock, "after">,
  sink: (problem: Problem | undefined) => void,
): () => void {
  if (platform !== "win32" && platform !== "darwin") return () => {};
  let isStopped = false;
  let told: string | undefined;
  let cancel = (): void => {};
  async function look(): Promise<void> {
    const found = await notificationBlocker(platform, ports);
    if (isStopped) return;
    const blocker = found === "unknown" ? undefined : found;
    if (blocker !== told) sink(blocker && { key: "notifications-off", args: [blocker] });
    told = blocker;
    cancel = clock.after(LOOK_EVERY, () => void look());
  }
  void look();
  return () => {
    isStopped = true;
    cancel();
  };
}
