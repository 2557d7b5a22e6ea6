import { spawn } from "node:child_process";
import { defined } from "../../../contract/defined.ts";

/**
 * After this time a program that still runs counts as one that opened the link: `xdg-open` runs as long as the browser
 * does where it has to start one itself. Milliseconds.
 */
const OPENS_WITHIN = 10_000;

/**
 * Opens a link with the desktop's own program. Electron's `openExternal` starts the same one, and never waits for what it
 * says. Nobody ends it: it may be the browser.
 * @param env this process's own
 * @throws when the system says that the link cannot be opened: there is no such program, or it failed
 */
export function xdgOpen(url: string, env: NodeJS.ProcessEnv, patience = OPENS_WITHIN): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("xdg-open", [url], { detached: true, stdio: "ignore", env: opensIn(env) });
    child.unref();
    const timer = setTimeout(resolve, patience);
    timer.unref();
    const settle = (failure: string | undefined): void => {
      clearTimeout(timer);
      if (failure === undefined) resolve();
      else reject(new Error(failure));
    };
    child.once("error", ({ message }) => settle(message));
    child.once("exit", (code, signal) => {
      settle(code === 0 ? undefined : `xdg-open ended with ${code ?? signal}`);
    });
  });
}

/** The environment of the desktop, as it was before Chromium changed it; without a terminal, as Chromium does it. */
function opensIn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { CHROME_DESKTOP: _ours, ORIGINAL_XDG_CURRENT_DESKTOP: desktop, ...rest } = env;
  return { ...rest, MM_NOTTTY: "1", ...defined({ XDG_CURRENT_DESKTOP: desktop }) };
}
