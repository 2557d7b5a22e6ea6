export type Move = "next" | "previous" | "first" | "last";

export type KeyAction =
  | { readonly kind: "close" }
  | { readonly kind: "settings" }
  | { readonly kind: "help" }
  | { readonly kind: "move"; readonly to: Move }
  /** Opens the row at `index`, from 0. */
  | { readonly kind: "open"; readonly index: number };

/** Later rows have no key of their own. */
export const MAX_SHORTCUT = 9;

const MOVES: Readonly<Record<string, Move>> = {
  ArrowDown: "next",
  ArrowUp: "previous",
  Home: "first",
  End: "last",
};

/** The used part of a `KeyboardEvent`. */
export interface Key {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat: boolean;
}

/**
 * Action of a key. Enter and Space belong to the focused button. While a Korean input method is on, `key` may only be
 * "Process", so the physical key counts as well.
 */
export function actionOfKey(event: Key): KeyAction | undefined {
  const { key, code, shiftKey, ctrlKey, metaKey } = event;
  if (event.altKey || event.repeat) return moveOf(event);
  const isComma = key === "," || (key === "Process" && code === "Comma");
  if (isComma && !shiftKey) return { kind: "settings" }; // also with Ctrl or ⌘, as in other apps
  if (ctrlKey || metaKey) return undefined;
  if (key === "?" || (key === "Process" && code === "Slash" && shiftKey)) return { kind: "help" };
  if (shiftKey) return undefined;
  if (key === "Escape") return { kind: "close" };
  // On the number pad `code` is ambiguous: without Num Lock its 2 is an arrow.
  const place = key === "Process" ? /^(?:Digit|Numpad)([1-9])$/ : /^Digit([1-9])$/;
  const digit = /^[1-9]$/.exec(key)?.[0] ?? place.exec(code)?.[1];
  return digit === undefined ? moveOf(event) : { kind: "open", index: Number(digit) - 1 };
}

/** A held arrow key keeps moving. Every other key acts once. */
function moveOf({ key, ctrlKey, altKey, metaKey, shiftKey }: Key): KeyAction | undefined {
  const to = MOVES[key];
  return to === undefined || ctrlKey || altKey || metaKey || shiftKey ? undefined : { kind: "move", to };
}

/** Item to focus next. From outside the list, "next" is the first item and "previous" the last. */
export function neighbour<T>(items: readonly T[], current: T | null, to: Move): T | undefined {
  const at = current === null ? -1 : items.indexOf(current);
  switch (to) {
    case "next":
      return items[Math.min(at + 1, items.length - 1)];
    case "previous":
      return at < 0 ? items.at(-1) : items[Math.max(at - 1, 0)];
    case "first":
      return items[0];
    case "last":
      return items.at(-1);
    default:
      return to satisfies never;
  }
}
