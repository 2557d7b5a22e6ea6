import type { Language } from "../../contract/catalog.ts";
import type { SettingsPage } from "../../core/command.ts";
import type { Saved } from "../../core/knowledge/saved.ts";
import type { Preferences, SomePreferences } from "../../core/preferences/preferences.ts";
import type { NoticeView } from "../../view/notice.ts";
import type { TrayView } from "../../view/tray.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";
import type { Store } from "../state/store.ts";
import type { BoardPort } from "../windows/board-window.ts";

/** The ports that the hub acts on. */
export interface HubPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store<Saved>;
  readonly tray: { render(view: TrayView): void };
  readonly notifier: { show(notice: NoticeView): void; withdraw(tag: string): void; withdrawAll(): void };
  readonly board: Pick<BoardPort, "open" | "close" | "toggle" | "keep" | "isOpen" | "isWatched" | "render">;
  readonly settings: {
    open(page: SettingsPage | undefined): void;
    /** Draws the window again if it is open. */
    refresh(): void;
  };
  readonly account: { open(): void };
  readonly preferences: {
    readonly effective: Preferences;
    change(some: SomePreferences): void;
  };
  /** Resolves to whether the system accepted the link. */
  readonly links: { open(url: string): Promise<boolean> };
  /** Whether the PC has any network. */
  readonly isOnline: () => boolean;
  /** Restarts into the installed version. */
  readonly restart: () => void;
  readonly quit: () => void;
}

export interface HubOptions {
  /** Canonical id. */
  readonly user: string;
  /** Owner of the saved state. Null while the person is unknown: the saved state is then neither read nor written. */
  readonly owner: string | null;
  /** Language of the OS, used when the person has chosen none. */
  readonly systemLanguage: Language;
  readonly linkOrigins: readonly string[];
  /** Version of the app. */
  readonly version: string;
}
