import type { GlobalShortcut } from "electron";
import type { Problem } from "../../core/problem.ts";
import { acceleratorText } from "../../view/accelerator.ts";

export interface Shortcut {
  /**
   * Registers this key combination and releases the previous one.
   * @param accelerator in Electron's syntax; null for none
   */
  apply(accelerator: string | null): void;
  /** Releases the keys. */
  dispose(): void;
}

export interface ShortcutPorts {
  readonly keys: Pick<GlobalShortcut, "register" | "unregister">;
  readonly pressed: () => void;
  /** @param accelerator keys that another program holds; null when there is no conflict */
  readonly taken: (accelerator: string | null) => void;
}

/**
 * Problem for keys that cannot be registered. Under Wayland the desktop itself grants keys or not; no other program
 * holds them. (Even a granted key may not work: electron/electron#52218, #45607.)
 * @param sessionType `XDG_SESSION_TYPE`
 */
export function shortcutProblem(
  accelerator: string,
  platform: NodeJS.Platform,
  sessionType: string | undefined,
): Extract<Problem, { key: "shortcut-taken" | "shortcut-wayland" }> {
  const isWayland = platform === "linux" && sessionType === "wayland";
  const args: [string] = [acceleratorText(accelerator, platform)];
  return isWayland ? { key: "shortcut-wayland", args } : { key: "shortcut-taken", args };
}

/** Creates a global key combination. */
export function createShortcut({ keys, pressed, taken }: ShortcutPorts): Shortcut {
  let applied: string | null = null;
  let isHeld = false;

  function release(): void {
    if (applied !== null && isHeld) keys.unregister(applied);
    isHeld = false;
  }

  return {
    apply(accelerator) {
      if (accelerator === applied) return;
      release();
      applied = accelerator;
      if (accelerator === null) return taken(null);
      try {
        isHeld = keys.register(accelerator, pressed);
      } catch {
        isHeld = false; // a key that this system does not know
      }
      taken(isHeld ? null : accelerator);
    },
    dispose() {
      release();
      applied = null;
    },
  };
}
