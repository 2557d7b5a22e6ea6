/** Desktop session of a process, from its environment. Unknown values are empty. */
export interface DesktopSession {
  readonly id: string;
  readonly display: string;
  readonly wayland: string;
}

/** Reads the session from an environment. */
export function desktopSessionOf(env: NodeJS.ProcessEnv): DesktopSession {
  return {
    id: env["XDG_SESSION_ID"] ?? "",
    display: (env["DISPLAY"] ?? "").replace(/^unix:/, ":").replace(/\.\d+$/, ""), // without the number of the X screen
    wayland: env["WAYLAND_DISPLAY"] ?? "",
  };
}

/**
 * Whether two processes share a session. One equal value is enough, because a terminal, a service manager and a panel
 * know different values of their session. Sessions without a common known value count as the same.
 */
export function isSameDesktopSession(one: DesktopSession, other: DesktopSession): boolean {
  const pairs = (["id", "display", "wayland"] as const).map((key) => [one[key], other[key]] as const);
  const known = pairs.filter(([mine, theirs]) => mine !== "" && theirs !== "");
  return known.length === 0 || known.some(([mine, theirs]) => mine === theirs);
}
