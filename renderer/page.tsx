import { type ComponentChild, render } from "preact";
import type { Bridge, WindowContract } from "../main/desktop/windows/contracts/window.ts";

/** Milliseconds to wait for two frames. */
const FRAMES_WITHIN = 300;

/** Draws every view of a window. The body stays empty until the first view arrives. */
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
 * Calls back after the paint: the first frame callback runs before it, the second after it. A hidden window may get
 * frames late or never (seen after a reload on Electron 33), so a timer is the fallback.
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
