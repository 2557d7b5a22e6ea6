// What `electron <path> [args]` runs when the runtime came from the package registry, which carries no default app
// of its own. It does what Electron's own does, minus the welcome window: preload modules, take over name, version
// and path of the app, then run its main file.

import { existsSync, readFileSync } from "node:fs";
import { Module } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron/main";

/** Reads the command line up to the app's path; everything after it belongs to the app. */
function readCommandLine(argv) {
  const modules = [];
  for (let index = 0; index < argv.length; index += 1) {
    const arg = argv[index];
    if (arg === "-v" || arg === "--version") return { kind: "version" };
    if (arg === "-r" || arg === "--require") {
      index += 1;
      if (argv[index] === undefined)
        return { kind: "invalid", reason: "usage: electron --require <file> <path>" };
      modules.push(argv[index]);
    } else if (arg.startsWith("--app=")) {
      return { kind: "run", path: arg.slice("--app=".length), modules };
    } else if (!arg.startsWith("-")) {
      return { kind: "run", path: arg, modules };
    }
  }
  return { kind: "invalid", reason: "usage: electron [options] <path of an app> [arguments]" };
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

function adopt(packagePath) {
  const file = join(packagePath, "package.json");
  if (!existsSync(file)) return undefined;
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  if (manifest.version) app.setVersion(manifest.version);
  const name = manifest.productName || manifest.name;
  if (name) app.name = name;
  app.setDesktopName(manifest.desktopName || `${app.name}.desktop`);
  return packagePath;
}

async function run(path) {
  Object.defineProperty(process, "defaultApp", { configurable: false, enumerable: true, value: true });
  const packagePath = resolve(path);
  let main;
  try {
    const appPath = adopt(packagePath);
    main = Module._resolveFilename(packagePath, null, true);
    app.setAppPath(appPath ?? dirname(main));
  } catch (error) {
    fail(`Unable to find Electron app at ${packagePath}\n\n${error.message}`);
  }
  try {
    await import(pathToFileURL(main).href);
  } catch (error) {
    console.error("App threw an error during load");
    console.error(error?.stack ?? error);
    throw error;
  }
}

const command = readCommandLine(process.argv.slice(1));
if (command.kind === "version") {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
} else if (command.kind === "invalid") {
  fail(command.reason);
} else {
  if (command.modules.length > 0) Module._preloadModules(command.modules);
  await run(command.path);
}
