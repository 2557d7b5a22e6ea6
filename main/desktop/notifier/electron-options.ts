import type { NotificationConstructorOptions } from "electron";
import type { NoticeView } from "../../core/view/notice.ts";
import { toastXml } from "../../core/view/toast.ts";
import { escapeMarkup } from "./notifier.ts";

/** What a notification's action event means, in the order of the buttons. */
export type ButtonMeaning = "open" | "later";

export interface ElectronNotice {
  readonly options: NotificationConstructorOptions;
  /** Empty where the platform has no buttons, or hands their clicks on itself. */
  readonly buttons: readonly ButtonMeaning[];
  /** Whether clicks come back as events; else they come as links. */
  readonly hasEvents: boolean;
}

export interface ElectronSurroundings {
  readonly platform: NodeJS.Platform;
  /** Whether the OS opens `alrimi:` links with this app: it is installed, not merely run. */
  readonly opensLinks: boolean;
  /** The link that puts services off, where there is something to put off. */
  readonly laterLink: (services: readonly string[]) => string | undefined;
  /** File of the picture beside the text; macOS and toasts show the app's own. */
  readonly icon: string;
}

/** A notice as each platform wants it from Electron. */
export function electronNotice(notice: NoticeView, around: ElectronSurroundings): ElectronNotice {
  const { title, body, isSilent, isUrgent } = notice;
  const { icon } = around;
  const plain: ElectronNotice = {
    options: { title, body, icon, silent: isSilent },
    buttons: [],
    hasEvents: true,
  };
  switch (around.platform) {
    case "win32":
      // A click on the link would open twice if its event were heard as well.
      return around.opensLinks
        ? {
            options: { title, body, toastXml: toastXml(notice, around.laterLink(notice.snoozes)) },
            buttons: [],
            hasEvents: false,
          }
        : plain;
    case "darwin": {
      const buttons: readonly ButtonMeaning[] = notice.snoozes.length > 0 ? ["open", "later"] : ["open"];
      const actions = buttons.map((button) => ({ type: "button" as const, text: notice.buttons[button] }));
      return { ...plain, options: { title, body, silent: isSilent, actions }, buttons };
    }
    default: {
      // Electron leaves the escaping to us, and has no buttons here.
      const options: NotificationConstructorOptions = {
        title,
        body: escapeMarkup(body),
        icon,
        silent: isSilent,
        urgency: isUrgent ? "critical" : "normal",
        ...(isUrgent ? { timeoutType: "never" as const } : {}),
      };
      return { ...plain, options };
    }
  }
}
