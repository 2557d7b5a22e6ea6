import type { Screen } from "electron";

/** Calls back when a screen comes or goes, or changes its size, its scale or its panels. Returns the undo. */
export function onDisplayChange(screen: Pick<Screen, "on" | "off">, callback: () => void): () => void {
  // One by one: each event has a type of its own.
  screen.on("display-added", callback);
  screen.on("display-removed", callback);
  screen.on("display-metrics-changed", callback);
  return () => {
    screen.off("display-added", callback);
    screen.off("display-removed", callback);
    screen.off("display-metrics-changed", callback);
  };
}
