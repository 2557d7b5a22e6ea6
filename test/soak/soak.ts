import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { defineLogind } from "../../build/desktop/logind.ts";
import { startVirtualDesktop } from "../../build/virtual-desktop.ts";
import { END_SIGNALS } from "../../main/files/end-signals.ts";
import { randomness } from "../chaos/randomness.ts";
import { startCompany } from "../e2e/company.ts";
import { RunningApp } from "../e2e/running-app.ts";
import { type Sample, takeSample } from "./measure.ts";
import { coursesOf, courseTable, grown } from "./verdict.ts";
import { Walk } from "./walk.ts";

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  /** Ends the soak early, with what was measured so far. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export interface SoakResult {
  readonly samples: readonly Sample[];
  readonly openings: number;
  readonly steps: number;
  readonly notices: number;
  /** What was wrong, in words. */
  readonly failures: readonly string[];
}

const MINUTE = 60_000;
/** Steps between two quiet moments. */
const STEPS_BETWEEN = 6;
const SHORT_KEEP = join(import.meta.dirname, "short-keep.cjs");

/** The real app for so long, on a desktop and a broker of its own. Nothing is left running. */
export async function runSoak({ minutes, seed, signal, say }: SoakOptions): Promise<SoakResult> {
  say(`soak: ${minutes} minutes, --seed ${seed}`);
  const [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  const logind = defineLogind(desktop);
  let app: RunningApp | undefined;
  const samples: Sample[] = [];
  const failures: string[] = [];
  let walk: Walk | undefined;
  try {
    await logind.start();
    const launch = {
      desktop,
      policyFile: await company.policy(),
      userDataDir: await mkdtemp(join(company.folder, "app-")),
      preload: SHORT_KEEP,
    };
    app = await deafToSignals(() => RunningApp.start(launch));
    const ended = new Promise<never>((_, reject) => {
      app?.electron.once("close", () => reject(new Error("the app has ended")));
    });
    const interrupted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    for (const promise of [ended, interrupted]) promise.catch(() => {});
    walk = new Walk({ app, company, desktop, logind, chance: randomness(seed) });
    await Promise.race([ended, interrupted, soak({ app, walk, desktop, minutes, samples, say })]);
  } catch (error) {
    if (!signal.aborted) failures.push(await told(error, app, walk));
  } finally {
    await app?.end();
    await logind.kill();
    await Promise.all([desktop.dispose(), company.dispose()]);
  }
  const courses = coursesOf(samples);
  if (courses.length > 0) say(`\n${courseTable(courses)}`);
  failures.push(...grown(courses));
  const { openings = 0, steps = 0, notices = 0 } = walk ?? {};
  return { samples, openings, steps, notices, failures };
}

/** Playwright ends this process at a signal, before there is a table. What the start listens for is forgotten. */
async function deafToSignals<T>(start: () => Promise<T>): Promise<T> {
  const before = new Set(END_SIGNALS.flatMap((signal) => process.listeners(signal)));
  const started = await start();
  for (const signal of END_SIGNALS) {
    for (const listener of process.listeners(signal)) {
      if (!before.has(listener)) process.off(signal, listener);
    }
  }
  return started;
}

interface Soaking {
  readonly app: RunningApp;
  readonly walk: Walk;
  readonly desktop: Awaited<ReturnType<typeof startVirtualDesktop>>;
  readonly minutes: number;
  readonly samples: Sample[];
  readonly say: (line: string) => void;
}

async function soak({ app, walk, desktop, minutes, samples, say }: Soaking): Promise<void> {
  const began = performance.now();
  const passed = (): number => performance.now() - began;
  await walk.begin();
  while (passed() < minutes * MINUTE) {
    for (let step = 0; step < STEPS_BETWEEN && passed() < minutes * MINUTE; step++) await walk.step();
    await walk.rest();
    const sample = await takeSample(app, desktop.bus, passed() / (60 * MINUTE));
    samples.push(sample);
    if (/a window's process is gone/.test(app.output)) throw new Error("a window's process has crashed");
    const { memory, heap, files, threads } = sample;
    say(
      `${clock(passed())} of ${clock(minutes * MINUTE)}: ${walk.steps} steps, ${walk.openings} openings of the board, ` +
        `${memory.toFixed(0)} MiB, heap ${heap.toFixed(1)} MiB, ${files} files, ${threads} threads`,
    );
  }
}

/** A failure, with what was done before it, what is open, and what the app said last. */
async function told(error: unknown, app: RunningApp | undefined, walk: Walk | undefined): Promise<string> {
  const windows = await app
    ?.inMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((each) => `${each.webContents.getURL()} ${each.isVisible()}`),
    )
    .catch(() => []);
  return [
    error instanceof Error ? error.message : String(error),
    `last steps: ${walk?.trail.join(", ")}`,
    `windows: ${windows?.join(", ")}; pages: ${app?.electron.windows().map((page) => page.url())}`,
    ...(app?.output.split("\n").slice(-15) ?? []),
  ].join("\n  ");
}

function clock(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
