import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { must, run } from "../../../build/runtime/run.ts";
import type { OrdinaryUser } from "../../desktops/user.ts";

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
  /** The path in it of a file of the folder that it was made in. */
  seen(file: string): string;
  /** The command that starts a program in it as an ordinary user, beside this computer's processes and `/tmp`. */
  asUser(user: Pick<OrdinaryUser, "uid" | "gid">, command: readonly string[]): readonly [string, ...string[]];
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
  await must("debootstrap", ["--variant=minbase", suite, path, await mirror()], PATIENCE);
  const root = entered(path, folder, BUBBLE);
  await root.run("apt-get", "-qq", "update");
  return root;
}

/**
 * The same root, in which nobody can make user namespaces and programs may have SUID bits: the kernel refuses user
 * namespaces in a chroot (`current_chrooted` in user_namespace.c), and bwrap sets `no_new_privs`.
 */
export function withoutNamespaces({ path }: CleanRoot): CleanRoot {
  return entered(path, dirname(dirname(path)), CHROOT);
}

/** A way into a root. */
interface Entrance {
  /** For an administrator, who sees the folder at `/mnt`. */
  asRoot(path: string, folder: string): readonly string[];
  /** For a user of this computer's desktop. */
  onDesktop(path: string): readonly string[];
}

const BUBBLE: Entrance = {
  asRoot: (path, folder) => [
    ...[
      "bwrap",
      "--bind",
      path,
      "/",
      "--dev",
      "/dev",
      "--proc",
      "/proc",
      "--tmpfs",
      "/run",
      "--tmpfs",
      "/tmp",
    ],
    ...["--ro-bind", "/etc/resolv.conf", "/etc/resolv.conf", "--bind", folder, "/mnt", "--die-with-parent"],
  ],
  onDesktop: (path) => [
    ...["bwrap", "--ro-bind", path, "/", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/dev/shm"],
    ...["--bind", "/proc", "/proc", "--bind", "/tmp", "/tmp", "--die-with-parent", "--"],
  ],
};

/** Mounts, in a mount namespace of their own, pairs of a folder and a place; then enters the root. */
const MOUNT = `root=$1; shift
while [ "$1" != -- ]; do mount --rbind "$1" "$root$2"; shift 2; done
shift; exec chroot "$root" "$@"`;

const chroot = (path: string, ...mounts: string[]): readonly string[] => [
  ...[
    "unshare",
    "--mount",
    "--",
    "sh",
    "-ec",
    MOUNT,
    "sh",
    path,
    "/dev",
    "/dev",
    "/proc",
    "/proc",
    ...mounts,
    "--",
  ],
];

const CHROOT: Entrance = {
  asRoot: (path, folder) => chroot(path, "/etc/resolv.conf", "/etc/resolv.conf", folder, "/mnt"),
  onDesktop: (path) => chroot(path, "/tmp", "/tmp"),
};

const ADMINISTRATOR = {
  PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
  DEBIAN_FRONTEND: "noninteractive",
};

function entered(path: string, folder: string, entrance: Entrance): CleanRoot {
  const start = ([program = "", ...args]: readonly string[]): Promise<void> =>
    must(program, args, { ...PATIENCE, env: ADMINISTRATOR });
  const seen = (file: string): string => file.replace(`${folder}/`, "/mnt/");
  const inside = (file: string, ...args: string[]): Promise<void> =>
    start([...entrance.asRoot(path, folder), file, ...args]);
  return {
    path,
    seen,
    run: inside,
    install: (...packages) =>
      inside(
        "apt-get",
        ...["-qq", "install", "-y", "--no-install-recommends", "--allow-downgrades"],
        ...packages.map(seen),
      ),
    asUser: ({ uid, gid }, command) => [
      ...(entrance.onDesktop(path) as [string, ...string[]]),
      ...["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--", ...command],
    ],
    dispose: () => rm(dirname(path), { recursive: true, force: true }),
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
