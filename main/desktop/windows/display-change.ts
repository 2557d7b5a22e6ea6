import type { Screen } from "electron";

/** Calls back when a screen is added or removed, or its size, scale or work area changes. Returns the undo. */
export function onDisplayChange(screen: Pick<Screen, "on" | "off">, callback: () => void): () => void {
  // Not in a loop, because each event has its own type.
  screen.on("display-added", callback);
  screen.on("display-removed", callback);
  screen.on("display-metrics-changed", callback);
  return () => {
    screen.off("display-added", callback);
    screen.off("display-removed", callback);
    screen.off("display-metrics-changed", callback);
  };
}
