import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { clickFile, openedLinksFile, writeConfigFiles } from "../../build/desktop/config-files.ts";
import { desktopEnvironment } from "../../build/desktop/environment.ts";
import { onHostExit } from "../../build/desktop/host-exit.ts";
import { type Notifications, watchNotifications } from "../../build/desktop/notifications.ts";
import { Program } from "../../build/desktop/program.ts";
import { type Area, paintBackground, screenshot } from "../../build/desktop/screen.ts";
import { SessionBus } from "../../build/desktop/session-bus.ts";
import { endStragglers } from "../../build/desktop/stragglers.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { run } from "../../build/runtime/run.ts";
import type { Desktop } from "./desktops.ts";
import { changed, type Frame } from "./pixels.ts";
import { busConfig } from "./private-bus.ts";

const SIZE = { width: 1280, height: 800 };
/** Away from panels, notices and the board. */
const PARKED = { x: 40, y: 420 };
/** A desktop may compile its caches at its first start. */
const STARTS_WITHIN = 180_000;
/** What stands still for so long has been drawn; milliseconds. */
const STILL_FOR = 600;
/** Some notices count their own time down on the screen, and never stand still. */
const MOVES_AT_MOST = 3_000;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A running desktop with a screen, a mouse and a keyboard. */
export interface Session {
  /** For programs that run on it. */
  readonly env: NodeJS.ProcessEnv;
  readonly bus: SessionBus;
  readonly notifications: Notifications;
  /** The panel's part of the screen, and the rest. */
  readonly panel: Area;
  readonly outside: Area;
  frame(): Promise<Frame>;
  /** The screen once nothing moves in that part of it any more, or after 3 s. */
  stillFrame(within: Area): Promise<Frame>;
  /** Moves the mouse there and presses a button once or twice. */
  click(at: Point, button?: "left" | "right", times?: 1 | 2): Promise<void>;
  /** Takes the mouse away from everything. */
  park(): Promise<void>;
  /** Clicks on the empty desktop. */
  clickAway(): Promise<void>;
  press(key: string): Promise<void>;
  /** Runs a command of the desktop. @throws when it fails */
  command(command: readonly string[]): Promise<string>;
  openedLinks(): Promise<string[]>;
  screenshot(file: string): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Starts a desktop on a display of its own, with its own home folder and bus.
 * @param folder where the end of what each program wrote to standard error is kept
 * @throws with the reason when one of its programs does not start; nothing is left running then
 */
export async function startSession(desktop: Desktop, folder: string): Promise<Session> {
  const runtimeDir = await mkdtemp(join(tmpdir(), "alrimi-desktop-"));
  const home = join(runtimeDir, "home");
  const around = { home, runtimeDir, dark: false, scale: 1, language: "ko" } as const;
  const screenEnv: NodeJS.ProcessEnv = { ...desktopEnvironment(around), ...desktop.env };
  const programs: Program[] = [];
  const closing: (() => Promise<void> | void)[] = [];
  const cleanUp = (): void => {
    endStragglers(runtimeDir);
    rmSync(runtimeDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  };
  const forget = onHostExit(cleanUp);
  const dispose = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
    for (const program of programs.splice(0).reverse()) {
      await program.stop();
      writeInto(join(folder, `${basename(program.name)}.log`), program.complaints);
    }
    cleanUp();
    forget();
  };
  const start = (command: readonly string[]): Program => {
    const program = new Program(command[0] ?? "", command.slice(1), { env: screenEnv });
    programs.push(program);
    return program;
  };

  try {
    await writeConfigFiles(around);
    for (const [file, text] of Object.entries(desktop.settings)) writeInto(join(home, file), text);
    const display = await start([
      "Xvfb",
      ...["-displayfd", "3", "-screen", "0", `${SIZE.width}x${SIZE.height}x24`, "-dpi", "96", "-nocursor"],
      ...["-fbdir", runtimeDir, "-nolisten", "tcp", "-noreset"],
    ]).firstLine();
    screenEnv["DISPLAY"] = `:${display}`;
    const busFile = join(runtimeDir, "session.conf");
    writeInto(busFile, busConfig(runtimeDir));
    const address = await start([
      "dbus-daemon",
      `--config-file=${busFile}`,
      "--nofork",
      "--print-address=3",
    ]).firstLine();
    screenEnv["DBUS_SESSION_BUS_ADDRESS"] = address;
    screenEnv["DBUS_SYSTEM_BUS_ADDRESS"] = address;
    const bus = await SessionBus.connect(address);
    const notifications = await watchNotifications(address, bus, clickFile(runtimeDir));
    closing.push(
      () => notifications.close(),
      () => bus.close(),
    );

    await mouse(screenEnv, PARKED);
    await paintBackground(screenEnv, `${SIZE.width}x${SIZE.height}`, false);
    const frame = async (): Promise<Frame> => {
      const dump = await readFile(join(runtimeDir, "Xvfb_screen0"));
      return { ...SIZE, pixels: dump.subarray(-4 * SIZE.width * SIZE.height) };
    };
    const wallpaper = await frame();
    for (const { command, names = [] } of desktop.programs) {
      const program = start(command);
      await Promise.race([
        waitFor(async () => (await Promise.all(names.map((name) => bus.hasOwner(name)))).every(Boolean), {
          what: `${program.name} owns ${names.join(", ")}`,
          timeout: STARTS_WITHIN,
        }),
        program.ended.then(() => {
          throw new Error(`${program.name} ended: ${program.complaints.trim().split("\n").at(-1)}`);
        }),
      ]);
    }
    const env = { ...screenEnv, ...(await clientEnv(desktop, runtimeDir)) };
    const { panel, outside } = parts(desktop);
    const command = async (line: readonly string[], around = env): Promise<string> => {
      const { code, stdout, output } = await run(line[0] ?? "", line.slice(1), {
        env: around,
        limit: 60_000,
      });
      if (code !== 0) throw new Error(`${line.join(" ")} ended with code ${code}: ${output.trim()}`);
      return stdout;
    };
    const session: Session = {
      env,
      bus,
      notifications,
      panel,
      outside,
      frame,
      command: (line) => command(line),
      async stillFrame(within) {
        let last = await frame();
        const begun = performance.now();
        for (let since = begun; performance.now() - since < STILL_FOR; ) {
          await sleep(100);
          const next = await frame();
          if (changed(last, next, within) !== undefined) since = performance.now();
          last = next;
          if (performance.now() - begun > MOVES_AT_MOST) break;
        }
        return last;
      },
      async click(at, button = "left", times = 1) {
        await mouse(screenEnv, at);
        await sleep(200); // some panels ignore a press before they have seen the mouse
        const presses = ["--repeat", String(times), "--delay", "60", button === "left" ? "1" : "3"];
        await command(["xdotool", "click", ...presses], screenEnv);
      },
      park: () => mouse(screenEnv, PARKED),
      clickAway: () => session.click(PARKED),
      press: async (key) => void (await command(["xdotool", "key", key], screenEnv)),
      openedLinks: async () => (await readFile(openedLinksFile(home), "utf8")).split("\n").filter(Boolean),
      screenshot: (file) => screenshot(screenEnv, file),
      dispose,
    };
    await waitFor(async () => changed(wallpaper, await frame(), panel), { what: "the panel is drawn" });
    if (desktop.afterStart) await session.command(desktop.afterStart);
    await session.stillFrame({ x: 0, y: 0, ...SIZE });
    return session;
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function mouse(env: NodeJS.ProcessEnv, { x, y }: Point): Promise<void> {
  await run("xdotool", ["mousemove", String(x), String(y)], { env, limit: 20_000 });
}

function parts({ panel: { edge, thickness } }: Desktop): { panel: Area; outside: Area } {
  const { width, height } = SIZE;
  const rest = height - thickness;
  return edge === "top"
    ? {
        panel: { x: 0, y: 0, width, height: thickness },
        outside: { x: 0, y: thickness, width, height: rest },
      }
    : { panel: { x: 0, y: rest, width, height: thickness }, outside: { x: 0, y: 0, width, height: rest } };
}

/** What a compositor wrote for its clients, once it is there. */
async function clientEnv({ clientEnvFile }: Desktop, runtimeDir: string): Promise<NodeJS.ProcessEnv> {
  if (clientEnvFile === undefined) return {};
  const text = await waitFor(() => readFile(join(runtimeDir, clientEnvFile), "utf8"), {
    what: "the compositor's displays",
    until: (written) => written.endsWith("\n"),
  });
  return Object.fromEntries(
    text
      .trim()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

function writeInto(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
