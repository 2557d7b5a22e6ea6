/** The desktop session that a process runs in, as far as its environment says; empty where it does not. */
export interface DesktopSession {
  readonly id: string;
  readonly display: string;
  readonly wayland: string;
}

export function desktopSessionOf(env: NodeJS.ProcessEnv): DesktopSession {
  return {
    id: env["XDG_SESSION_ID"] ?? "",
    display: (env["DISPLAY"] ?? "").replace(/^unix:/, ":").replace(/\.\d+$/, ""), // without the screen's number
    wayland: env["WAYLAND_DISPLAY"] ?? "",
  };
}

/** One thing in common is enough: a terminal, a service manager and a panel each know something else of their session. */
export function isSameDesktopSession(one: DesktopSession, other: DesktopSession): boolean {
  const pairs = (["id", "display", "wayland"] as const).map((key) => [one[key], other[key]] as const);
  const known = pairs.filter(([mine, theirs]) => mine !== "" && theirs !== "");
  return known.length === 0 || known.some(([mine, theirs]) => mine === theirs);
}
