import { waitFor } from "../../build/desktop/wait-for.ts";
import type { RunningApp } from "../e2e/running-app.ts";
import type { ShownBoard } from "./shown.ts";

/**
 * The windows by way of the main process: when the computer goes to sleep, Chromium closes the connection by which
 * Playwright drives pages, and Playwright sees none of the later windows.
 */

type Name = "board" | "settings";

/** Whether a window is on the screen, and its page is drawn. */
export function isOpen(app: RunningApp, name: Name): Promise<boolean> {
  return app.inMain(async ({ BrowserWindow }, page) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().endsWith(page),
    );
    if (window?.isVisible() !== true) return false;
    return window.webContents.executeJavaScript(`document.querySelector("h1") !== null`) as Promise<boolean>;
  }, pageOf(name));
}

/** Closes a window by the keyboard, as often as it takes: a window has the keyboard only a moment after it is shown. */
export async function pressEscape(app: RunningApp, name: Name): Promise<void> {
  await waitFor(
    () =>
      app.inMain(({ BrowserWindow }, page) => {
        const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
          webContents.getURL().endsWith(page),
        );
        if (window?.isVisible() !== true) return true;
        for (const type of ["keyDown", "keyUp"] as const)
          window.webContents.sendInputEvent({ type, keyCode: "Escape" });
        return false;
      }, pageOf(name)),
    { what: `the ${name} is closed` },
  );
}

/** @throws while there is no board */
export function readBoard(app: RunningApp): Promise<ShownBoard> {
  return app.inMain(
    ({ BrowserWindow }, { page, read }) => {
      const board = BrowserWindow.getAllWindows().find(({ webContents }) =>
        webContents.getURL().endsWith(page),
      );
      return board?.webContents.executeJavaScript(read) as Promise<ShownBoard>;
    },
    { page: pageOf("board"), read: READ },
  );
}

const READ = `({
  status: document.querySelector(".status").className,
  rows: [...document.querySelectorAll(".row")].map((row) => ({
    name: row.querySelector(".row-name").textContent,
    digits: row.querySelector(".row-count").textContent,
    isDoubted: row.querySelector(".row-doubt") !== null,
  })),
})`;

function pageOf(name: Name): string {
  return `/${name}.html`;
}
