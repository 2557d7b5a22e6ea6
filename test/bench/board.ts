import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type TrayItem, trayItems } from "../../build/desktop/tray.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { type AppCommand, appCommand } from "../../build/run-app.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import type { Company } from "../e2e/company.ts";
import { BusWatch, benchApp, end, startUntilTray } from "./electron-app.ts";
import { MANY_SERVICES, saveManyServices } from "./many-services.ts";
import { ownMemoryOf, processTree, pssOf } from "./processes.ts";
import type { Figure } from "./report.ts";
import { ScreenWatch } from "./screen-watch.ts";
import { median } from "./statistics.ts";

const ROUNDS = 15;
/** Of the board with very many services. */
const MANY_ROUNDS = 3;
const SIZE = { width: 1280, height: 800 };
const PANEL = 60;
/** A hidden board is destroyed after 30 s; then its process ends and memory settles. Milliseconds. */
const UNTIL_GONE = 30_000 + 10_000;
const SETTLE = 8_000;

/** MiB. */
interface Memory {
  readonly pss: { readonly app: number; readonly floor: number };
  /** What the app itself holds. */
  readonly own: { readonly before: number; readonly after: number };
}

interface Opening {
  readonly first: number;
  readonly second: number;
  /** After the board was closed and given up. */
  readonly memory?: Memory;
}

/**
 * From the click on the tray icon (its D-Bus activation) until the board stands on the screen, at the first opening and
 * at a later one; beside an app that does nothing but show a small page. And what is left of it when it is closed.
 */
export async function measureBoard(company: Company): Promise<Figure[]> {
  const desktop = await startVirtualDesktop({ size: SIZE, frameBuffer: true, notificationDaemon: false });
  const watch = await BusWatch.start(desktop);
  const screen = new ScreenWatch(desktop.frameBufferFile ?? "", SIZE, SIZE.height - PANEL);
  const folder = (name: string): Promise<string> => mkdtemp(join(company.folder, `${name}-`));
  try {
    const bare = async (name: string): Promise<AppCommand> =>
      benchApp(join(import.meta.dirname, name), [`--user-data-dir=${await folder(name)}`], desktop);
    const bareWindow = await bare("bare-window");
    const bareTray = await bare("bare-tray");
    const userDataDir = await folder("board");
    const alrimi = await appCommand(
      [`--policy-file=${await company.policy()}`, `--user-data-dir=${userDataDir}`],
      desktop.env,
    );
    const manyDir = await folder("many");
    const many = await appCommand(
      [`--policy-file=${await saveManyServices(company, manyDir)}`, `--user-data-dir=${manyDir}`],
      desktop.env,
    );
    const isAlrimiReady = ({ toolTip }: TrayItem): boolean => /\d\d:\d\d 기준/.test(toolTip);
    const measured: Record<"alrimi" | "bare" | "many", Opening[]> = { alrimi: [], bare: [], many: [] };
    for (let round = -1; round < ROUNDS; round++) {
      const isLast = round === ROUNDS - 1;
      const other = await openTwice(bareWindow, { desktop, watch, screen, isReady: () => true });
      const around = { desktop, watch, screen, isReady: isAlrimiReady };
      const one = await openTwice(alrimi, isLast ? { ...around, floor: bareTray } : around);
      if (round < 0) continue; // the first pair warms the caches
      measured.bare.push(other);
      measured.alrimi.push(one);
    }
    for (let round = 0; round < MANY_ROUNDS; round++) {
      const isStale = ({ toolTip }: TrayItem): boolean => /연결 끊김 · \d\d:\d\d 기준/.test(toolTip);
      measured.many.push(await openTwice(many, { desktop, watch, screen, isReady: isStale }));
    }
    const memory = measured.alrimi.at(-1)?.memory;
    const time = (of: "first" | "second", app: "alrimi" | "many" = "alrimi") => ({
      value: median(measured[app].map((opening) => opening[of])),
      floor: { name: "bare window", value: median(measured.bare.map((opening) => opening[of])) },
    });
    return [
      {
        name: "click to painted board, first",
        unit: "ms",
        ...time("first"),
        aim: { at: 1.35, better: "lower" },
      },
      {
        name: "click to painted board, again",
        unit: "ms",
        ...time("second"),
        aim: { at: 1.2, better: "lower" },
      },
      ...(["first", "second"] as const).map(
        (of): Figure => ({
          name: `board of ${MANY_SERVICES} services, ${of === "first" ? "first" : "again"}`,
          unit: "ms",
          ...time(of, "many"),
          aim: { at: 1_000, of: "value", better: "lower" },
        }),
      ),
      {
        name: "memory after the board (PSS)",
        unit: "MiB",
        value: memory?.pss.app ?? Number.NaN,
        floor: { name: "bare tray app", value: memory?.pss.floor ?? Number.NaN },
        aim: { at: 1.0, better: "lower" },
      },
      {
        // The rest is code of Electron's own that was read from its file, and goes when somebody needs the room.
        name: "held after the board",
        unit: "MiB",
        value: memory?.own.after ?? Number.NaN,
        floor: { name: "before the board", value: memory?.own.before ?? Number.NaN },
        aim: { at: 1.05, better: "lower" },
      },
    ];
  } finally {
    screen.close();
    watch.close();
    await desktop.dispose();
  }
}

interface BoardMeasurement {
  readonly desktop: VirtualDesktop;
  readonly watch: BusWatch;
  readonly screen: ScreenWatch;
  readonly isReady: (tray: TrayItem) => boolean;
  /**
   * Measures the memory when the board is given up, and after that of this app: one after the other, for pages that
   * several programs share are counted by halves.
   */
  readonly floor?: AppCommand;
}

async function openTwice(command: AppCommand, around: BoardMeasurement): Promise<Opening> {
  const { desktop, watch, screen, isReady, floor } = around;
  const { child } = await startUntilTray(command, watch);
  try {
    const tray = await waitFor(
      async () => (await trayItems(desktop)).find((item) => item.pid === child.pid && isReady(item)),
      { what: "the app is ready", timeout: 30_000 },
    );
    await sleep(1_000); // whatever starting still costs is over
    const before = ownMemoryOf(processTree(child.pid ?? 0));
    const first = await screen.untilPainted(() => tray.activate());
    await screen.untilPainted(() => tray.activate()); // closes it
    const second = await screen.untilPainted(() => tray.activate());
    if (floor === undefined) return { first, second };
    await screen.untilPainted(() => tray.activate());
    await sleep(UNTIL_GONE);
    const pids = processTree(child.pid ?? 0);
    const [app, after] = [pssOf(pids), ownMemoryOf(pids)];
    await end(child);
    return {
      first,
      second,
      memory: { pss: { app, floor: await idle(floor, watch) }, own: { before, after } },
    };
  } finally {
    await end(child);
  }
}

/** What an app holds that nobody touches; MiB. */
async function idle(command: AppCommand, watch: BusWatch): Promise<number> {
  const { child } = await startUntilTray(command, watch);
  try {
    await sleep(SETTLE);
    return pssOf(processTree(child.pid ?? 0));
  } finally {
    await end(child);
  }
}
