import type { Command, SettingsPage } from "../../core/command.ts";
import type { PreferenceKey } from "../../core/preferences/preferences.ts";
import type { BoardAction } from "../../view/board-menu.ts";

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
  /** It is being loaded, and is to be sent what it shows. */
  | { readonly kind: "begun" }
  /** It has been painted. */
  | { readonly kind: "ready" }
  | { readonly kind: "close" };

/** What the board may ask for. */
export type BoardCommand =
  | PageCommand
  /** It has drawn a view and needs so many CSS pixels in height. */
  | { readonly kind: "drawn"; readonly height: number }
  | BoardAction;

/** What the settings window may ask for. */
export type SettingsCommand =
  | PageCommand
  | { readonly kind: "page"; readonly page: SettingsPage }
  /** The history of one service; null for all. */
  | { readonly kind: "filter-history"; readonly service: string | null }
  /** A value as it comes; whether it can be taken is decided where it arrives. */
  | { readonly kind: "set"; readonly key: PreferenceKey; readonly value: unknown }
  /** A notification to look at. */
  | { readonly kind: "sample" }
  /** Everything as by default; a file that the OS asks for; what came of it has been read. */
  | { readonly kind: "reset" | "import" | "export" | "dismiss" }
  | Extract<
      Command,
      {
        kind:
          | "open-account"
          | "pause"
          | "pause-until"
          | "resume"
          | "snooze"
          | "end-snooze"
          | "mute"
          | "unmute";
      }
    >;
