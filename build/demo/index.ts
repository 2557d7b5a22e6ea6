import { END_SIGNALS } from "../../main/files/end-signals.ts";
import { whenOrphaned } from "../orphan.ts";
import { runDemo } from "./demo.ts";
import { DemoFailure } from "./lifecycle.ts";
import { parseOptions } from "./options.ts";

/** `npm start`: an embedded broker, a demo company and the app. */

const options = parseOptions(process.argv.slice(2), process.env);
const stop = new AbortController();

/** Milliseconds. One Ctrl-C can arrive several times: from the terminal, and through npm and tsx. */
const ECHO_MS = 1500;
/** Milliseconds in which the signals are handled that arrived while the process was busy. */
const SETTLE_MS = 100;
let isAsked = false;
let isInsisting = false;

for (const signal of END_SIGNALS) {
  process.on(signal, () => {
    // A second Ctrl-C exits at once. Started programs are killed on exit.
    if (isInsisting) process.exit(130);
    stop.abort();
    if (isAsked) return;
    isAsked = true;
    // Two timers: after a busy time the first is late, and an echo that waited is handled before the second.
    setTimeout(() => {
      setTimeout(() => {
        isInsisting = true;
      }, SETTLE_MS);
    }, ECHO_MS);
  });
}
whenOrphaned(() => stop.abort());
process.stdout.on("error", () => stop.abort()); // the reader is gone

runDemo(options, stop.signal, (line) => console.log(line)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof DemoFailure ? error.message : error);
    process.exit(1);
  },
);
