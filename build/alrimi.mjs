#!/usr/bin/env node
import { existsSync } from "node:fs";

// In a checkout the sources run as they are; in a package there is only what was compiled.
const source = new URL("../main/command/alrimi.ts", import.meta.url);

async function load() {
  if (!existsSync(source)) return import("../out/service/alrimi.js");
  const { tsImport } = await import("tsx/esm/api");
  return tsImport(source.href, import.meta.url);
}

process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error; // the reader has seen enough, as in "alrimi catalog show | head"
});

const { run } = await load();
const { stdout, stderr, env, stdin } = process;
process.exitCode = await run(process.argv.slice(2), { stdout, stderr, env, stdin });
