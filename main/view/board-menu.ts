import { PAUSE_CHOICES, SNOOZE_CHOICES } from "../core/attention/pause.ts";
import type { Command } from "../core/command.ts";
import type { Words } from "../words/index.ts";
import type { ShownService } from "./situation.ts";

/** What the board's buttons and menus ask for. */
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

export interface MenuItemView {
  readonly label: string;
  readonly command: BoardAction;
  /** Why it cannot be chosen; only there when it cannot. */
  readonly locked?: string;
}

export interface MenuView {
  /** What the button that opens it is called. */
  readonly label: string;
  readonly items: readonly MenuItemView[];
}

/** What can be done about a service. One that is muted is not put off as well: it is told of at no time. */
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

export interface HelpView {
  readonly title: string;
  readonly keys: readonly { readonly keys: readonly string[]; readonly text: string }[];
}

/** What the keyboard does; the keys are called as they are printed on it. */
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
