/** The used part of a `KeyboardEvent`. */
export interface Pressed {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** Modifier keys. */
const MODIFIERS = /^(Control|Alt|Shift|Meta|OS)(Left|Right)?$/;

const NAMED: Readonly<Record<string, string>> = {
  Space: "Space",
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
  Home: "Home",
  End: "End",
  PageUp: "PageUp",
  PageDown: "PageDown",
  Insert: "Insert",
};

/**
 * Key combination in Electron's syntax. Undefined while only modifiers are pressed. It uses the physical key, because a
 * Korean input method hides the letter. The main process checks whether the combination is allowed.
 */
export function acceleratorOf({ code, ctrlKey, altKey, shiftKey, metaKey }: Pressed): string | undefined {
  if (MODIFIERS.test(code)) return undefined;
  const key =
    /^(?:Key([A-Z])|Digit(\d)|(F\d{1,2}))$/.exec(code)?.slice(1).find(Boolean) ?? NAMED[code] ?? code;
  return [
    ...(ctrlKey ? ["Control"] : []),
    ...(altKey ? ["Alt"] : []),
    ...(shiftKey ? ["Shift"] : []),
    ...(metaKey ? ["Super"] : []),
    key,
  ].join("+");
}
