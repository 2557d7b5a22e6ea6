import { END_SIGNALS } from "../../main/files/end-signals.ts";
import { whenOrphaned } from "../orphan.ts";
import { runDemo } from "./demo.ts";
import { DemoFailure } from "./lifecycle.ts";
import { parseOptions } from "./options.ts";

/** `npm start`: the main job on an embedded broker, with a demo company and the app. */

const options = parseOptions(process.argv.slice(2), process.env);
const stop = new AbortController();

/** One Ctrl-C can arrive several times: from the terminal, and passed on by npm and tsx; milliseconds. */
const ECHO_MS = 1500;
let askedAt: number | undefined;

for (const signal of END_SIGNALS) {
  process.on(signal, () => {
    askedAt ??= performance.now();
    stop.abort();
    // Asked again: at once. What was started is killed on exit.
    if (performance.now() - askedAt > ECHO_MS) process.exit(130);
  });
}
whenOrphaned(() => stop.abort());
process.stdout.on("error", () => stop.abort()); // nobody reads any more

runDemo(options, stop.signal, (line) => console.log(line)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof DemoFailure ? error.message : error);
    process.exit(1);
  },
);
