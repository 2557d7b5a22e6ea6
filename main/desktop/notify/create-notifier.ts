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
  /** PNG file. */
  readonly icon: string;
  /** PNG file of the same for servers that are sent pixels: small, for it is decoded in this process. */
  readonly picture: string;
  /** As the person knows it, in the language of now. */
  readonly appName: () => string;
  /** Whether the OS opens `alrimi:` links with this app. */
  readonly opensLinks: boolean;
  /** The link that puts services off, where there is something to put off. */
  readonly laterLink: (services: readonly string[]) => string | undefined;
  /** The desktop's message bus; only Linux has one. */
  readonly sessionBus: Promise<Bus | undefined>;
  /** What stands on the screen, for a start after a crash. */
  readonly memory: StandingMemory;
}

/** The notifier for this system: the notification server of a Linux desktop, Electron's own elsewhere. */
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

/** Decoding a picture costs memory that an app of which nothing is told can do without. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Electron's pixels are blue, green, red, alpha, the colours multiplied by alpha; servers want them plain. */
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
