const SIGNS: Readonly<Record<string, string>> = { Up: "↑", Down: "↓", Left: "←", Right: "→" };

/** The symbols of keys on macOS. */
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

/** The names of keys on Windows and Linux. Other keys keep Electron's name. */
const NAMES: Readonly<Record<string, string>> = {
  Control: "Ctrl",
  CommandOrControl: "Ctrl",
  CmdOrCtrl: "Ctrl",
  Option: "Alt",
  ...SIGNS,
};

/**
 * The labels of a combination's keys: `Ctrl`, `Alt`, `A`, on macOS `⌃`, `⌥`, `A`.
 * @param accelerator in Electron's form
 * @param platform a value of `process.platform`
 */
export function acceleratorKeys(accelerator: string, platform: string): string[] {
  const keys = accelerator.split("+");
  if (platform === "darwin") return keys.map((key) => MAC_SIGNS[key] ?? key);
  const meta = platform === "win32" ? "Win" : "Super";
  return keys.map((key) => (key === "Super" || key === "Meta" ? meta : (NAMES[key] ?? key)));
}

/** {@link acceleratorKeys} as one text: `Ctrl+Alt+A`, on macOS `⌃⌥A`. */
export function acceleratorText(accelerator: string, platform: string): string {
  return acceleratorKeys(accelerator, platform).join(platform === "darwin" ? "" : "+");
}
