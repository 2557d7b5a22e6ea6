import { createHash } from "node:crypto";
import { readdir, rm, writeFile } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import { must } from "../../runtime/run.ts";
import { type Xml, xml, xmlDocument } from "../../xml.ts";
import { expanded, REGISTRY, type RegistryValue } from "./registry.ts";

/** Never changes: Windows knows by it that a newer package replaces an older one. */
const UPGRADE_CODE = "{6C0F2B9E-6F0B-4A57-9B0C-0B7D5C1F3A42}";

interface MsiContents {
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
 * The source of an MSI for wixl (msitools) and WiX 3: the app's files for all users, and the registry table. Every
 * component says that it is 64-bit, or its values would land in Wow6432Node.
 */
async function msiSource({ version, folder, table }: MsiContents): Promise<string> {
  const components: string[] = [];
  const component = (id: string, content: Xml): Xml => {
    components.push(id);
    return xml("Component", { Id: id, Guid: "*", Win64: "yes" }, [content]);
  };
  const files = await contentsOf(folder, component);
  const values = table.map(({ key, name, value }, index) =>
    component(
      `Registry${index}`,
      xml("RegistryValue", {
        Root: "HKLM",
        Key: key,
        ...(name === "" ? {} : { Name: name }),
        Type: "string",
        Value: expanded(value, "[APPFOLDER]"),
        KeyPath: "yes",
      }),
    ),
  );
  const folderOfApp = xml("Directory", { Id: "APPFOLDER", Name: "Alrimi" }, [...files, ...values]);
  const product = {
    Id: "*",
    Name: "Alrimi",
    Language: "1033",
    Version: version,
    Manufacturer: "Alrimi",
    UpgradeCode: UPGRADE_CODE,
  };
  return xmlDocument(
    xml("Wix", { xmlns: "http://schemas.microsoft.com/wix/2006/wi" }, [
      xml("Product", product, [
        xml("Package", { InstallerVersion: "500", Compressed: "yes", InstallScope: "perMachine" }),
        xml("MajorUpgrade", { DowngradeErrorMessage: "A newer version is installed." }),
        xml("Media", { Id: "1", Cabinet: "app.cab", EmbedCab: "yes" }),
        xml("Directory", { Id: "TARGETDIR", Name: "SourceDir" }, [
          xml("Directory", { Id: "ProgramFiles64Folder" }, [folderOfApp]),
        ]),
        xml(
          "Feature",
          { Id: "Alrimi", Level: "1" },
          components.map((id) => xml("ComponentRef", { Id: id })),
        ),
      ]),
    ]),
  );
}

/**
 * The files of a folder, one component each, and its folders. Paths of sources are relative to the app's folder.
 * @param component makes the component of a file
 */
async function contentsOf(
  folder: string,
  component: (id: string, content: Xml) => Xml,
  below = "",
): Promise<Xml[]> {
  const names = (await readdir(join(folder, below), { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const elements: Xml[] = [];
  for (const entry of names) {
    const path = posix.join(below, entry.name);
    const id = createHash("sha256").update(path).digest("hex").slice(0, 32);
    elements.push(
      entry.isDirectory()
        ? xml("Directory", { Id: `Folder${id}`, Name: entry.name }, await contentsOf(folder, component, path))
        : component(`Component${id}`, xml("File", { Id: `File${id}`, Source: path, KeyPath: "yes" })),
    );
  }
  return elements;
}
