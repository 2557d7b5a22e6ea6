/** Entries that a Linux desktop starts programs by (Desktop Entry Specification 1.5). */

/** One argument of `Exec`, so that the program is given exactly these characters. */
function execArgument(text: string): string {
  const literal = text.replaceAll("%", "%%"); // a single % would begin a field code
  if (/^[\w@%+=:,./-]+$/.test(literal)) return literal;
  return escaped(`"${literal.replace(/["`$\\]/g, "\\$&")}"`);
}

/** The value of a string key: a backslash and everything that would end the line are written as escapes. */
function escaped(value: string): string {
  return value
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
}

/** Marks an entry as written by this app. */
const MARK = "X-Alrimi-Written=true";

/**
 * An app's start by an entry: the program with its arguments, and with the display that the session has (see
 * `ozoneSwitches`), which may be another one at each login. It does without `$`: the generator by which systemd starts such
 * entries hands on the backslash before it.
 */
export function choosingDisplay([program, ...args]: readonly [string, ...string[]]): readonly string[] {
  const start = (display: string): string =>
    [program, `--ozone-platform=${display}`, ...args].map(shellWord).join(" ");
  const script = `printenv DISPLAY | grep -q . && exec ${start("x11")}; exec ${start("wayland")}`;
  return ["/bin/sh", "-c", script];
}

/** One word of a shell's command that stands for exactly these characters. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * An entry that starts a program at login.
 * @param command the program and its arguments, as they are
 * @param program an entry without it is passed over, so that it starts nothing when the app was removed
 */
export function autostartEntry(name: string, command: readonly string[], program: string): string {
  return [
    "[Desktop Entry]",
    "Type=Application",
    `Name=${escaped(name)}`,
    `TryExec=${escaped(program)}`,
    `Exec=${command.map(execArgument).join(" ")}`,
    "Terminal=false",
    "StartupNotify=false",
    "X-GNOME-Autostart-enabled=true",
    MARK,
    "",
  ].join("\n");
}

/** An entry that takes the place of the system's and starts nothing. */
export function hiddenEntry(name: string): string {
  return ["[Desktop Entry]", "Type=Application", `Name=${escaped(name)}`, "Hidden=true", MARK, ""].join("\n");
}

/**
 * Whether the desktop's own settings have switched an entry off: most write `Hidden`, GNOME a key of its own. Only the
 * entry's main group counts.
 */
export function isSwitchedOff(entry: string): boolean {
  const values = mainGroup(entry);
  return values.get("Hidden") === "true" || values.get("X-GNOME-Autostart-enabled") === "false";
}

export function isOurs(entry: string): boolean {
  return entry.split(/\r?\n/).includes(MARK);
}

function mainGroup(entry: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let isMain = false;
  for (const line of entry.split(/\r?\n/)) {
    if (line.startsWith("[")) isMain = line.trim() === "[Desktop Entry]";
    const [, key, value] = /^([^=#]+?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (isMain && key !== undefined && value !== undefined) values.set(key, value);
  }
  return values;
}
