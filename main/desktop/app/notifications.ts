import { join } from "node:path";
import { type LinkProof, laterLink } from "../../core/activation.ts";
import type { NoticeView } from "../../view/notice.ts";
import type { Clock } from "../clock.ts";
import type { Bus } from "../dbus/bus.ts";
import { introduceToSystem } from "../launch/activations.ts";
import type { CommandLine } from "../launch/command-line.ts";
import type { Log } from "../log/log.ts";
import { createAwaitedNotices, type Shown } from "../notify/awaited-notices.ts";
import { createNotifier } from "../notify/create-notifier.ts";
import { type NotifierPort, notifierProblem } from "../notify/notifier.ts";
import { openStandingMemory } from "../notify/standing-notices.ts";
import type { CurrentSession } from "./current-session.ts";

export interface NotificationsOptions {
  readonly current: Pick<CurrentSession, "command" | "noticeClosed" | "tell" | "untell">;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the compiled app. */
  readonly out: string;
  /** The app's folder. */
  readonly userData: string;
  readonly given: CommandLine;
  /** Name of the app in the current language. */
  readonly appName: () => string;
  readonly linkProof: LinkProof;
  readonly sessionBus: Promise<Bus | undefined>;
}

export interface AwaitingNotifier extends NotifierPort {
  /** Shows a notice, and resolves to what the desktop did with it. @param patience milliseconds */
  showAndTell(notice: NoticeView, patience: number): Promise<Shown>;
}

/** Connects the notifier with the current session. */
export function createNotifications(options: NotificationsOptions): AwaitingNotifier {
  const { current, clock, log, out, userData, given, appName, linkProof, sessionBus } = options;
  const { command, noticeClosed, tell, untell } = current;
  const { platform, versions } = process;
  const awaited = createAwaitedNotices(clock);
  const notifier = createNotifier(
    {
      platform,
      electronVersion: versions.electron,
      icon: join(out, "icons", "icon.png"),
      picture: join(out, "icons", "icon-96.png"),
      appName,
      opensLinks: introduceToSystem(platform, given),
      laterLink: (services) => laterLink(services, linkProof, clock.now()),
      sessionBus,
      memory: openStandingMemory(join(userData, "notifications.json"), log),
    },
    {
      click: ({ service }) =>
        command(service === undefined ? { kind: "open-board" } : { kind: "open-service", service }),
      later: ({ snoozes }, choice) => command({ kind: "snooze", services: snoozes, choice }),
      closed: noticeClosed,
      failed(failure, tag) {
        tell(notifierProblem(failure));
        awaited.answered(tag, failure);
      },
      shown(tag) {
        awaited.answered(tag, { kind: "shown" });
        untell("notifications-failed");
        untell("no-notification-server");
      },
    },
  );
  return {
    ...notifier,
    showAndTell: (notice, patience) => awaited.show(notifier, notice, patience),
  };
}
