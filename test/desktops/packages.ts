import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repoRoot } from "../../build/paths.ts";
import type { Desktop } from "./desktops.ts";

/** Installs what the suite and the given desktops consist of, without recommended packages. @throws when apt fails */
export function install(desktops: readonly Desktop[]): void {
  const packages = new Set([...systemPackages(), ...desktops.flatMap((desktop) => desktop.packages)]);
  apt("update");
  apt("install", "-y", "--no-install-recommends", ...packages);
}

/** Those of the desktop's packages that are not installed; empty where there is no dpkg to ask. */
export function missingPackages(desktop: Desktop): readonly string[] {
  return desktop.packages.filter((name) => query("db:Status-Status", name) !== "installed");
}

/** Debian's version of a package, without epoch and revision. */
export function versionOf(name: string): string {
  return query("source:Upstream-Version", name);
}

function query(field: string, name: string): string {
  return spawnSync("dpkg-query", ["-W", "-f", `\${${field}}`, name], { encoding: "utf8" }).stdout ?? "";
}

function apt(...args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, error } = spawnSync("apt-get", ["-q", ...args], { env, stdio: "inherit" });
  if (status !== 0) throw new Error(`apt-get ${args[0]} failed: ${error?.message ?? `code ${status}`}`);
}

function systemPackages(): readonly string[] {
  return readFileSync(join(repoRoot, "build", "system-packages.txt"), "utf8")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean);
}
