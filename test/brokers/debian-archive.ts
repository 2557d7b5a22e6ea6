import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../build/runtime/run.ts";

const LIMIT = 20 * 60_000;

/** The archive of Debian's packages that this system's apt is set up with. */
export interface Archive {
  /** Its address, as the system's sources name it. */
  readonly address: string;
}

/** What apt is asked of each list of packages that it has. */
export const QUESTION = [
  "indextargets",
  "--format",
  "$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)",
  "Created-By: Packages",
];

/** Finds Debian's own archive in apt's answer; undefined where the system is another one, or has no lists yet. */
export function archiveIn(answer: string): Archive | undefined {
  for (const line of answer.split("\n")) {
    const [origin, label, component, address] = line.split("|");
    if (origin === "Debian" && label === "Debian" && component === "main" && address) return { address };
  }
  return undefined;
}

/** @throws where there is no apt, or where it does not know Debian's archive */
export async function debianArchive(): Promise<Archive> {
  const { stdout } = await run("apt-get", QUESTION, { limit: LIMIT });
  const archive = archiveIn(stdout);
  if (archive === undefined) throw new Error("apt knows no archive of Debian here; run apt-get update first");
  return archive;
}

/**
 * Fetches a package of any of Debian's suites from the archive that the system's apt uses, without installing it and
 * without a change to the system's lists: apt checks the suite's signature and the package's checksum.
 * @param suite such as `trixie`
 * @param into an empty folder, which is then the root of what is in the package
 */
export async function unpackDebian(
  { address }: Archive,
  suite: string,
  name: string,
  into: string,
): Promise<void> {
  const folder = (part: string): string => join(into, "apt", part);
  for (const part of ["lists/partial", "archives/partial", "deb"])
    await mkdir(folder(part), { recursive: true });
  await writeFile(folder("status"), "");
  await writeFile(folder("sources.list"), `deb ${address} ${suite} main\n`);
  const options = {
    "Dir::Etc::sourcelist": folder("sources.list"),
    "Dir::Etc::sourceparts": "-",
    "Dir::Etc::preferencesparts": "-",
    "Dir::State::lists": folder("lists"),
    "Dir::State::status": folder("status"),
    "Dir::Cache": folder("."),
    "Acquire::Languages": "none",
    "Acquire::AllowInsecureRepositories": "false",
    "APT::Get::AllowUnauthenticated": "false",
    "APT::Sandbox::User": "", // the folders are ours alone
  };
  const given = Object.entries(options).flatMap(([option, value]) => ["-o", `${option}=${value}`]);
  await must("apt-get", [...given, "-qq", "update"], into);
  await must("apt-get", [...given, "-qq", "download", name], folder("deb"));
  const file = (await readdir(folder("deb"))).find((each) => each.endsWith(".deb"));
  if (file === undefined) throw new Error(`apt fetched no ${name} of ${suite}`);
  await must("dpkg-deb", ["-x", join(folder("deb"), file), into], into);
  await rm(join(into, "apt"), { recursive: true });
}

async function must(file: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, output } = await run(file, args, { limit: LIMIT, cwd });
  if (code !== 0) throw new Error(`${file} ${args.at(-1)}: ${output.trim() || `code ${code}`}`);
}
