import { BUS_GONE, type Bus, type BusError } from "../dbus/bus.ts";
import type { Keyring } from "./secret-service.ts";

/** Whether the keyring can be used now. Using it before it answers would block the main process. */
export type KeyringState =
  /** The keyring was asked and has not answered yet. */
  | "waiting"
  | "open"
  /** There is no keyring, or it stays locked. */
  | "closed";

export interface KeyringGate {
  /** The first read asks the keyring, which may prompt the person to unlock it. */
  readonly state: KeyringState;
  /** The last known state, without asking. Undefined before the keyring was asked. */
  readonly known: KeyringState | undefined;
  /** Calls back at each change. Returns the undo. */
  onChange(listener: (state: KeyringState) => void): () => void;
  dispose(): void;
}

/** Gate for Windows and macOS, where the system answers at once. */
export const OPEN_GATE: KeyringGate = {
  state: "open",
  known: "open",
  onChange: () => () => {},
  dispose: () => {},
};

/**
 * Creates the gate of a Linux keyring.
 * @param keyring undefined where Chromium would use none
 * @param mayPrompt whether the person may be asked to unlock it
 */
export function keyringGate(
  keyring: Keyring | undefined,
  bus: Promise<Bus | undefined>,
  mayPrompt = true,
): KeyringGate {
  let state: KeyringState | undefined = keyring === undefined ? "closed" : undefined;
  const listeners = new Set<(state: KeyringState) => void>();
  const stops: (() => void)[] = [];
  let isDisposed = false;
  let question = 0;

  function become(next: KeyringState): void {
    if (state === next || isDisposed) return;
    state = next;
    for (const listener of [...listeners]) listener(next);
  }

  async function ask(from: Keyring, over: Bus, isToPrompt: boolean): Promise<void> {
    const mine = ++question;
    let isOpen: boolean;
    try {
      isOpen = await from.open(over, isToPrompt);
    } catch (error) {
      if ((error as BusError).name === BUS_GONE) return; // the desktop session ends
      isOpen = false; // no keyring is running; a new owner of the name is asked again
    }
    // Once the keyring was open, Chromium has cached the key. Later changes do not matter.
    if (mine === question && state !== "open") become(isOpen ? "open" : "closed");
  }

  async function begin(from: Keyring): Promise<void> {
    const over = await bus;
    if (over === undefined || isDisposed) return become("closed");
    let isFirst = true;
    let asked: string | undefined;
    stops.push(
      over.onNameOwner(from.name, (owner) => {
        const isNew = owner !== undefined && owner !== asked;
        asked = owner;
        // The first request starts a keyring that is not running.
        if (!isFirst && isNew && state === "closed") void ask(from, over, mayPrompt);
        isFirst = false;
      }),
      from.onChange(over, () => {
        if (state === "closed") void ask(from, over, false);
      }),
    );
    void ask(from, over, mayPrompt);
  }

  return {
    get state() {
      if (state === undefined && keyring !== undefined) {
        state = "waiting";
        void begin(keyring);
      }
      return state ?? "closed";
    },
    get known() {
      return state;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      isDisposed = true;
      for (const stop of stops.splice(0)) stop();
    },
  };
}
