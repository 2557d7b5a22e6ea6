import { runDemo } from "./demo.ts";
import { DemoFailure } from "./lifecycle.ts";
import { onOrphaned } from "./lineage.ts";
import { parseOptions } from "./options.ts";

/** `npm start`: the main job on an embedded broker, with a demo company and the app. */

const options = parseOptions(process.argv.slice(2), process.env);
const stop = new AbortController();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(130); // asked twice: at once; what was started is killed on exit
    stop.abort();
  });
}
onOrphaned(() => stop.abort());
process.stdout.on("error", () => stop.abort()); // nobody reads any more

runDemo(options, stop.signal, (line) => console.log(line)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof DemoFailure ? error.message : error);
    process.exit(1);
  },
);
