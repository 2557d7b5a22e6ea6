import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { must, run } from "../../../build/runtime/run.ts";

/** Milliseconds for the slowest step, on a slow mirror. */
const PATIENCE = { limit: 15 * 60_000 };

/** A Debian of its own with nothing in it but what every Debian has. Only root can make one. */
export interface CleanRoot {
  /** The folder that is its `/`. */
  readonly path: string;
  /** Runs a program in it as root. @throws when it fails, with what it printed */
  run(file: string, ...args: string[]): Promise<void>;
  /** Installs packages with apt: names, or paths on this computer. */
  install(...packages: string[]): Promise<void>;
  dispose(): Promise<void>;
}

/** Why none can be made here; undefined where it can. */
export async function whyNoCleanRoot(suite: string): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "only root can make a clean root";
  for (const [program, ...args] of [
    ["debootstrap", "--version"],
    ["bwrap", "--bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "true"],
  ] as const) {
    const { code } = await run(program, args, PATIENCE).catch(() => ({ code: null }));
    if (code !== 0) return `${program} does not run here`;
  }
  const release = `${await mirror()}/dists/${suite}/Release`;
  const isReachable = await fetch(release, { method: "HEAD", signal: AbortSignal.timeout(30_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
  return isReachable ? undefined : `${release} cannot be reached`;
}

/** Makes one from the mirror that this computer's apt uses. Takes about half a minute. */
export async function makeCleanRoot(suite: string, folder: string): Promise<CleanRoot> {
  const work = await mkdtemp(join(folder, "alrimi-root-"));
  await chmod(work, 0o755); // an ordinary user works in it
  const path = join(work, "root");
  const inside = async (file: string, ...args: string[]): Promise<void> =>
    must(
      "bwrap",
      [
        ...["--bind", path, "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/run", "--tmpfs", "/tmp"],
        ...["--ro-bind", "/etc/resolv.conf", "/etc/resolv.conf", "--die-with-parent", "--clearenv"],
        ...["--setenv", "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "--setenv", "HOME", "/root"],
        ...["--setenv", "DEBIAN_FRONTEND", "noninteractive", "--bind", folder, "/mnt", file, ...args],
      ],
      PATIENCE,
    );
  await must("debootstrap", ["--variant=minbase", suite, path, await mirror()], PATIENCE);
  await inside("apt-get", "-qq", "update");
  return {
    path,
    run: inside,
    install: (...packages) =>
      inside(
        "apt-get",
        ...["-qq", "install", "-y", "--no-install-recommends", "--allow-downgrades"],
        ...packages.map((one) => (one.startsWith(`${folder}/`) ? `/mnt${one.slice(folder.length)}` : one)),
      ),
    dispose: () => rm(work, { recursive: true, force: true }),
  };
}

/** Writes a file that root owns, into folders that root owns. */
export async function writeInto(root: CleanRoot, path: string, text: string): Promise<void> {
  const file = join(root.path, path);
  await mkdir(join(file, ".."), { recursive: true, mode: 0o755 });
  await writeFile(file, text, { mode: 0o644 });
}

/** Of Debian, among the sources of apt: either form of file. */
async function mirror(): Promise<string> {
  for (const file of ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"]) {
    const text = await readFile(file, "utf8").catch(() => "");
    const found = /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(https?:\/\/\S+\/debian)\/?(?:\s|$)/m.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return "http://deb.debian.org/debian";
}
