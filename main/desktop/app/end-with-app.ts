import { app } from "electron";

/** @param end disposes the app and returns the work that the exit has to wait for */
export function endWithApp(end: () => readonly Promise<unknown>[]): void {
  let isEnding = false;
  app.on("will-quit", (event) => {
    if (isEnding) return;
    isEnding = true;
    event.preventDefault();
    void Promise.allSettled(end()).then(() => app.exit(0));
  });
}
