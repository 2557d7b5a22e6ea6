import type { GlobalShortcut } from "electron";
import type { Problem } from "../../core/problem.ts";
import { acceleratorText } from "../../view/accelerator.ts";

export interface Shortcut {
  /**
   * From now on this key combination calls, and the one before no longer.
   * @param accelerator as Electron writes it; null for none
   */
  apply(accelerator: string | null): void;
  /** Lets go of the keys. */
  dispose(): void;
}

export interface ShortcutPorts {
  readonly keys: Pick<GlobalShortcut, "register" | "unregister">;
  readonly pressed: () => void;
  /** The keys that somebody else holds; null: none of ours is held by another any more. */
  readonly taken: (accelerator: string | null) => void;
}

/**
 * Why the keys cannot be had, in words. Under Wayland the desktop itself gives keys away, or does not: no other program
 * has them. (When it seems to give them, that is no promise: electron/electron#52218, #45607.)
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

/** A key combination that works wherever the person is. */
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
