import { BUS_GONE, type Bus, type BusError } from "../dbus/bus.ts";
import type { Keyring } from "./secret-service.ts";

/** Whether the keyring may be used now: whoever uses it while it does not answer waits for it, and everything with it. */
export type KeyringState =
  /** It was asked, and has not answered. */
  | "waiting"
  | "open"
  /** There is none, or its owner did not open it. */
  | "closed";

export interface KeyringGate {
  /** It is asked when this is read first, for it may ask the person to open it. */
  readonly state: KeyringState;
  /** Told of each change. Returns the undo. */
  onChange(listener: (state: KeyringState) => void): () => void;
  dispose(): void;
}

/** Where the system answers at once: Windows and macOS. */
export const OPEN_GATE: KeyringGate = { state: "open", onChange: () => () => {}, dispose: () => {} };

/** @param keyring undefined where Chromium would use none */
export function keyringGate(keyring: Keyring | undefined, bus: Promise<Bus | undefined>): KeyringGate {
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

  async function ask(from: Keyring, over: Bus, mayPrompt: boolean): Promise<void> {
    const mine = ++question;
    let isOpen: boolean;
    try {
      isOpen = await from.open(over, mayPrompt);
    } catch (error) {
      if ((error as BusError).name === BUS_GONE) return; // at the end of the desktop's session
      isOpen = false; // nobody is there; a new owner of the name is asked again
    }
    // Once it is open Chromium has the key, whatever the keyring does afterwards.
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
        // The first question starts a keyring that is not running.
        if (!isFirst && isNew && state === "closed") void ask(from, over, true);
        isFirst = false;
      }),
      from.onChange(over, () => {
        if (state === "closed") void ask(from, over, false);
      }),
    );
    void ask(from, over, true);
  }

  return {
    get state() {
      if (state === undefined && keyring !== undefined) {
        state = "waiting";
        void begin(keyring);
      }
      return state ?? "closed";
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
