/** What matters of a `KeyboardEvent`. */
export interface Pressed {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** Keys that are only ever held. */
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
 * A key combination as Electron writes it; undefined while only modifiers are held. Goes by the place of a key and not
 * by its letter, which a Korean input method keeps to itself. Whether the app takes it is not decided here.
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
