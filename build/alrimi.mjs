#!/usr/bin/env node
import { existsSync } from "node:fs";

// In a checkout the sources run as they are; in a package there is only what was compiled.
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
  if (isTold || error.code === "EPIPE") return; // the reader has seen enough, as in "alrimi catalog show | head"
  isTold = true;
  stderr.write(`${describeUnwritten(env, error)}\n`);
  process.exitCode ||= 1;
});
stderr.on("error", () => {}); // there is nowhere left to say it

const code = await run(process.argv.slice(2), { stdout, stderr, env, stdin });
process.exitCode = code || process.exitCode || 0;
