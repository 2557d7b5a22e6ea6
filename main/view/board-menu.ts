import { DELIVERIES } from "../contract/catalog.ts";
import { PAUSE_CHOICES, snoozesAt } from "../core/attention/pause.ts";
import type { Command } from "../core/command.ts";
import type { Words } from "../words/index.ts";
import type { ShownService, Situation } from "./situation.ts";
import { type SnoozeMomentView, snoozeMoment } from "./snooze-moment.ts";

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
      | "snooze-until"
      | "end-snooze"
      | "deliver"
      | "open-delegate";
  }
>;

/** The dialog for a date and time until which a service is snoozed. */
export interface SnoozeUntilView {
  readonly service: string;
  readonly title: string;
  readonly moment: SnoozeMomentView;
}

/** One item of a menu. */
export interface MenuItemView {
  readonly label: string;
  /** `show-help` and `ask-until` are done by the page itself. */
  readonly command:
    | BoardAction
    | { readonly kind: "show-help" }
    | { readonly kind: "ask-until"; readonly view: SnoozeUntilView };
  /** Set for one of several choices: whether it is the present one. */
  readonly isChosen?: boolean;
  /** Why it cannot be chosen; undefined if it can. */
  readonly locked?: string;
}

/** A menu and its button. */
export interface MenuView {
  /** The label of the button that opens the menu. */
  readonly label: string;
  readonly items: readonly MenuItemView[];
}

/**
 * The menu of a service. A service that is off has no snooze, because it is never told.
 * @param now milliseconds since the Unix epoch
 */
export function rowMenu(
  { service: { id }, name, link, delivery }: ShownService,
  state: "told" | "snoozed" | "muted",
  situation: Pick<Situation, "calendar" | "preferences">,
  words: Words,
  now: number,
): MenuView {
  const { board } = words;
  const open: MenuItemView[] =
    link === undefined ? [] : [{ label: board.keys.open, command: { kind: "open-service", service: id } }];
  const snoozes: MenuItemView[] = [
    ...snoozesAt(situation.calendar, now).map(
      (choice): MenuItemView => ({
        label: board.snooze[choice],
        command: { kind: "snooze", services: [id], choice },
      }),
    ),
    {
      label: board.snoozeUntil,
      command: {
        kind: "ask-until",
        view: {
          service: id,
          title: `${name}: ${board.snoozeUntil.replace("…", "")}`,
          moment: snoozeMoment(situation, words, now),
        },
      },
    },
  ];
  const endSnooze: MenuItemView = {
    label: board.endSnooze,
    command: { kind: "end-snooze", service: id },
  };
  const deliveries = DELIVERIES.map(
    (choice): MenuItemView => ({
      label: board.delivery(words.settings.deliveries[choice]),
      command: { kind: "deliver", service: id, delivery: choice },
      isChosen: choice === delivery,
    }),
  );
  const itemsOf = (): MenuItemView[] => {
    switch (state) {
      case "told":
        return [...open, ...snoozes, ...deliveries];
      case "snoozed":
        return [...open, endSnooze, ...snoozes, ...deliveries];
      case "muted":
        return [...open, ...deliveries];
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

/** The menu of what is needed seldom. */
export function moreMenu({ board }: Words): MenuView {
  return {
    label: board.more,
    items: [
      { label: board.history, command: { kind: "open-settings", page: "history" } },
      { label: board.help, command: { kind: "show-help" } },
    ],
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
