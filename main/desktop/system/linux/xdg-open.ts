import { spawn } from "node:child_process";
import { defined } from "../../../contract/defined.ts";

/**
 * Milliseconds after which a running `xdg-open` counts as a success. It runs as long as the browser if it has to start
 * the browser itself.
 */
const OPENS_WITHIN = 10_000;

/**
 * Opens a link with `xdg-open`. Electron's `openExternal` uses the same program but does not wait for its exit code.
 * The process is never killed, because it may be the browser.
 * @param env environment of this process
 * @param patience milliseconds after which a running program counts as a success
 * @throws when `xdg-open` is missing or fails
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

/** Environment without Chromium's changes. `MM_NOTTTY` is set as Chromium sets it. */
function opensIn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { CHROME_DESKTOP: _ours, ORIGINAL_XDG_CURRENT_DESKTOP: desktop, ...rest } = env;
  return { ...rest, MM_NOTTTY: "1", ...defined({ XDG_CURRENT_DESKTOP: desktop }) };
}
