const SIGNS: Readonly<Record<string, string>> = { Up: "↑", Down: "↓", Left: "←", Right: "→" };

/** How a key is called on macOS. */
const MAC_SIGNS: Readonly<Record<string, string>> = {
  Control: "⌃",
  Ctrl: "⌃",
  Alt: "⌥",
  Option: "⌥",
  Shift: "⇧",
  Command: "⌘",
  Cmd: "⌘",
  CommandOrControl: "⌘",
  CmdOrCtrl: "⌘",
  Super: "⌘",
  Meta: "⌘",
  ...SIGNS,
};

/** And elsewhere; other keys by their own name. */
const NAMES: Readonly<Record<string, string>> = {
  Control: "Ctrl",
  CommandOrControl: "Ctrl",
  CmdOrCtrl: "Ctrl",
  Option: "Alt",
  ...SIGNS,
};

/**
 * The keys of a combination as they are called: `Ctrl`, `Alt`, `A`, on macOS `⌃`, `⌥`, `A`.
 * @param accelerator as Electron writes it
 * @param platform as Node names it
 */
export function acceleratorKeys(accelerator: string, platform: string): string[] {
  const keys = accelerator.split("+");
  if (platform === "darwin") return keys.map((key) => MAC_SIGNS[key] ?? key);
  const meta = platform === "win32" ? "Win" : "Super";
  return keys.map((key) => (key === "Super" || key === "Meta" ? meta : (NAMES[key] ?? key)));
}

/** A key combination as a person reads it: `Ctrl+Alt+A`, on macOS `⌃⌥A`. */
export function acceleratorText(accelerator: string, platform: string): string {
  return acceleratorKeys(accelerator, platform).join(platform === "darwin" ? "" : "+");
}
