import type { CommandLine as Chromium } from "electron";
import { CannotStart } from "./cannot-start.ts";

/** The switches that an installed app starts with, without hyphens. */
const ALLOWED: ReadonlySet<string> = new Set([
  // Its own.
  "diagnose",
  "hidden",
  "output",
  "policy-file",
  "user-data-dir",
  // Of the display and the input, which differ between desktops.
  "enable-wayland-ime",
  "force-device-scale-factor",
  "force-renderer-accessibility",
  "gtk-version",
  "high-dpi-support",
  "lang",
  "ozone-platform",
  "ozone-platform-hint",
  "wayland-text-input-version",
  // Windows starts the COM class of the toasts with it.
  "embedding",
]);

/** Old versions of macOS pass the number of the process. */
const PROCESS_NUMBER = /^psn_/;

/**
 * The switches among arguments that an installed app does not start with, by name. All other switches belong to Chromium
 * and Node. Many of them let another program into the app, as `--remote-debugging-port` does, or take protection away,
 * and new ones come with each version of Chromium. Chromium takes one hyphen or two, and on Windows a slash, in any case.
 * @param isRoot Chromium starts for root only with `--no-sandbox`
 */
export function refusedSwitches(
  args: readonly string[],
  platform: NodeJS.Platform,
  isRoot: boolean,
): readonly string[] {
  const form = platform === "win32" ? /^(?:--?|\/)([^=]+)/ : /^--?([^=]+)/;
  const names = args.flatMap((arg) => form.exec(arg)?.[1]?.toLowerCase() ?? []);
  const isAllowed = (name: string): boolean =>
    ALLOWED.has(name) || name === "-" || PROCESS_NUMBER.test(name) || (isRoot && name === "no-sandbox");
  return [...new Set(names.filter((name) => !isAllowed(name)))];
}

/**
 * Refuses the start of an installed app with switches that are not its own. Must be called before Electron is ready, and
 * before the app sets Chromium's switches: the refused ones are removed, because Chromium shows the message.
 * @returns undefined when the app may start
 */
export function refuseSwitches(
  args: readonly string[],
  chromium: Pick<Chromium, "removeSwitch">,
): CannotStart | undefined {
  const [first, ...more] = refusedSwitches(args, process.platform, process.getuid?.() === 0);
  if (first === undefined) return undefined;
  for (const name of [first, ...more]) chromium.removeSwitch(name);
  return new CannotStart({ key: "argument-refused", args: [`--${first}`] });
}
