/** Desktop entries for the start at login (Desktop Entry Specification 1.5). */

/** Quotes one argument of `Exec`. */
function execArgument(text: string): string {
  const literal = text.replaceAll("%", "%%"); // a single % would begin a field code
  if (/^[\w@%+=:,./-]+$/.test(literal)) return literal;
  return escaped(`"${literal.replace(/["`$\\]/g, "\\$&")}"`);
}

/** Escapes the value of a string key: backslashes and characters that would end the line. */
function escaped(value: string): string {
  return value
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
}

function unescaped(value: string): string {
  const letters: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", s: " " };
  return value.replace(/\\(.)/g, (_, letter: string) => letters[letter] ?? letter);
}

/** Marks an entry as written by this app. */
const MARK = "X-Alrimi-Written=true";

/**
 * Shell command that starts the app on the display of the session (see `ozoneSwitches`), which may differ at each
 * login. It avoids `$`: systemd's autostart generator does not remove the backslash that would escape it.
 */
export function choosingDisplay([program, ...args]: readonly [string, ...string[]]): readonly string[] {
  const start = (display: string): string =>
    [program, `--ozone-platform=${display}`, ...args].map(shellWord).join(" ");
  const script = `printenv DISPLAY | grep -q . && exec ${start("x11")}; exec ${start("wayland")}`;
  return ["/bin/sh", "-c", script];
}

/** Quotes one word of a shell command. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * Entry that starts a program at login.
 * @param command the program and its arguments, unquoted
 * @param program value of `TryExec`: the entry is ignored when this program was removed
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

/** Entry that overrides the system's and starts nothing. */
export function hiddenEntry(name: string): string {
  return ["[Desktop Entry]", "Type=Application", `Name=${escaped(name)}`, "Hidden=true", MARK, ""].join("\n");
}

/**
 * Whether the desktop's settings have switched an entry off. Most desktops write `Hidden`, GNOME its own key. Only the
 * main group counts.
 */
export function isSwitchedOff(entry: string): boolean {
  const values = mainGroup(entry);
  return values.get("Hidden") === "true" || values.get("X-GNOME-Autostart-enabled") === "false";
}

/**
 * Path or name of the program that an entry starts: the value of `TryExec`, or the first argument of `Exec`. Undefined
 * when there is neither.
 */
export function programOf(entry: string): string | undefined {
  const values = mainGroup(entry);
  const tried = values.get("TryExec");
  if (tried !== undefined) return unescaped(tried);
  const [, quoted, bare] =
    /^(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/.exec(unescaped(values.get("Exec") ?? "")) ?? [];
  return (quoted?.replace(/\\(.)/g, "$1") ?? bare)?.replaceAll("%%", "%");
}

/** Whether this app wrote the entry. */
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
