import { createHash } from "node:crypto";
import type { NotificationConstructorOptions } from "electron";
import type { NoticeView } from "../../view/notice.ts";
import { toastXml } from "../../view/toast.ts";
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

export interface ElectronPlatform {
  readonly platform: NodeJS.Platform;
  /** Such as `45.4.1`. */
  readonly electronVersion: string;
  /** Whether the OS opens `alrimi:` links with this app: it is installed, not merely run. */
  readonly opensLinks: boolean;
  /** The link that puts services off, where there is something to put off. */
  readonly laterLink: (services: readonly string[]) => string | undefined;
  /** File of the picture beside the text; macOS and toasts show the app's own. */
  readonly icon: string;
}

/** The first version of Electron in which a notification is given an id. */
const HAS_ID = 42;

/**
 * On Windows the toast's tag: a toast takes the place of one with the same tag, also of one that an earlier run of the
 * app left in the Action Center. Windows takes 64 characters. On macOS the id stays Electron's own: there the earlier
 * notification is removed in the background, which could meet the later one.
 */
function identity(tag: string, { platform, electronVersion }: ElectronPlatform): { readonly id?: string } {
  if (platform !== "win32" || Number.parseInt(electronVersion, 10) < HAS_ID) return {};
  return { id: createHash("sha256").update(tag).digest("hex").slice(0, 32) };
}

/** A notice as each platform wants it from Electron. */
export function electronNotice(notice: NoticeView, around: ElectronPlatform): ElectronNotice {
  const { title, body, isSilent, isUrgent } = notice;
  const { icon } = around;
  const id = identity(notice.tag, around);
  const plain: ElectronNotice = {
    options: { ...id, title, body, icon, silent: isSilent },
    buttons: [],
    hasEvents: true,
  };
  switch (around.platform) {
    case "win32": {
      const short = { ...notice, body: notice.brief ?? body };
      if (!around.opensLinks) return { ...plain, options: { ...plain.options, body: short.body } };
      const toast = toastXml(short, around.laterLink(notice.snoozes));
      // A click on the link would open twice if its event were heard as well.
      return {
        options: { ...id, title, body: short.body, toastXml: toast },
        buttons: [],
        hasEvents: false,
      };
    }
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
