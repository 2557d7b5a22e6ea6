import { readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { must } from "../../runtime/run.ts";
import { expanded, REGISTRY, type RegistryValue } from "./registry.ts";

/** Never changes: Windows knows by it that a newer package replaces an older one. */
export const UPGRADE_CODE = "{6C0F2B9E-6F0B-4A57-9B0C-0B7D5C1F3A42}";

export interface MsiContents {
  readonly version: string;
  /** The unpacked app. */
  readonly folder: string;
  readonly table: readonly RegistryValue[];
}

/**
 * Builds the MSI of an unpacked app with wixl (msitools). The only installer for a roll-out: electron-builder's own needs
 * WiX from the internet.
 * @returns its path
 * @throws when wixl is missing or fails
 */
export async function buildMsi(folder: string, output: string, version: string): Promise<string> {
  const source = join(folder, "alrimi.wxs"); // wixl reads sources by paths relative to it
  const file = join(output, `alrimi-${version}.msi`);
  const text = await msiSource({ version, folder, table: REGISTRY });
  await writeFile(source, text);
  try {
    await must("wixl", ["-a", "x64", "-o", file, basename(source)], { limit: 60 * 60_000, cwd: folder });
  } finally {
    await rm(source);
  }
  return file;
}

/**
 * The source of an MSI for wixl (msitools) and WiX 3: the app's files for all users, the registry table, a shortcut in the
 * Start menu. Every component says that it is 64-bit, or its values would land in Wow6432Node.
 */
export async function msiSource({ version, folder, table }: MsiContents): Promise<string> {
  const components: string[] = [];
  const tree = await directory(folder, "      ", components);
  const values = table.map(({ key, name, value }, index) => {
    const named = name === "" ? "" : ` Name="${xml(name)}"`;
    const id = `Registry${index}`;
    components.push(id);
    return `      <Component Id="${id}" Guid="*" Win64="yes">
        <RegistryValue Root="HKLM" Key="${xml(key)}"${named} Type="string" Value="${xml(expanded(value, "[APPFOLDER]"))}" KeyPath="yes" />
      </Component>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="*" Name="Alrimi" Language="1033" Version="${version}" Manufacturer="Alrimi" UpgradeCode="${UPGRADE_CODE}">
    <Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine" />
    <MajorUpgrade DowngradeErrorMessage="A newer version is installed." />
    <Media Id="1" Cabinet="app.cab" EmbedCab="yes" />
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramFiles64Folder">
        <Directory Id="APPFOLDER" Name="Alrimi">
${tree}
${values.join("\n")}
        </Directory>
      </Directory>
    </Directory>
    <Feature Id="Alrimi" Level="1">
${components.map((id) => `      <ComponentRef Id="${id}" />`).join("\n")}
    </Feature>
  </Product>
</Wix>
`;
}

/** The files of a folder, one component each, and its folders. Paths of sources are relative to the app's folder. */
async function directory(folder: string, indent: string, components: string[], below = ""): Promise<string> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const lines: string[] = [];
  for (const entry of entries) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    const id = `f${components.length}`;
    if (entry.isDirectory()) {
      const inside = await directory(join(folder, entry.name), `${indent}  `, components, path);
      lines.push(
        `${indent}<Directory Id="d${components.length}_${lines.length}" Name="${xml(basename(path))}">`,
        inside,
        `${indent}</Directory>`,
      );
    } else {
      components.push(id);
      lines.push(
        `${indent}<Component Id="${id}" Guid="*" Win64="yes"><File Id="file_${id}" Source="${xml(path)}" KeyPath="yes" /></Component>`,
      );
    }
  }
  return lines.join("\n");
}

function xml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
