import { type ComponentChild, render } from "preact";
import type { Bridge, WindowContract } from "../main/desktop/windows/contracts/window.ts";

/** Milliseconds. */
const FRAMES_WITHIN = 300;

/** Draws a window's views from now on. The body stays empty until there is something true to show. */
export function startPage<Contract extends WindowContract>(
  bridge: Bridge<Contract>,
  draw: (view: Contract["view"], send: Bridge<Contract>["send"]) => ComponentChild,
): void {
  let isReady = false;
  bridge.onView((view) => {
    document.documentElement.lang = view.language;
    document.title = view.title;
    render(draw(view, bridge.send), document.body);
    if (isReady) return;
    isReady = true;
    afterPaint(() => bridge.send({ kind: "ready" }));
  });
}

/**
 * The first frame callback comes before the paint, the second after it. A hidden window may be given frames late or
 * never (seen after a reload on Electron 33); it has to be shown all the same.
 */
function afterPaint(then: () => void): void {
  let isOver = false;
  const once = (): void => {
    if (!isOver) then();
    isOver = true;
  };
  requestAnimationFrame(() => requestAnimationFrame(once));
  setTimeout(once, FRAMES_WITHIN);
}
