import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { must } from "../../runtime/run.ts";
import { isConfiguration, PATIENCE } from "./deb.ts";
import type { PackageDescription } from "./fpm-arguments.ts";
import { stage } from "./stage.ts";
import { APP_FOLDER, SANDBOX_HELPER } from "./system-files.ts";

/**
 * Makes an RPM package with `rpmbuild`.
 * @throws when rpmbuild is missing or fails
 */
export async function buildRpm(given: PackageDescription): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "alrimi-rpm-"));
  try {
    const root = join(work, "root");
    await mkdir(root);
    const files = await stage(given.contents, root);
    const [afterInstall, afterRemove] = await Promise.all([
      readFile(given.afterInstall, "utf8"),
      readFile(given.afterRemove, "utf8"),
    ]);
    const spec = join(work, "alrimi.spec");
    await writeFile(spec, specFile(given, files, { afterInstall, afterRemove }));
    const defines = [
      `_topdir ${work}`,
      `_binary_payload ${payload(given.compression)}`,
      ...given.rpmDefines,
    ].flatMap((define) => ["--define", define]);
    await must(
      "rpmbuild",
      ["-bb", "--target", given.architecture, "--buildroot", root, ...defines, spec],
      PATIENCE,
    );
    const made = join(work, "RPMS", given.architecture);
    const [name] = await readdir(made);
    if (name === undefined) throw new Error(`rpmbuild made no package in ${made}`);
    await copyFile(join(made, name), given.output);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** rpm's word for a compression and its level. */
function payload(compression: string): string {
  return compression.startsWith("xz") ? "w6.xzdio" : "w6.gzdio";
}

export function specFile(
  given: PackageDescription,
  files: readonly string[],
  { afterInstall, afterRemove }: { readonly afterInstall: string; readonly afterRemove: string },
): string {
  const own = [APP_FOLDER, `/usr/share/doc/${given.name}`];
  const list = [
    ...foldersOf(files)
      .filter((folder) => own.some((one) => folder === one || folder.startsWith(`${one}/`)))
      .map((folder) => `%dir "${literal(folder)}"`),
    ...files.map((file) => `${attributes(file)}"${literal(file)}"`),
  ];
  return `Name: ${given.name}
Version: ${given.version}
Release: 1
Summary: ${given.summary}
License: ${given.license}
${given.url === "" ? "" : `URL: ${given.url}\n`}Vendor: ${given.vendor}
Packager: ${given.maintainer}
Group: ${given.category}
# The runtime's libraries are its own, and what it needs of the system is listed below.
AutoReqProv: no
${given.depends.map((need) => `Requires: ${need}`).join("\n")}

%global __os_install_post %{nil}
%global debug_package %{nil}

%description
${given.description}

%post
${literal(afterInstall)}
%postun
${literal(afterRemove)}
%files
%defattr(-,root,root,-)
${list.join("\n")}
`;
}

/** All folders that hold files. rpm removes those that a package lists. */
function foldersOf(files: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const file of files) for (let at = dirname(file); at !== "/"; at = dirname(at)) folders.add(at);
  return [...folders].sort();
}

function attributes(file: string): string {
  if (isConfiguration(file)) return "%config(noreplace) ";
  return file === SANDBOX_HELPER ? "%verify(not mode) " : ""; // the installation decides about its SUID bit
}

/** rpm expands `%name` everywhere in a spec file. */
function literal(text: string): string {
  return text.replaceAll("%", "%%");
}
