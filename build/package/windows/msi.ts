import { createHash } from "node:crypto";
import { readdir, rm, writeFile } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import { APP_ID, TOAST_ACTIVATOR } from "../../../main/core/identity.ts";
import { must } from "../../runtime/run.ts";
import { type Xml, xml, xmlDocument } from "../../xml.ts";
import { expanded, PROGRAM, REGISTRY, type RegistryValue } from "./registry.ts";

/** Never changes: Windows knows by it that a newer package replaces an older one. */
const UPGRADE_CODE = "{6C0F2B9E-6F0B-4A57-9B0C-0B7D5C1F3A42}";

/** Key of the entry in the Start menu. */
const SHORTCUT = "StartMenu";

const PATIENCE = { limit: 60 * 60_000 };

interface MsiContents {
  readonly version: string;
  /** The unpacked app. */
  readonly folder: string;
  readonly table: readonly RegistryValue[];
}

/**
 * Builds the MSI of an unpacked app with wixl and msibuild (msitools). The only installer for a roll-out:
 * electron-builder's own needs WiX from the internet.
 * @returns its path
 * @throws when one of them is missing or fails
 */
export async function buildMsi(folder: string, output: string, version: string): Promise<string> {
  const source = join(folder, "alrimi.wxs"); // wixl reads sources by paths relative to it
  const file = join(output, `alrimi-${version}.msi`);
  const text = await msiSource({ version, folder, table: REGISTRY });
  await writeFile(source, text);
  try {
    await must("wixl", ["-a", "x64", "-o", file, basename(source)], { ...PATIENCE, cwd: folder });
  } finally {
    await rm(source);
  }
  await addTable(file, "MsiShortcutProperty", ["s72", "s72", "s255", "s255"], SHORTCUT_PROPERTIES);
  return file;
}

/** Columns and rows. The first column is the key. */
type Table = readonly [columns: readonly string[], ...rows: (readonly string[])[]];

/**
 * What Windows has to know of the entry in the Start menu, for toasts: it shows those of an app by its id, and starts
 * this COM class when one is clicked. Windows Installer 5 writes both into the shortcut; wixl does not know the table.
 * https://learn.microsoft.com/windows/win32/msi/msishortcutproperty-table
 */
const SHORTCUT_PROPERTIES: Table = [
  ["MsiShortcutProperty", "Shortcut_", "PropertyKey", "PropVariantValue"],
  ["AppUserModelId", SHORTCUT, "System.AppUserModel.ID", APP_ID],
  ["ToastActivator", SHORTCUT, "System.AppUserModel.ToastActivatorCLSID", TOAST_ACTIVATOR],
];

/**
 * Adds a table to an MSI.
 * @param types of the columns, in the notation of a table's archive file (`.idt`)
 */
async function addTable(
  file: string,
  name: string,
  types: readonly string[],
  [columns, ...rows]: Table,
): Promise<void> {
  const archive = `${file}.idt`;
  const lines = [columns, types, [name, columns[0] ?? ""], ...rows].map((cells) => `${cells.join("\t")}\r\n`);
  await writeFile(archive, lines.join(""));
  try {
    await must("msibuild", [file, "-i", archive], PATIENCE);
  } finally {
    await rm(archive);
  }
}

/**
 * The source of an MSI for wixl: the app's files for all users, its entry in the Start menu, and the registry table. Every
 * component says that it is 64-bit, or its values would land in Wow6432Node.
 */
async function msiSource({ version, folder, table }: MsiContents): Promise<string> {
  const components: string[] = [];
  const component = (id: string, content: readonly Xml[]): Xml => {
    components.push(id);
    return xml("Component", { Id: id, Guid: "*", Win64: "yes" }, content);
  };
  const files = await contentsOf(folder, component);
  const values = table.map(({ key, name, value }, index) =>
    component(`Registry${index}`, [
      xml("RegistryValue", {
        Root: "HKLM",
        Key: key,
        ...(name === "" ? {} : { Name: name }),
        Type: "string",
        Value: expanded(value, "[APPFOLDER]"),
        KeyPath: "yes",
      }),
    ]),
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
          xml("Directory", { Id: "ProgramMenuFolder" }),
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

/** A shortcut that names the program, in the Start menu of all users. */
function startMenuEntry(): Xml {
  return xml("Shortcut", {
    Id: SHORTCUT,
    Directory: "ProgramMenuFolder",
    Name: "Alrimi",
    Target: expanded("{program}", "[APPFOLDER]"),
    WorkingDirectory: "APPFOLDER",
  });
}

/**
 * The files of a folder, one component each, and its folders. Paths of sources are relative to the app's folder.
 * @param component makes the component of a file
 */
async function contentsOf(
  folder: string,
  component: (id: string, content: readonly Xml[]) => Xml,
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
        : component(`Component${id}`, [
            xml("File", { Id: `File${id}`, Source: path, KeyPath: "yes" }),
            ...(path === PROGRAM ? [startMenuEntry()] : []),
          ]),
    );
  }
  return elements;
}
