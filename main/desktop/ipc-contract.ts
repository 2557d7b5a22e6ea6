import type { BoardView } from "../core/view/board.ts";

/** What the board may ask for. Every command is checked again where it arrives. */
export type BoardCommand =
  | { readonly kind: "ready" }
  | { readonly kind: "open-service"; readonly service: string }
  | { readonly kind: "resume" }
  | { readonly kind: "close" };

/** Channels and what they carry, each in one direction. */
export interface IpcContract {
  readonly toRenderer: { readonly "board:view": BoardView };
  readonly toMain: { readonly "board:command": BoardCommand };
}

/** What the preload puts into a window, as `window.alrimi`. */
export interface AlrimiBridge {
  /** Calls back with the view, now and after every change; returns the undo. */
  onView(draw: (view: BoardView) => void): () => void;
  send(command: BoardCommand): void;
}
