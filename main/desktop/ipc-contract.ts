import type { Command } from "../core/command.ts";
import type { BoardView } from "../core/view/board.ts";

/** A window is sent whole views and sends single commands. Every command is checked again where it arrives. */
export interface IpcContract {
  readonly toRenderer: { readonly view: unknown };
  readonly toMain: { readonly command: unknown };
}

/** What the preload puts into a window, as `window.alrimi`. */
export interface AlrimiBridge<View, WindowCommand> {
  /** Calls back with the view, now and after every change; returns the undo. */
  onView(draw: (view: View) => void): () => void;
  send(command: WindowCommand): void;
}

/** What every window may say of itself. */
export type PageCommand =
  /** It has been painted. */
  { readonly kind: "ready" } | { readonly kind: "close" };

/** What the board may ask for. */
export type BoardCommand =
  | PageCommand
  | Extract<
      Command,
      {
        kind:
          | "open-service"
          | "open-settings"
          | "open-account"
          | "pause"
          | "resume"
          | "snooze"
          | "end-snooze"
          | "mute"
          | "unmute";
      }
    >;

export type BoardBridge = AlrimiBridge<BoardView, BoardCommand>;
