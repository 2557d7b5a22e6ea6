import { Notification, nativeImage } from "electron";
import type { Bus } from "../dbus/bus.ts";
import { createElectronNotifier } from "./electron-notifier.ts";
import type { Picture } from "./freedesktop-message.ts";
import { FreedesktopNotifier } from "./freedesktop-notifier.ts";
import type { NotifierPort, NotifierSink } from "./notifier.ts";
import type { StandingMemory } from "./standing-notices.ts";
import { createWaitingNotifier } from "./waiting-notifier.ts";

export interface NotifierOptions {
  readonly platform: NodeJS.Platform;
  /** Such as `45.4.1`. */
  readonly electronVersion: string;
  /** Path of a PNG file. */
  readonly icon: string;
  /** Path of a small PNG file for servers that receive pixels. It is decoded in this process. */
  readonly picture: string;
  /** Name of the app in the current language. */
  readonly appName: () => string;
  /** Whether the OS opens `alrimi:` links with this app. */
  readonly opensLinks: boolean;
  /** Link that snoozes services. Undefined when there is nothing to snooze. */
  readonly laterLink: (services: readonly string[]) => string | undefined;
  /** The session bus; exists on Linux only. */
  readonly sessionBus: Promise<Bus | undefined>;
  /** Notifications on the screen, for a start after a crash. */
  readonly memory: StandingMemory;
}

/** Creates the notifier of this platform: the notification server of a Linux desktop, otherwise Electron's own. */
export function createNotifier(options: NotifierOptions, sink: NotifierSink): NotifierPort {
  const { platform, electronVersion, icon, picture, appName, opensLinks, laterLink, sessionBus, memory } =
    options;
  const electron = createElectronNotifier(
    {
      isSupported: () => Notification.isSupported(),
      create: (wanted) => new Notification(wanted),
    },
    { platform, electronVersion, icon, opensLinks, laterLink },
    sink,
  );
  if (platform !== "linux") return electron;
  const found = sessionBus.then(
    (bus) =>
      bus === undefined
        ? electron
        : new FreedesktopNotifier(bus, {
            sender: { appName, picture: once(() => pictureOf(picture)) },
            sink,
            fallback: electron,
            memory,
          }),
    () => electron,
  );
  return createWaitingNotifier(found);
}

function pictureOf(file: string): Picture | undefined {
  const image = nativeImage.createFromPath(file);
  if (image.isEmpty()) return undefined;
  return { ...image.getSize(), rgba: rgbaOf(image.toBitmap()) };
}

/** Delays decoding, because the picture uses memory that is wasted without a notification. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Converts Electron's pixels (BGRA, multiplied by alpha) to plain RGBA, which servers expect. */
function rgbaOf(bgra: Buffer): Buffer {
  const rgba = Buffer.alloc(bgra.length);
  for (let at = 0; at < bgra.length; at += 4) {
    const alpha = bgra.readUInt8(at + 3);
    const plain = (channel: number): number =>
      alpha === 0 ? 0 : Math.min(255, Math.round((bgra.readUInt8(at + channel) * 255) / alpha));
    rgba.set([plain(2), plain(1), plain(0), alpha], at);
  }
  return rgba;
}
