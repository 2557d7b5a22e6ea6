import { defined } from "../../contract/defined.ts";
import { DESKTOP_ENTRY } from "../../core/identity.ts";
import type { NoticeView } from "../../view/notice.ts";
import { variant } from "../dbus/dbus-values.ts";
import { escapeMarkup, type LaterChoice } from "./notifier.ts";

/** Picture for a notification server: rows of red, green, blue and alpha, one byte each. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Buffer;
}

export interface Sender {
  /** Name of the app in the current language. */
  readonly appName: () => string;
  /** Sent as pixels, because servers cannot read a file in the app's archive. Read at the first notice. */
  readonly picture: () => Picture | undefined;
}

/** Abilities that a server reports. */
export interface ServerAbilities {
  readonly capabilities: ReadonlySet<string>;
  /** Whether it draws the action `default` as a button. A second button to open would then be redundant. */
  readonly drawsDefault: boolean;
}

/** Vendors whose servers draw `default` as a button: seen on XFCE 4.18 and LXQt 1.2. */
const DRAWS_DEFAULT: readonly RegExp[] = [/^xfce$/i, /^lxqt\.org$/i];

/**
 * Whether a server draws the action `default` as a button. In xfce4-notifyd a click on the text only dismisses the
 * notification.
 * @param name as `GetServerInformation` reports it
 * @param vendor as `GetServerInformation` reports it
 */
export function drawsDefaultAsButton(name: string, vendor: string): boolean {
  return DRAWS_DEFAULT.some((known) => known.test(vendor)) || /^(xfce notify|lxqt-notif)/i.test(name);
}

/** D-Bus signature of the arguments of `Notify`. */
export const NOTIFY_SIGNATURE = "susssasa{sv}i";

/** Keys of the actions. `default` is a click on the notification itself. */
const DEFAULT_KEY = "default";
const OPEN_KEY = "open";
export const OPEN_KEYS: readonly string[] = [DEFAULT_KEY, OPEN_KEY];
export const LATER_KEYS: Readonly<Record<string, LaterChoice>> = { later: "hour", tomorrow: "tomorrow" };

const CATEGORY = "x-alrimi.approval";
const URGENCY = { normal: 1, critical: 2 } as const;
const SERVERS_TIME = -1;
const NEVER = 0;

/**
 * Arguments of `org.freedesktop.Notifications.Notify` (Desktop Notifications Specification 1.2).
 * @param replaces server id of the notification to replace; 0 for a new one
 */
export function notifyArguments(
  notice: NoticeView,
  replaces: number,
  abilities: ServerAbilities,
  { appName, picture: pictureOf }: Sender,
): readonly unknown[] {
  const { capabilities } = abilities;
  const picture = pictureOf();
  const body = capabilities.has("body-markup") ? escapeMarkup(notice.body) : notice.body;
  const hints = {
    urgency: variant("y", notice.isUrgent ? URGENCY.critical : URGENCY.normal),
    category: variant("s", CATEGORY),
    "desktop-entry": variant("s", DESKTOP_ENTRY),
    ...soundHints(notice, capabilities),
    ...defined({ "image-data": picture && variant("(iiibiiay)", imageData(picture)) }),
  };
  const icon = "";
  const time = notice.isUrgent ? NEVER : SERVERS_TIME;
  return [appName(), replaces, icon, notice.title, body, actionsOf(notice, abilities), hints, time];
}

function actionsOf(
  { buttons, snoozes }: NoticeView,
  { capabilities, drawsDefault }: ServerAbilities,
): string[] {
  if (!capabilities.has("actions")) return [];
  const keys = drawsDefault ? [DEFAULT_KEY] : [DEFAULT_KEY, OPEN_KEY];
  const open = keys.flatMap((key) => [key, buttons.open]);
  if (snoozes.length === 0) return open;
  return [...open, "later", buttons.later, ...(buttons.tomorrow ? ["tomorrow", buttons.tomorrow] : [])];
}

/**
 * Silence is always requested, because some servers play sounds without announcing it. Other servers ignore the hint.
 */
function soundHints({ isSilent }: NoticeView, capabilities: ReadonlySet<string>): Record<string, unknown> {
  if (isSilent) return { "suppress-sound": variant("b", true) };
  return capabilities.has("sound") ? { "sound-name": variant("s", "message-new-instant") } : {};
}

function imageData({ width, height, rgba }: Picture): readonly unknown[] {
  const bitsPerSample = 8;
  const channels = 4;
  return [width, height, width * channels, true, bitsPerSample, channels, rgba];
}
