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
};

/** And elsewhere; other keys by their own name. */
const NAMES: Readonly<Record<string, string>> = {
  Control: "Ctrl",
  CommandOrControl: "Ctrl",
  CmdOrCtrl: "Ctrl",
  Option: "Alt",
};

/**
 * A key combination as a person reads it: `Ctrl+Alt+A`, on macOS `⌃⌥A`.
 * @param accelerator as Electron writes it
 */
export function acceleratorText(accelerator: string, platform: NodeJS.Platform): string {
  const keys = accelerator.split("+");
  if (platform === "darwin") return keys.map((key) => MAC_SIGNS[key] ?? key).join("");
  const meta = platform === "win32" ? "Win" : "Super";
  return keys.map((key) => (key === "Super" || key === "Meta" ? meta : (NAMES[key] ?? key))).join("+");
}
