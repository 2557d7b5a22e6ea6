import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { app, BrowserWindow } from "electron";
import type { Clock } from "../clock.ts";

/**
 * The optimizing compilers begin a hundred times later than by themselves (in units of V8's own): their code, 5 MiB of it,
 * is not read from the disk for a start and a few events. A flood of events still gets them.
 */
const LATE_COMPILERS = [
  "--invocation-count-for-maglev=40000",
  "--invocation-count-for-maglev-osr=10000",
  "--invocation-count-for-turbofan=300000",
  "--invocation-count-for-osr=50000",
];

/** To be called before anything else runs. */
export function delayCompilers(): void {
  for (const flag of LATE_COMPILERS) setFlagsFromString(flag);
}

/** Milliseconds after the start, and after a window is gone, when what they needed is of no more use. */
const SETTLED = 5_000;

/**
 * Gives memory back when work that needed it is over: after the start, and after a window. V8 would keep the room that it
 * took for it, 16 MiB at the start, for minutes.
 * @returns ends it
 */
export function keepMemorySmall(clock: Clock): () => void {
  let cancel = (): void => {};
  const later = (): void => {
    cancel();
    cancel = clock.after(SETTLED, () => {
      if (BrowserWindow.getAllWindows().length === 0) giveBack(); // else it would be felt; that window comes back here
    });
  };
  const onWindow = (_event: unknown, window: BrowserWindow): void => void window.once("closed", later);
  app.on("browser-window-created", onWindow);
  later();
  return () => {
    cancel();
    app.off("browser-window-created", onWindow);
  };
}

/** The collection of V8's that also makes its spaces smaller; no other call does. Takes some ten milliseconds. */
function giveBack(): void {
  setFlagsFromString("--expose-gc");
  const collect: NodeJS.GCFunction = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}
