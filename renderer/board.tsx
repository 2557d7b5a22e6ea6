import { render } from "preact";
import { Board } from "./board/board.tsx";

const { alrimi } = window;
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

/** The first frame callback comes before the paint, the second after it. */
function afterPaint(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then));
}
