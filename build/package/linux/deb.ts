import { createHash } from "node:crypto";
import { chmod, copyFile, lstat, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "../../runtime/run.ts";
import type { PackageDescription } from "./fpm-arguments.ts";
import { stage } from "./stage.ts";

/** The slowest compression took 21 minutes on two busy cores. */
export const PATIENCE = { limit: 60 * 60_000 };

/**
 * Makes a Debian package with `dpkg-deb`. Files below /etc are configuration files, which the administrator may change.
 * @throws when dpkg-deb is missing or fails
 */
export async function buildDeb(given: PackageDescription): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "alrimi-deb-"));
  try {
    await chmod(root, 0o755);
    const files = await stage(given.contents, root);
    const control = join(root, "DEBIAN");
    await mkdir(control, { mode: 0o755 });
    const { kibibytes, sums } = await measure(root, files);
    await writeFile(join(control, "control"), controlFile(given, kibibytes));
    await writeFile(join(control, "md5sums"), sums);
    await writeFile(
      join(control, "conffiles"),
      files
        .filter(isConfiguration)
        .map((file) => `${file}\n`)
        .join(""),
    );
    for (const [script, from] of [
      ["postinst", given.afterInstall],
      ["postrm", given.afterRemove],
    ] as const) {
      await copyFile(from, join(control, script));
      await chmod(join(control, script), 0o755);
    }
    await must(
      "dpkg-deb",
      [
        "--root-owner-group",
        `-Z${given.compression === "gz" ? "gzip" : given.compression}`,
        "--build",
        root,
        given.output,
      ],
      PATIENCE,
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

export function isConfiguration(file: string): boolean {
  return file.startsWith("/etc/");
}

/** @param kibibytes what the files take when they are installed */
export function controlFile(given: PackageDescription, kibibytes: number): string {
  const fields: readonly (readonly [string, string])[] = [
    ["Package", given.name],
    ["Version", given.version],
    ["Architecture", given.architecture],
    ["Maintainer", given.maintainer],
    ["Installed-Size", String(kibibytes)],
    ["Depends", given.depends.join(", ")],
    ["Recommends", given.recommends.join(", ")],
    ["Section", given.category],
    ["Priority", given.priority],
    ["Homepage", given.url],
    [
      "Description",
      [given.summary, ...given.description.split("\n").map((line) => ` ${line || "."}`)].join("\n"),
    ],
  ];
  return fields
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("");
}

async function measure(root: string, files: readonly string[]): Promise<{ kibibytes: number; sums: string }> {
  let kibibytes = 0;
  const sums: string[] = [];
  for (const file of files) {
    const path = join(root, file);
    const state = await lstat(path);
    kibibytes += Math.ceil(state.size / 1024);
    if (!state.isFile()) continue;
    const md5 = createHash("md5")
      .update(await readFile(path))
      .digest("hex");
    sums.push(`${md5}  ${file.slice(1)}\n`);
  }
  return { kibibytes, sums: sums.join("") };
}
