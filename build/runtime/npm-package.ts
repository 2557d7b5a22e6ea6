import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "./run.ts";

const downloadLimit = 30 * 60_000;

/**
 * Fetches a package into an empty folder from npm's configured registry.
 * @returns the path of the tarball
 * @throws when npm fails
 */
export async function pack(spec: string, into: string): Promise<string> {
  const args = ["pack", spec, "--pack-destination", into, "--loglevel=error", "--no-update-notifier"];
  const { code, output } = await run("npm", args, { limit: downloadLimit, cwd: into });
  const tarball = (await readdir(into)).find((name) => name.endsWith(".tgz"));
  if (code === 0 && tarball) return join(into, tarball);
  throw new Error(`npm could not fetch ${spec}:\n${output.trim()}`);
}

/**
 * Checks the hash of a package.
 * @param integrity expected hash, in npm's notation
 * @throws when the hash differs
 */
export async function checkIntegrity(
  tarball: string,
  { spec, integrity }: { readonly spec: string; readonly integrity: string },
): Promise<void> {
  const hash = createHash("sha512");
  await pipeline(createReadStream(tarball), hash);
  const actual = `sha512-${hash.digest("base64")}`;
  if (actual === integrity) return;
  throw new Error(
    `${spec} is not the package it should be (a broken download, or a changed package).\n` +
      `  expected ${integrity}\n  got      ${actual}\nNothing was installed. Try again. If the error remains, ask the administrator of the registry.`,
  );
}
