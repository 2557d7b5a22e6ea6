import { waitFor } from "../../../build/desktop/wait-for.ts";
import { defined } from "../../../main/contract/defined.ts";
import { FreedesktopNotifier } from "../../../main/desktop/notify/freedesktop-notifier.ts";
import type { NotifierPort } from "../../../main/desktop/notify/notifier.ts";
import type { StandingNotices } from "../../../main/desktop/notify/standing-notices.ts";
import type { NoticeView } from "../../../main/view/notice.ts";
import { type AppBus, startAppBus } from "../dbus/app-bus.ts";
import { NotificationServer } from "./notification-server.ts";

export const picture = { width: 1, height: 1, rgba: Buffer.from([1, 2, 3, 255]) };

/** The notifier on a bus of its own, with a server that the test moves. */
export class NotifierScene {
  readonly place: AppBus;
  readonly server: NotificationServer;
  /** The events that the app received, in order. */
  readonly told: string[] = [];
  /** The notices that the fallback received. */
  readonly fallback: string[] = [];
  /** The notifications left by an earlier run. */
  left: StandingNotices | undefined;
  /** What would be left behind, in the order of its changes. */
  readonly remembered: StandingNotices[] = [];
  notifier!: FreedesktopNotifier;

  private constructor(place: AppBus) {
    this.place = place;
    this.server = new NotificationServer(place.other());
  }

  static async begin(): Promise<NotifierScene> {
    return new NotifierScene(await startAppBus());
  }

  /** @param patience milliseconds that an answer is waited for; the notifier's own when left out */
  start(patience?: number): void {
    const { told, fallback, remembered } = this;
    const port: NotifierPort = {
      show: ({ tag }) => fallback.push(`show ${tag}`),
      withdraw: (tag) => fallback.push(`withdraw ${tag}`),
      withdrawAll() {},
      async dispose() {},
    };
    this.notifier = new FreedesktopNotifier(this.place.bus, {
      sender: { appName: () => "알림이", picture: () => picture },
      sink: {
        click: ({ tag }) => told.push(`click ${tag}`),
        later: ({ tag }, choice) => told.push(`later ${tag} ${choice}`),
        closed: (tag) => told.push(`closed ${tag}`),
        failed: (failure) => told.push(failure.kind),
        shown: () => told.push("shown"),
      },
      fallback: port,
      memory: { read: () => this.left, write: (standing) => void remembered.push(standing) },
      ...defined({ patience }),
    });
  }

  /** Waits until the server was sent so many. */
  notified(count: number): Promise<NotificationServer["notified"]> {
    return waitFor(() => this.server.notified, {
      what: `${count} notifications`,
      until: (all) => all.length >= count,
    });
  }

  async end(): Promise<void> {
    await this.notifier.dispose();
    await this.place.dispose();
  }
}

export function notice(fields: Partial<NoticeView> = {}): NoticeView {
  return {
    tag: "service:mail",
    title: "메일",
    body: "2건 대기",
    service: "mail",
    snoozes: ["mail"],
    isUrgent: false,
    isSilent: false,
    buttons: { open: "열기", later: "나중에" },
    ...fields,
  };
}
