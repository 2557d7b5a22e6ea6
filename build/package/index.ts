import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { build, Platform } from "electron-builder";
import { KEY_FILE } from "../../main/desktop/update/key-file.ts";
import { compileIfNeeded } from "../compile.ts";
import { isMain } from "../is-main.ts";
import { repoRoot } from "../paths.ts";
import { writePolicyTemplates } from "../policy/templates/index.ts";
import { pinnedVersion, resolveRuntime } from "../runtime/resolve.ts";
import { say } from "../say.ts";
import { configuration } from "./configuration.ts";
import { type Contact, parseContact } from "./contact.ts";
import { writeDocuments } from "./documents.ts";
import { writeIcons } from "./icons.ts";
import { systemFiles } from "./linux/system-files.ts";
import { packForNode } from "./npm-packages.ts";
import { refuseRelease } from "./release.ts";
import { type DesktopSystem, parseTargets } from "./targets.ts";
import { publicHalf, updateKey, writeUpdateChannel } from "./update-channel.ts";
import { buildMsi } from "./windows/msi.ts";
import { nsisInclude } from "./windows/nsis.ts";
import { REGISTRY } from "./windows/registry.ts";

const PLATFORMS: Record<DesktopSystem, Platform> = {
  linux: Platform.LINUX,
  win32: Platform.WINDOWS,
  darwin: Platform.MAC,
};

/**
 * `npm run package [-- deb rpm tar.gz nsis msi dmg dir publisher command] [--release] [--output FOLDER]
 * [--contact PERSON]`: packages into
 * `dist/`, all of this system's when none is named. A trial is compressed quickly; `--release` compresses as well as can
 * be and insists on the pinned, official runtime. With a key (`ALRIMI_UPDATE_KEY`) the packages can check updates, and
 * the `tar.gz` gets the signed files for the update server.
 */
async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      release: { type: "boolean", default: false },
      output: { type: "string", default: join(repoRoot, "dist") },
      contact: { type: "string" },
    },
  });
  const contact = parseContact(values.contact);
  const targets = parseTargets(positionals, process.platform);
  const work = await mkdtemp(join(tmpdir(), "alrimi-package-"));
  try {
    await mkdir(values.output, { recursive: true });
    await compileIfNeeded();
    if (targets.desktop.length > 0) await packDesktop(targets.desktop, { ...values, contact }, work);
    for (const target of targets.node)
      await made(await packForNode(target, values.output, join(work, target)));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function packDesktop(
  targets: readonly { readonly system: DesktopSystem; readonly name: string }[],
  {
    release,
    output,
    contact,
  }: { readonly release: boolean; readonly output: string; readonly contact: Contact },
  work: string,
): Promise<void> {
  const foreign = targets.find(({ system }) => !canBuild(system, process.platform));
  if (foreign !== undefined) throw new Error(`${foreign.name} can be built on ${foreign.system} only.`);
  const runtime = await resolveRuntime(process.env, { isFresh: true });
  const refusal = refuseRelease(runtime, pinnedVersion());
  if (release && refusal !== undefined) throw new Error(refusal);
  if (refusal !== undefined)
    say({ ko: `시험용 패키지입니다. ${refusal}`, en: `A package for trials only. ${refusal}` });
  const documents = join(work, "documents");
  const version = await ownVersion();
  const key = await updateKey(process.env);
  await mkdir(documents);
  if (key !== undefined) await writeFile(join(documents, KEY_FILE), publicHalf(key));
  await writePolicyTemplates(join(output, "policy-templates"));
  const icons = await writeIcons(join(work, "icons"));
  await cp(join(icons, "256x256.png"), join(documents, "icon.png")); // of Windows's toasts
  const include = join(work, "registry.nsh");
  await writeFile(include, nsisInclude(REGISTRY));
  const common = {
    runtime,
    output,
    isRelease: release,
    contact,
    documents,
    icons,
    nsisInclude: include,
    systemFiles: await systemFiles(join(work, "system")),
  };
  process.env["CUSTOM_FPM_PATH"] ??= join(import.meta.dirname, "linux", "fpm");
  process.env["ELECTRON_BUILDER_7ZIP_PATH"] ??= "/usr/bin/7za";
  for (const { system, name } of targets) {
    say({ ko: `${name} 만드는 중…`, en: `Building ${name} …` });
    const config = configuration({ ...common, system });
    const target = name === "msi" ? "dir" : name;
    const facts = { version, electron: runtime.version, runtime: runtime.source, package: name };
    await writeDocuments(documents, facts);
    const files = await build({ targets: PLATFORMS[system].createTarget(target), config, publish: "never" });
    for (const file of files) await made(file);
    const [archive] = files;
    if (name === "tar.gz" && key !== undefined && archive !== undefined) {
      for (const file of await writeUpdateChannel(archive, version, process.arch, key)) await made(file);
    }
    if (name === "msi") await made(await buildMsi(join(output, "win-unpacked"), output, version));
  }
}

/** Windows packages can be made on Linux as well, with its makensis and wixl. */
function canBuild(system: DesktopSystem, host: NodeJS.Platform): boolean {
  return system === host || (system === "win32" && host === "linux");
}

async function ownVersion(): Promise<string> {
  return JSON.parse(await readFile(join(repoRoot, "package.json"), "utf8")).version;
}

async function made(file: string): Promise<void> {
  const { size } = await stat(file);
  console.log(`${relative(process.cwd(), file) || basename(file)}  ${(size / 1024 / 1024).toFixed(1)} MiB`);
}

if (isMain(import.meta.filename)) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
