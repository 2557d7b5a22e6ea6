import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  busFile,
  clickFile,
  dunstFile,
  openboxFile,
  openedLinksFile,
  writeConfigFiles,
} from "./desktop/config-files.ts";
import { desktopEnvironment } from "./desktop/environment.ts";
import { onHostExit } from "./desktop/host-exit.ts";
import { type Notifications, watchNotifications } from "./desktop/notifications.ts";
import { definePart, type Part } from "./desktop/part.ts";
import { Program } from "./desktop/program.ts";
import { type Area, paintBackground, screenshot } from "./desktop/screen.ts";
import { SessionBus } from "./desktop/session-bus.ts";
import { endStragglers } from "./desktop/stragglers.ts";

export interface VirtualDesktopOptions {
  /** Home folder. By default a new one, removed at the end. */
  readonly home?: string;
  /** Size in logical pixels (default 1280 × 800). */
  readonly size?: { readonly width: number; readonly height: number };
  /** Device pixels per logical pixel (default 1); a whole number. */
  readonly scale?: number;
  /** Keeps the pixels of the screen in a readable file (default false). */
  readonly frameBuffer?: boolean;
  /** Panel with tray and clock (default true). */
  readonly panel?: boolean;
  /** dunst (default true). */
  readonly notificationDaemon?: boolean;
  /** Unlocked keyring (default false). */
  readonly keyring?: boolean;
  readonly dark?: boolean;
  /** Default `ko`. */
  readonly language?: "ko" | "en";
}

/** A separate Linux desktop: display, session bus, window manager, panel and notification daemon. */
export interface VirtualDesktop {
  /** Environment for programs that run on this desktop. */
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly bus: SessionBus;
  /** Can be started later if it was omitted (`panel: false`), as can the other parts. */
  readonly panel: Part;
  readonly notificationDaemon: Part;
  readonly keyring: Part;
  readonly notifications: Notifications;
  /** Writes the screen, or an area of it, to a PNG file. */
  screenshot(file: string, area?: Area): Promise<void>;
  /** With `frameBuffer`: X window dump of the current screen. Its last bytes are the pixels, row by row. */
  readonly frameBufferFile: string | undefined;
  /** All links passed to the default browser, unchanged, oldest first. */
  openedLinks(): Promise<string[]>;
  /** Ends all programs of the desktop and removes its folders. Can be called twice. */
  dispose(): Promise<void>;
}

/**
 * Starts a virtual desktop. Takes about a second; any number can run side by side. The required packages are listed in
 * `build/system-packages.txt`.
 * @throws when a program is missing or does not start; nothing is left running then
 */
export async function startVirtualDesktop(options: VirtualDesktopOptions = {}): Promise<VirtualDesktop> {
  const { size = { width: 1280, height: 800 }, scale = 1, dark = false, language = "ko" } = options;
  const runtimeDir = await mkdtemp(join(tmpdir(), "alrimi-"));
  const home = options.home ?? join(runtimeDir, "home");
  mkdirSync(home, { recursive: true });
  const env = desktopEnvironment({ home, runtimeDir, dark, scale, language });
  const ends: (() => Promise<void> | void)[] = [];
  const forget = onHostExit(() => {
    endStragglers(runtimeDir);
    rmSync(runtimeDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  });
  let disposed: Promise<void> | undefined;
  const dispose = () => {
    disposed ??= (async () => {
      for (const end of ends.reverse()) await end();
      endStragglers(runtimeDir);
      await rm(runtimeDir, { recursive: true, force: true, maxRetries: 5 });
      forget();
    })();
    return disposed;
  };

  try {
    await writeConfigFiles({ home, runtimeDir, dark, scale, language });
    const run = (file: string, args: readonly string[]) => {
      const program = new Program(file, args, { env });
      ends.push(() => program.stop());
      return program;
    };
    const screen = `${size.width * scale}x${size.height * scale}x24`;
    const display = ["-displayfd", "3", "-screen", "0", screen, "-dpi", String(96 * scale)];
    const frames = options.frameBuffer ? ["-fbdir", runtimeDir] : [];
    const [number, address] = await Promise.all([
      run("Xvfb", [...display, ...frames, "-nolisten", "tcp", "-noreset"]).firstLine(),
      run("dbus-daemon", [
        `--config-file=${busFile(runtimeDir)}`,
        "--nofork",
        "--print-address=3",
      ]).firstLine(),
    ]);
    env["DISPLAY"] = `:${number}`;
    env["DBUS_SESSION_BUS_ADDRESS"] = address;
    env["DBUS_SYSTEM_BUS_ADDRESS"] = address; // a test may provide system services, such as logind, itself

    const bus = await SessionBus.connect(address);
    ends.push(() => bus.close());
    const notifications = await watchNotifications(address, bus, clickFile(runtimeDir));
    ends.push(() => notifications.close());
    const parts = defineParts(env, bus, home, () => notifications.daemonGone());
    ends.push(async () => {
      const { keyring, ...others } = parts; // killed, because the panel takes over a second to end
      await Promise.all([keyring.stop(), ...Object.values(others).map((part) => part.kill())]);
    });
    run("openbox", ["--config-file", openboxFile(home)]);
    await Promise.all([
      paintBackground(env, screen.replace("x24", ""), dark),
      options.panel === false ? undefined : parts.panel.start(),
      options.notificationDaemon === false ? undefined : parts.notificationDaemon.start(),
      options.keyring ? parts.keyring.start() : undefined,
    ]);
    return {
      env,
      home,
      bus,
      ...parts,
      notifications,
      frameBufferFile: options.frameBuffer ? join(runtimeDir, "Xvfb_screen0") : undefined,
      screenshot: (file, area) => screenshot(env, file, area),
      openedLinks: async () => (await readFile(openedLinksFile(home), "utf8")).split("\n").filter(Boolean),
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Finds the path of xfconfd in its service file. Usually the bus starts it, but this bus starts no services. */
function xfconfd(): string {
  const service = readFileSync("/usr/share/dbus-1/services/org.xfce.Xfconf.service", "utf8");
  return /^Exec=(\S+)/m.exec(service)?.[1] ?? "xfconfd";
}

function defineParts(env: NodeJS.ProcessEnv, bus: SessionBus, home: string, onDaemonGone: () => void) {
  const watcher = ["org.kde.StatusNotifierWatcher"];
  const secrets = ["--foreground", "--unlock", "--components=secrets"];
  const settings = definePart({ file: xfconfd(), args: [], env, bus, names: ["org.xfce.Xfconf"] });
  const panel = ["--disable-wm-check"];
  return {
    panel: definePart({ file: "xfce4-panel", args: panel, env, bus, names: watcher, needs: settings }),
    settings,
    notificationDaemon: definePart({
      file: "dunst",
      args: ["-conf", dunstFile(home)],
      env,
      bus,
      names: ["org.freedesktop.Notifications"],
      onGone: onDaemonGone,
    }),
    keyring: definePart({
      file: "gnome-keyring-daemon",
      args: secrets,
      env,
      bus,
      names: ["org.freedesktop.secrets"],
      input: "test",
    }),
  };
}
