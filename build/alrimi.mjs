#!/usr/bin/env node
import { existsSync } from "node:fs";

// A checkout runs the sources; a package contains only compiled code.
const source = new URL("../main/command/alrimi.ts", import.meta.url);

async function load() {
  if (!existsSync(source)) return import("../out/service/alrimi.js");
  const { tsImport } = await import("tsx/esm/api");
  return tsImport(source.href, import.meta.url);
}

const { describeUnwritten, run } = await load();
const { stdout, stderr, env, stdin } = process;

let isTold = false;
stdout.on("error", (error) => {
  if (isTold || error.code === "EPIPE") return; // the reader has stopped, as in "alrimi catalog show | head"
  isTold = true;
  stderr.write(`${describeUnwritten(env, error)}\n`);
  process.exitCode ||= 1;
});
stderr.on("error", () => {}); // no place is left to report it

const code = await run(process.argv.slice(2), { stdout, stderr, env, stdin });
process.exitCode = code || process.exitCode || 0;
