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
let askedAt: number | undefined;

for (const signal of END_SIGNALS) {
  process.on(signal, () => {
    askedAt ??= performance.now();
    stop.abort();
    // A second Ctrl-C exits at once. Started programs are killed on exit.
    if (performance.now() - askedAt > ECHO_MS) process.exit(130);
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
