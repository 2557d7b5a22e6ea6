import type { GlobalShortcut } from "electron";

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
