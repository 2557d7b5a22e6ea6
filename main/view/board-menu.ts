import { PAUSE_CHOICES, SNOOZE_CHOICES } from "../core/attention/pause.ts";
import type { Command } from "../core/command.ts";
import type { Words } from "../words/index.ts";
import type { ShownService } from "./situation.ts";

/** The commands of the board's buttons and menus. */
export type BoardAction = Extract<
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

/** One item of a menu. */
export interface MenuItemView {
  readonly label: string;
  readonly command: BoardAction;
  /** Why it cannot be chosen; undefined if it can. */
  readonly locked?: string;
}

/** A menu and its button. */
export interface MenuView {
  /** The label of the button that opens the menu. */
  readonly label: string;
  readonly items: readonly MenuItemView[];
}

/** The menu of a service. A muted service has no snooze, because it is never told. */
export function rowMenu(
  { service: { id }, name, link }: ShownService,
  state: "told" | "snoozed" | "muted",
  words: Words,
): MenuView {
  const { board } = words;
  const open: MenuItemView[] =
    link === undefined ? [] : [{ label: board.keys.open, command: { kind: "open-service", service: id } }];
  const snoozes = SNOOZE_CHOICES.map(
    (choice): MenuItemView => ({
      label: board.snooze[choice],
      command: { kind: "snooze", services: [id], choice },
    }),
  );
  const endSnooze: MenuItemView = {
    label: board.endSnooze,
    command: { kind: "end-snooze", service: id },
  };
  const mute: MenuItemView = { label: board.mute, command: { kind: "mute", service: id } };
  const unmute: MenuItemView = { label: board.unmute, command: { kind: "unmute", service: id } };
  const itemsOf = (): MenuItemView[] => {
    switch (state) {
      case "told":
        return [...open, ...snoozes, mute];
      case "snoozed":
        return [...open, endSnooze, ...snoozes, mute];
      case "muted":
        return [...open, unmute];
      default:
        return state satisfies never;
    }
  };
  return { label: board.rowMenu(name), items: itemsOf() };
}

/** The menu of the board's pause button. */
export function pauseMenu(isPaused: boolean, words: Words): MenuView {
  return isPaused
    ? { label: words.pause.menu, items: [{ label: words.pause.resume, command: { kind: "resume" } }] }
    : {
        label: words.pause.menu,
        items: PAUSE_CHOICES.map((choice) => ({
          label: words.pause.choices[choice],
          command: { kind: "pause", choice },
        })),
      };
}

/** The keyboard help. */
export interface HelpView {
  readonly title: string;
  readonly keys: readonly { readonly keys: readonly string[]; readonly text: string }[];
}

/** The board's keyboard help, with the keys as printed on a keyboard. */
export function helpView(words: Words): HelpView {
  const { help, keys } = words.board;
  return {
    title: help,
    keys: [
      { keys: ["↑", "↓"], text: keys.move },
      { keys: ["Enter"], text: keys.open },
      { keys: ["1–9"], text: keys.digit },
      { keys: ["Shift+F10"], text: keys.menu },
      { keys: [","], text: keys.settings },
      { keys: ["?"], text: keys.help },
      { keys: ["Esc"], text: keys.close },
    ],
  };
}
