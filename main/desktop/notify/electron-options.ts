import { createHash } from "node:crypto";
import type { NotificationConstructorOptions } from "electron";
import type { NoticeView } from "../../view/notice.ts";
import { toastXml } from "../../view/toast.ts";
import { escapeMarkup } from "./notifier.ts";

/** Meanings of a notification's buttons, in their order. */
export type ButtonMeaning = "open" | "later" | "tomorrow";

export interface ElectronNotice {
  readonly options: NotificationConstructorOptions;
  /** Empty where the platform has no buttons, or handles their clicks itself. */
  readonly buttons: readonly ButtonMeaning[];
  /** Whether clicks arrive as events. Otherwise they arrive as links. */
  readonly hasEvents: boolean;
}

export interface ElectronPlatform {
  readonly platform: NodeJS.Platform;
  /** Such as `45.4.1`. */
  readonly electronVersion: string;
  /** Whether the OS opens `alrimi:` links with this app, which has to be installed for that. */
  readonly opensLinks: boolean;
  /** Link that snoozes services. Undefined when there is nothing to snooze. */
  readonly laterLink: (services: readonly string[]) => string | undefined;
  /** Path of the picture beside the text. macOS and toasts show the app's icon instead. */
  readonly icon: string;
}

/** First major version of Electron that accepts a notification id. */
const HAS_ID = 42;

/**
 * The tag of a Windows toast. A toast replaces one with the same tag, also one from an earlier run in the Action
 * Center. Windows accepts 64 characters. On macOS the id stays Electron's: the older notification is removed in the
 * background there, which could remove the newer one.
 */
function identity(tag: string, { platform, electronVersion }: ElectronPlatform): { readonly id?: string } {
  if (platform !== "win32" || Number.parseInt(electronVersion, 10) < HAS_ID) return {};
  return { id: createHash("sha256").update(tag).digest("hex").slice(0, 32) };
}

/** Options of a notice for Electron's `Notification` on this platform. */
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
      // With an event handler too, one click would open the link twice.
      return {
        options: { ...id, title, body: short.body, toastXml: toast },
        buttons: [],
        hasEvents: false,
      };
    }
    case "darwin": {
      const wanted: readonly ButtonMeaning[] =
        notice.snoozes.length > 0 ? ["open", "later", "tomorrow"] : ["open"];
      const buttons = wanted.filter((button) => notice.buttons[button] !== undefined);
      const actions = buttons.map((button) => ({
        type: "button" as const,
        text: notice.buttons[button] ?? "",
      }));
      return { ...plain, options: { title, body, silent: isSilent, actions }, buttons };
    }
    default: {
      // On Linux Electron does not escape the body, and has no buttons.
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
