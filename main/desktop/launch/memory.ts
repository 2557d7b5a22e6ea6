import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { app, BrowserWindow } from "electron";
import type { Clock } from "../clock.ts";
import { releaseCompilers } from "./compilers.ts";

/** Milliseconds after the start or the closing of a window until its memory is released. */
const SETTLED = 5_000;

/**
 * Releases memory after the start and after the closing of a window. V8 would keep it, 16 MiB after the start, for
 * minutes.
 * @returns the undo
 */
export function keepMemorySmall(clock: Clock): () => void {
  let cancel = (): void => {};
  const later = (): void => {
    cancel();
    cancel = clock.after(SETTLED, () => {
      releaseCompilers(); // the start is over
      if (BrowserWindow.getAllWindows().length === 0) giveBack(); // its closing comes back here
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

/** Runs V8's last-resort collection, the only call that also shrinks the heap. It takes some ten milliseconds. */
function giveBack(): void {
  setFlagsFromString("--expose-gc");
  const collect: NodeJS.GCFunction = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}
