import { render } from "preact";
import { Board } from "./board/board.tsx";

const { alrimi } = window;
/** Milliseconds. */
const FRAMES_WITHIN = 300;
let isReady = false;

// The body stays empty until there is something true to show.
alrimi.onView((view) => {
  document.documentElement.lang = view.language;
  document.title = view.title;
  render(<Board view={view} send={alrimi.send} />, document.body);
  if (isReady) return;
  isReady = true;
  afterPaint(() => alrimi.send({ kind: "ready" }));
});

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
