import { unreachable } from "../../contract/result.ts";
import type { AttentionInput } from "../../core/attention/attention.ts";
import { nextTime } from "../../core/attention/hours.ts";
import { endOfSilence } from "../../core/attention/pause.ts";
import type { Command, SettingsPage } from "../../core/command.ts";
import type { Preferences, SomePreferences } from "../../core/preferences/preferences.ts";
import type { Problem } from "../../core/problem.ts";
import { type ShownService, type Situation, shownServices } from "../../view/situation.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";

export interface CommanderPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly board: {
    open(): void;
    close(): void;
    /** Whether it is open now. */
    toggle(by: "tray" | "shortcut"): boolean;
    /** Gives an open one the focus. */
    keep(): void;
  };
  readonly settings: { open(page: SettingsPage | undefined): void };
  readonly account: { open(): void };
  readonly preferences: {
    readonly effective: Preferences;
    change(some: SomePreferences): void;
  };
  /** Tells whether the system took the link. */
  readonly links: { open(url: string): Promise<boolean> };
  readonly quit: () => void;
}

/** The app that a command acts upon. */
interface App {
  attend(input: AttentionInput): void;
  situation(): Situation;
  tell(problem: Problem): void;
  untell(key: Problem["key"]): void;
}

/** Carries out what a person asks for, whichever way it was asked. */
export function commander(ports: CommanderPorts & App): (command: Command) => void {
  const { attend, board, settings, account, preferences, links, log } = ports;

  function endOf(choice: Parameters<typeof endOfSilence>[0]): number {
    return endOfSilence(choice, preferences.effective, ports.clock.now());
  }

  function mute(service: string, isMuted: boolean): void {
    const others = preferences.effective.mutedServices.filter((id) => id !== service);
    preferences.change({ mutedServices: isMuted ? [...others, service] : others });
  }

  function shownOf(service: string): ShownService | undefined {
    return shownServices(ports.situation()).find((shown) => shown.service.id === service);
  }

  function openService(service: string): void {
    const shown = shownOf(service);
    if (shown?.link !== undefined) {
      board.close();
      void openPage(shown, shown.link);
      return;
    }
    log.warn(`no approval page to open for ${JSON.stringify(service)}`);
    openBoard();
  }

  /** A page that did not open was not seen: its notice and its reminders stay, and the board says why. */
  async function openPage({ service: { id }, name, event }: ShownService, link: string): Promise<void> {
    if (!(await links.open(link))) {
      ports.tell({ key: "page-not-opened", args: [name] });
      board.open();
      return;
    }
    ports.untell("page-not-opened");
    // The answer may take seconds, and what came meanwhile is to be told.
    if (shownOf(id)?.event === event) attend({ kind: "seen", services: [id] });
  }

  function openBoard(): void {
    board.open();
    boardSeen();
  }

  function boardSeen(): void {
    attend({ kind: "seen", services: "all" });
  }

  return (command) => {
    switch (command.kind) {
      case "open-service":
        return openService(command.service);
      case "open-board":
        return openBoard();
      case "toggle-board":
        if (board.toggle(command.by)) boardSeen();
        return;
      case "keep-board":
        return board.keep();
      case "open-settings":
        return settings.open(command.page);
      case "open-account":
        return account.open();
      case "pause":
        return attend({ kind: "pause", until: endOf(command.choice) });
      case "pause-until":
        return attend({ kind: "pause", until: nextTime(ports.clock.now(), command.time) });
      case "resume":
        return attend({ kind: "resume" });
      case "snooze":
        log.info(`snoozed: ${command.services.join(" ").slice(0, 200)}`);
        return attend({ kind: "snooze", services: command.services, until: endOf(command.choice) });
      case "end-snooze":
        return attend({ kind: "end-snooze", service: command.service });
      case "mute":
      case "unmute":
        return mute(command.service, command.kind === "mute");
      case "quit":
        return ports.quit();
      default:
        return unreachable(command);
    }
  };
}
